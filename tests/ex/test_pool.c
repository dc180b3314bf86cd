/* The pool: blocks are zeroed, reused and counted, and requests fail as they are told to. */
#include "support/suite.h"

#include "ex/pool.h"

#include <signal.h>
#include <stdint.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONS 1
#endif
#endif

#ifdef POISONS
#include <sanitizer/asan_interface.h>
#define is_poisoned(memory) (__asan_address_is_poisoned(memory) != 0)
#else
#define POISONS             0
#define is_poisoned(memory) ((void)(memory), false)
#endif

static struct ex_pool *pool;

static void open_pool(void)
{
    pool = ex_pool_new();
}

static void close_pool(void)
{
    ex_pool_delete(pool);
}

static bool all_are(const unsigned char *memory, size_t size, unsigned char value)
{
    for (size_t i = 0; i < size; i++)
        if (memory[i] != value)
            return false;
    return true;
}

static const size_t sizes[] = {0,    1,    15,    16,    17,        100,        2048,
                               2049, 4096, 65000, 65520, 64 * 1024, 200 * 1024, 1024 * 1024};

START_TEST(memory_is_zeroed_and_aligned)
{
    const size_t size = sizes[_i];
    unsigned char *memory = ex_alloc(pool, EX_KIND_Token, size);

    ck_assert_uint_eq((uintptr_t)memory % 16, 0);
    ck_assert(all_are(memory, size, 0));
    memset(memory, 0xAA, size);
    ex_free(pool, memory);
    memory = ex_alloc(pool, EX_KIND_Token, size);
    ck_assert(all_are(memory, size, 0));
}
END_TEST

START_TEST(freed_block_is_used_again_for_the_same_size)
{
    const size_t size = sizes[_i];
    void *other = ex_alloc(pool, EX_KIND_Token, size);
    void *memory = ex_alloc(pool, EX_KIND_Token, size);

    ex_free(pool, memory);
    ck_assert_ptr_eq(ex_alloc_raw(pool, EX_KIND_Acl, size), memory);
    ck_assert_ptr_ne(ex_alloc_raw(pool, EX_KIND_Acl, size), other);
}
END_TEST

START_TEST(large_blocks_are_not_mixed_up)
{
    void *large = ex_alloc(pool, EX_KIND_Token, 5000);
    void *larger = ex_alloc(pool, EX_KIND_Token, 9000);
    void *empty = ex_alloc(pool, EX_KIND_Token, 0);

    ex_free(pool, larger);
    ex_free(pool, empty);
    ex_free(pool, large);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 9000), larger);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 0), empty);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 5000), large);
}
END_TEST

START_TEST(blocks_do_not_overlap)
{
    unsigned char *blocks[400];

    for (size_t i = 0; i < 400; i++) {
        blocks[i] = ex_alloc(pool, EX_KIND_Token, 1 + i * 7);
        memset(blocks[i], (int)(i % 251), 1 + i * 7);
    }
    for (size_t i = 0; i < 400; i++)
        ck_assert(all_are(blocks[i], 1 + i * 7, (unsigned char)(i % 251)));
}
END_TEST

START_TEST(blocks_are_counted_by_kind)
{
    void *token = ex_alloc(pool, EX_KIND_Token, 10);
    void *thread = ex_alloc(pool, EX_KIND_Thread, 10);

    ex_alloc_raw(pool, EX_KIND_Thread, 10);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 1);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Thread), 2);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Process), 0);
    ex_free(pool, token);
    ex_free(pool, thread);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 0);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Thread), 1);
}
END_TEST

START_TEST(reset_forgets_everything_and_keeps_the_chunks)
{
    void *first = ex_alloc(pool, EX_KIND_Token, 100);

    ex_alloc(pool, EX_KIND_Token, 300 * 1024);
    ex_pool_fail(pool, EX_ALLOCATION_ANY, 1, true);
    ex_pool_reset(pool);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 0);
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Token));
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 100), first);
}
END_TEST

START_TEST(freed_memory_is_poisoned)
{
    unsigned char *memory = ex_alloc(pool, EX_KIND_Token, 100);

    ck_assert(!is_poisoned(memory));
    ex_free(pool, memory);
    ck_assert(is_poisoned(memory) == POISONS);
    memory = ex_alloc(pool, EX_KIND_Token, 100);
    memory[99] = 1;
    ex_pool_reset(pool);
    ck_assert(is_poisoned(memory) == POISONS);
}
END_TEST

START_TEST(freeing_twice_is_caught)
{
    void *memory = ex_alloc(pool, EX_KIND_Token, 100);

    ex_free(pool, memory);
    ex_free(pool, memory);
}
END_TEST

START_TEST(more_than_4_gib_at_once_is_caught)
{
    ex_alloc_raw(pool, EX_KIND_CallerMemory, (size_t)UINT32_MAX + 1);
}
END_TEST

START_TEST(nothing_fails_unless_told)
{
    for (int i = 0; i < 1000; i++)
        ck_assert(ex_pool_grants(pool, (enum ex_allocation)(i % EX_ALLOCATION_COUNT)));
}
END_TEST

START_TEST(nth_request_of_any_name_fails_once)
{
    const uint32_t nth = (uint32_t)_i;

    ex_pool_fail(pool, EX_ALLOCATION_ANY, nth, false);
    for (uint32_t i = 1; i <= 10; i++)
        ck_assert_msg(ex_pool_grants(pool, i % 2 ? EX_ALLOCATION_Token : EX_ALLOCATION_Handle) ==
                          (i != nth),
                      "request %u", i);
}
END_TEST

START_TEST(nth_and_all_later_requests_fail)
{
    const uint32_t nth = (uint32_t)_i;

    ex_pool_fail(pool, EX_ALLOCATION_ANY, nth, true);
    for (uint32_t i = 1; i <= 10; i++)
        ck_assert_msg(ex_pool_grants(pool, EX_ALLOCATION_Token) == (i < nth), "request %u", i);
    ex_pool_fail(pool, EX_ALLOCATION_ANY, 0, true);
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Token));
}
END_TEST

START_TEST(only_the_named_request_fails_and_counts)
{
    ex_pool_fail(pool, EX_ALLOCATION_Handle, 2, false);
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Token));
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Handle));
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Token));
    ck_assert(!ex_pool_grants(pool, EX_ALLOCATION_Handle));
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Handle));
}
END_TEST

static const struct {
    const char *name;
    enum ex_allocation allocation;
} allocations[] = {
    {"any", EX_ALLOCATION_ANY},
#define ALLOCATION(name, caller) {#name, EX_ALLOCATION_##name},
#include "ex/allocations.def"
};

START_TEST(allocation_is_found_by_its_name)
{
    ck_assert_int_eq(ex_allocation_by_name(allocations[_i].name), allocations[_i].allocation);
}
END_TEST

START_TEST(unknown_allocation_is_none)
{
    ck_assert_int_eq(ex_allocation_by_name("impersonationblock"), EX_ALLOCATION_COUNT);
    ck_assert_int_eq(ex_allocation_by_name(""), EX_ALLOCATION_COUNT);
    ck_assert_str_eq(ex_kind_name(EX_KIND_ImpersonationBlock), "ImpersonationBlock");
}
END_TEST

START_TEST(host_array_grows_and_keeps_its_elements)
{
    size_t capacity = 0;
    int *array = NULL;

    for (int i = 0; i < 1000; i++) {
        array = ex_host_grow(array, (size_t)i, &capacity, sizeof *array);
        ck_assert_uint_gt(capacity, (size_t)i);
        array[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(array[i], i);
    ex_host_free(array);
}
END_TEST

int main(void)
{
    TCase *blocks = suite_begin("ex/pool");
    TCase *failures = suite_add("failures");

    tcase_add_checked_fixture(blocks, open_pool, close_pool);
    tcase_add_loop_test(blocks, memory_is_zeroed_and_aligned, 0, ROWS(sizes));
    tcase_add_loop_test(blocks, freed_block_is_used_again_for_the_same_size, 0, ROWS(sizes));
    tcase_add_test(blocks, large_blocks_are_not_mixed_up);
    tcase_add_test(blocks, blocks_do_not_overlap);
    tcase_add_test(blocks, blocks_are_counted_by_kind);
    tcase_add_test(blocks, reset_forgets_everything_and_keeps_the_chunks);
    tcase_add_test(blocks, freed_memory_is_poisoned);
    tcase_add_test_raise_signal(blocks, freeing_twice_is_caught, SIGABRT);
    tcase_add_test_raise_signal(blocks, more_than_4_gib_at_once_is_caught, SIGABRT);
    tcase_add_test(blocks, host_array_grows_and_keeps_its_elements);
    tcase_add_checked_fixture(failures, open_pool, close_pool);
    tcase_add_test(failures, nothing_fails_unless_told);
    tcase_add_loop_test(failures, nth_request_of_any_name_fails_once, 1, 8);
    tcase_add_loop_test(failures, nth_and_all_later_requests_fail, 1, 8);
    tcase_add_test(failures, only_the_named_request_fails_and_counts);
    tcase_add_loop_test(failures, allocation_is_found_by_its_name, 0, EX_ALLOCATION_COUNT);
    tcase_add_test(failures, unknown_allocation_is_none);
    return suite_end();
}
