/* Snapshots of the pool: all that is in it comes back, at the same addresses. */
#include "support/suite.h"

#include "ex/pool.h"

#include <string.h>

static struct ex_pool *pool;
static struct ex_snapshot *snapshot;

static void open_pool(void)
{
    pool = ex_pool_new();
}

static void close_pool(void)
{
    ex_snapshot_delete(snapshot);
    ex_pool_delete(pool);
}

START_TEST(content_comes_back)
{
    char *text = ex_alloc(pool, EX_KIND_CallerMemory, 16);

    memcpy(text, "before", 7);
    snapshot = ex_pool_snapshot(pool);
    memcpy(text, "after", 6);
    ex_pool_restore(pool, snapshot);
    ck_assert_str_eq(text, "before");
}
END_TEST

START_TEST(freed_block_is_alive_again)
{
    char *text = ex_alloc(pool, EX_KIND_Token, 3000);

    text[2999] = 'x';
    snapshot = ex_pool_snapshot(pool);
    ex_free(pool, text);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 0);
    ex_pool_restore(pool, snapshot);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 1);
    ck_assert_int_eq(text[2999], 'x');
    ex_free(pool, text);
}
END_TEST

START_TEST(block_of_afterwards_is_gone)
{
    void *kept, *gone;

    kept = ex_alloc(pool, EX_KIND_Token, 40);
    snapshot = ex_pool_snapshot(pool);
    gone = ex_alloc(pool, EX_KIND_Token, 40);
    ex_pool_restore(pool, snapshot);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 1);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 40), gone);
    ck_assert_ptr_ne(gone, kept);
}
END_TEST

START_TEST(free_blocks_are_the_same_ones)
{
    void *first = ex_alloc(pool, EX_KIND_Token, 40);
    void *second = ex_alloc(pool, EX_KIND_Token, 40);

    ex_free(pool, first);
    ex_free(pool, second);
    snapshot = ex_pool_snapshot(pool);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 40), second);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 40), first);
    ex_pool_restore(pool, snapshot);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 40), second);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 40), first);
}
END_TEST

START_TEST(snapshot_serves_many_restores)
{
    unsigned char *memory = ex_alloc(pool, EX_KIND_Token, 100);

    memset(memory, 7, 100);
    snapshot = ex_pool_snapshot(pool);
    for (int i = 0; i < 5; i++) {
        ex_free(pool, memory);
        for (int k = 0; k < 100; k++)
            memset(ex_alloc(pool, EX_KIND_Acl, 5000), i, 5000);
        ex_pool_restore(pool, snapshot);
        for (int k = 0; k < 100; k++)
            ck_assert_uint_eq(memory[k], 7);
        ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Acl), 0);
    }
}
END_TEST

START_TEST(chunks_of_afterwards_stay_and_are_used_again)
{
    void *large;

    ex_alloc(pool, EX_KIND_Token, 100);
    snapshot = ex_pool_snapshot(pool);
    large = ex_alloc(pool, EX_KIND_Token, 500 * 1024);
    ex_pool_restore(pool, snapshot);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 500 * 1024), large);
}
END_TEST

START_TEST(taking_a_snapshot_changes_nothing)
{
    unsigned char *memory = ex_alloc(pool, EX_KIND_Token, 100);
    void *freed = ex_alloc(pool, EX_KIND_Token, 50);

    memset(memory, 9, 100);
    ex_free(pool, freed);
    snapshot = ex_pool_snapshot(pool);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(memory[i], 9);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 1);
    ck_assert_ptr_eq(ex_alloc(pool, EX_KIND_Token, 50), freed);
}
END_TEST

START_TEST(what_was_to_fail_fails_again)
{
    ex_pool_fail(pool, EX_ALLOCATION_Token, 2, false);
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Token));
    snapshot = ex_pool_snapshot(pool);
    ck_assert(!ex_pool_grants(pool, EX_ALLOCATION_Token));
    ck_assert(ex_pool_grants(pool, EX_ALLOCATION_Token));
    ex_pool_restore(pool, snapshot);
    ck_assert(!ex_pool_grants(pool, EX_ALLOCATION_Token));
}
END_TEST

START_TEST(empty_pool_can_be_taken_too)
{
    snapshot = ex_pool_snapshot(pool);
    ex_alloc(pool, EX_KIND_Token, 100);
    ex_pool_restore(pool, snapshot);
    ck_assert_uint_eq(ex_pool_alive(pool, EX_KIND_Token), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ex/snapshot");

    tcase_add_checked_fixture(tcase, open_pool, close_pool);
    tcase_add_test(tcase, content_comes_back);
    tcase_add_test(tcase, freed_block_is_alive_again);
    tcase_add_test(tcase, block_of_afterwards_is_gone);
    tcase_add_test(tcase, free_blocks_are_the_same_ones);
    tcase_add_test(tcase, snapshot_serves_many_restores);
    tcase_add_test(tcase, chunks_of_afterwards_stay_and_are_used_again);
    tcase_add_test(tcase, taking_a_snapshot_changes_nothing);
    tcase_add_test(tcase, what_was_to_fail_fails_again);
    tcase_add_test(tcase, empty_pool_can_be_taken_too);
    return suite_end();
}
