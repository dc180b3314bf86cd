/* Handle tables and object headers. */
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"

#include <signal.h>

static struct srm_world *w;
static struct ob_handle_table table;
static struct se_token *token;

static void open_table(void)
{
    w = srm_world_new(NULL);
    table = (struct ob_handle_table){.world = w};
    token = token_from(w, (struct token_words){.user = ALICE});
}

static void close_table(void)
{
    ob_handle_table_close(&table);
    ob_dereference(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static HANDLE value(uintptr_t number)
{
    return (HANDLE)number;
}

START_TEST(handles_are_multiples_of_four)
{
    for (uintptr_t i = 1; i <= 20; i++)
        ck_assert_ptr_eq(ob_handle_new(&table, token, 0, 0), value(4 * i));
    ck_assert_uint_eq(table.count, 20);
}
END_TEST

START_TEST(lowest_free_value_comes_first)
{
    for (int i = 0; i < 8; i++)
        ob_handle_new(&table, token, 0, 0);
    ob_handle_close(&table, value(20));
    ob_handle_close(&table, value(8));
    ck_assert_ptr_eq(ob_handle_new(&table, token, 0, 0), value(8));
    ck_assert_ptr_eq(ob_handle_new(&table, token, 0, 0), value(20));
    ck_assert_ptr_eq(ob_handle_new(&table, token, 0, 0), value(36));
}
END_TEST

START_TEST(last_value_of_a_full_table_is_found)
{
    HANDLE last;

    do
        last = ob_handle_new(&table, token, 0, 0);
    while (table.count < table.capacity);
    ck_assert_ptr_nonnull(ob_handle_find(&table, last));
    ck_assert_ptr_null(ob_handle_find(&table, value((uintptr_t)last + 4)));
}
END_TEST

START_TEST(handle_remembers_object_and_rights)
{
    struct se_token *other = token_from(w, (struct token_words){.user = BOB});
    HANDLE first = ob_handle_new(&table, token, TOKEN_QUERY, 0);
    HANDLE second = ob_handle_new(&table, other, TOKEN_ALL_ACCESS, 0);

    for (int i = 0; i < 50; i++)
        ob_handle_new(&table, token, 0, 0);
    ck_assert_ptr_eq(ob_handle_find(&table, first)->object, token);
    ck_assert_uint_eq(ob_handle_find(&table, first)->granted, TOKEN_QUERY);
    ck_assert_ptr_eq(ob_handle_find(&table, second)->object, other);
    ck_assert_uint_eq(ob_handle_find(&table, second)->granted, TOKEN_ALL_ACCESS);
    ob_dereference(other);
}
END_TEST

START_TEST(what_is_not_open_is_not_found)
{
    static const uintptr_t numbers[] = {
        0, 1, 2, 3, 5, 7, 8, 12, 32, 36, 4096, UINTPTR_MAX, UINTPTR_MAX - 3};
    HANDLE handle = ob_handle_new(&table, token, 0, 0);

    ck_assert_ptr_nonnull(ob_handle_find(&table, handle));
    for (int i = 0; i < ROWS(numbers); i++)
        ck_assert_msg(ob_handle_find(&table, value(numbers[i])) == NULL, "%zu", (size_t)numbers[i]);
    ob_handle_close(&table, handle);
    ck_assert_ptr_null(ob_handle_find(&table, handle));
}
END_TEST

START_TEST(nothing_is_open_in_an_empty_table)
{
    ck_assert_ptr_null(ob_handle_find(&table, value(4)));
    ob_handle_table_close(&table);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_HandleTable), 0);
}
END_TEST

START_TEST(handle_holds_a_reference)
{
    HANDLE handle = ob_handle_new(&table, token, 0, 0);

    ck_assert_uint_eq(token->header.references, 2);
    ob_handle_close(&table, handle);
    ck_assert_uint_eq(token->header.references, 1);
    ck_assert_uint_eq(table.count, 0);
}
END_TEST

static unsigned closings;

static void note_closing(void *object)
{
    const struct ob_header *header = object;

    ck_assert_uint_gt(header->references, 0);
    closings++;
}

/* Through whichever table and in whichever order. */
START_TEST(type_hears_of_the_last_handle)
{
    static const struct ob_type heard = {.name = "Heard", .closed = note_closing};
    struct ob_header object = {.world = w, .type = &heard, .references = 1};
    struct ob_handle_table child = {.world = w};
    HANDLE first = ob_handle_new(&table, &object, 0, OBJ_INHERIT);
    HANDLE second = ob_handle_new(&table, &object, 0, 0);

    closings = 0;
    ob_handles_inherit(&child, &table);
    ck_assert_uint_eq(object.handles, 3);
    ob_handle_close(&table, first);
    ob_handle_table_close(&child);
    ck_assert_uint_eq(closings, 0);
    ob_handle_close(&table, second);
    ck_assert_uint_eq(closings, 1);
    ck_assert_uint_eq(object.references, 1);
    ob_handle_close(&table, ob_handle_new(&table, &object, 0, 0));
    ck_assert_uint_eq(closings, 2);
}
END_TEST

START_TEST(closing_the_table_closes_every_handle)
{
    for (int i = 0; i < 30; i++)
        ob_handle_new(&table, token, 0, 0);
    ob_handle_close(&table, value(40));
    ob_handle_table_close(&table);
    ck_assert_uint_eq(token->header.references, 1);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_HandleTable), 0);
    ck_assert_uint_eq(table.count, 0);
    ck_assert_ptr_eq(ob_handle_new(&table, token, 0, 0), value(4));
}
END_TEST

START_TEST(inheritable_handles_keep_their_values)
{
    struct ob_handle_table child = {.world = w};

    for (int i = 0; i < 20; i++)
        ob_handle_new(&table, token, TOKEN_QUERY, i % 2 ? OBJ_INHERIT : 0);
    ob_handle_close(&table, value(16));
    ob_handles_inherit(&child, &table);
    ck_assert_uint_eq(child.count, 9);
    ck_assert_uint_eq(token->header.references, 1 + 19 + 9);
    ck_assert_ptr_null(ob_handle_find(&child, value(4)));
    ck_assert_ptr_null(ob_handle_find(&child, value(16)));
    ck_assert_uint_eq(ob_handle_find(&child, value(80))->granted, TOKEN_QUERY);
    ck_assert_uint_eq(ob_handle_find(&child, value(80))->attributes, OBJ_INHERIT);
    ck_assert_ptr_eq(ob_handle_new(&child, token, 0, 0), value(4));
    ck_assert_ptr_eq(ob_handle_new(&child, token, 0, 0), value(12));
    ob_handle_table_close(&child);
}
END_TEST

START_TEST(growing_leaves_one_table)
{
    for (int i = 0; i < 200; i++)
        ob_handle_new(&table, token, 0, 0);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_HandleTable), 1);
    ck_assert_uint_ge(table.capacity, 200);
}
END_TEST

START_TEST(closing_what_is_not_open_is_caught)
{
    ob_handle_close(&table, ob_handle_new(&table, token, 0, 0));
    ob_handle_close(&table, value(4));
}
END_TEST

START_TEST(last_dereference_deletes)
{
    struct se_token *other = token_from(w, (struct token_words){.user = BOB});

    ck_assert_uint_eq(other->header.references, 1);
    ck_assert_ptr_eq(ob_reference(other), other);
    ob_dereference(other);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Token), 2);
    ob_dereference(other);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Token), 1);
}
END_TEST

START_TEST(copied_header_has_one_reference_and_no_descriptor)
{
    struct ob_header header = token->header;

    header.references = 17;
    header.handles = 3;
    ob_init_copy(&header, 99);
    ck_assert_uint_eq(header.references, 1);
    ck_assert_uint_eq(header.handles, 0);
    ck_assert_uint_eq(header.id, 99);
    ck_assert_ptr_null(header.descriptor);
    ck_assert_ptr_eq(header.type, &se_token_type);
    ck_assert_ptr_eq(header.world, w);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ob/handles");

    tcase_add_checked_fixture(tcase, open_table, close_table);
    tcase_add_test(tcase, handles_are_multiples_of_four);
    tcase_add_test(tcase, lowest_free_value_comes_first);
    tcase_add_test(tcase, last_value_of_a_full_table_is_found);
    tcase_add_test(tcase, handle_remembers_object_and_rights);
    tcase_add_test(tcase, what_is_not_open_is_not_found);
    tcase_add_test(tcase, nothing_is_open_in_an_empty_table);
    tcase_add_test(tcase, handle_holds_a_reference);
    tcase_add_test(tcase, type_hears_of_the_last_handle);
    tcase_add_test(tcase, closing_the_table_closes_every_handle);
    tcase_add_test(tcase, inheritable_handles_keep_their_values);
    tcase_add_test(tcase, growing_leaves_one_table);
    tcase_add_test_raise_signal(tcase, closing_what_is_not_open_is_caught, SIGABRT);
    tcase_add_test(tcase, last_dereference_deletes);
    tcase_add_test(tcase, copied_header_has_one_reference_and_no_descriptor);
    return suite_end();
}
