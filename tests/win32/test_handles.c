/* CloseHandle and DuplicateHandle. */
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

static struct stage stage;
static PETHREAD caller; /* the client's */

static void open_stage(void)
{
    stage_open(&stage, NULL);
    caller = stage.client_thread;
    act_as(caller);
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    stage_close(&stage);
}

START_TEST(handle_is_closed)
{
    HANDLE handle = handle_to(caller, stage.alice, TOKEN_QUERY);

    ck_assert_done(CloseHandle(handle));
    ck_assert_done(CloseHandle(GetCurrentProcess()));
    ck_assert_refused(CloseHandle(handle), ERROR_INVALID_HANDLE);
    ck_assert_refused(CloseHandle(NULL), ERROR_INVALID_HANDLE);
}
END_TEST

static BOOL duplicate(HANDLE handle, PHANDLE copy, DWORD desired, BOOL inherit, DWORD options)
{
    return DuplicateHandle(GetCurrentProcess(), handle, GetCurrentProcess(), copy, desired, inherit,
                           options);
}

START_TEST(pseudo_handle_becomes_a_real_one)
{
    HANDLE real;

    native_calls_watch(stage.w);
    ck_assert_done(duplicate(GetCurrentThread(), &real, 0, 7, DUPLICATE_SAME_ACCESS));
    ck_assert_str_eq(native_calls(stage.w), "NtDuplicateObject");
    ck_assert_uint_eq(GetThreadId(real), GetCurrentThreadId());
    ck_assert_uint_eq(granted_to(caller, real), THREAD_ALL_ACCESS);
    ck_assert_uint_eq(ob_handle_find(&stage.client->handles, real)->attributes, OBJ_INHERIT);
}
END_TEST

START_TEST(copy_may_have_other_rights)
{
    HANDLE weak = handle_to(caller, stage.alice, TOKEN_QUERY), copy;

    ck_assert_done(duplicate(weak, &copy, TOKEN_DUPLICATE, FALSE, 0));
    ck_assert_uint_eq(granted_to(caller, copy), TOKEN_DUPLICATE);
    ck_assert_uint_eq(ob_handle_find(&stage.client->handles, copy)->attributes, 0);
    ck_assert_done(duplicate(weak, NULL, 0, FALSE, DUPLICATE_CLOSE_SOURCE));
    ck_assert_refused(duplicate(weak, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS),
                      ERROR_INVALID_HANDLE);
}
END_TEST

START_TEST(rights_that_the_object_denies_are_refused)
{
    struct se_token *service = stage.service;
    HANDLE weak = handle_to(caller, service, TOKEN_QUERY), copy;
    HANDLE no_duplicates = handle_to(caller, stage.server, PROCESS_TERMINATE);

    ck_assert_refused(duplicate(weak, &copy, TOKEN_DUPLICATE, FALSE, 0), ERROR_ACCESS_DENIED);
    ck_assert_refused(DuplicateHandle(no_duplicates, weak, GetCurrentProcess(), &copy, 0, FALSE,
                                      DUPLICATE_SAME_ACCESS),
                      ERROR_ACCESS_DENIED);
    ck_assert_refused(duplicate(weak, SRM_UNREADABLE, 0, FALSE, DUPLICATE_SAME_ACCESS),
                      ERROR_NOACCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/handles");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, handle_is_closed);
    tcase_add_test(tcase, pseudo_handle_becomes_a_real_one);
    tcase_add_test(tcase, copy_may_have_other_rights);
    tcase_add_test(tcase, rights_that_the_object_denies_are_refused);
    return suite_end();
}
