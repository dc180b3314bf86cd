/* Files, events and mutexes by the names that programs use (fileapi CreateFileW; synchapi). */
#include "support/named.h"
#include "support/native_calls.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"

#include <string.h>

static struct stage stage;
static struct ob_named *docs, *diary, *bell;
static HANDLE opened;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    docs = named_declare(stage.w, RTL_MAPPED_File, "\\??\\C:\\docs", true,
                         "O:SYG:SYD:(A;;0x1200a2;;;" ALICE ")");
    diary = named_declare(stage.w, RTL_MAPPED_File, "\\??\\C:\\docs\\diary", false,
                          "O:" BOB "G:BUD:(A;;FR;;;" ALICE ")");
    bell = named_declare(stage.w, RTL_MAPPED_Event, "\\BaseNamedObjects\\bell", false,
                         "O:SYG:SYD:(A;;0x2;;;WD)");
    opened = NULL;
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    if (opened)
        NtClose(opened);
    ob_dereference(docs);
    ob_dereference(diary);
    ob_dereference(bell);
    stage_close(&stage);
}

/* ---- files ---- */

static const struct {
    const char *why;
    const WCHAR *name;
    DWORD access, disposition, flags;
    DWORD error; /* BEFORE: it is open, and the last error is left alone */
} files[] = {
    {"what the DACL lets", L"C:\\docs\\diary", GENERIC_READ, OPEN_EXISTING, 0, BEFORE},
    {"what it does not let", L"C:\\docs\\diary", GENERIC_WRITE, OPEN_EXISTING, 0,
     ERROR_ACCESS_DENIED},
    {"what is there already", L"C:\\docs\\diary", GENERIC_READ, CREATE_NEW, 0, ERROR_FILE_EXISTS},
    {"what was there", L"C:\\docs\\diary", GENERIC_READ, OPEN_ALWAYS, 0, ERROR_ALREADY_EXISTS},
    {"what is not there", L"C:\\docs\\none", GENERIC_READ, OPEN_EXISTING, 0, ERROR_FILE_NOT_FOUND},
    {"what is nowhere", L"C:\\none\\none", GENERIC_READ, OPEN_EXISTING, 0, ERROR_PATH_NOT_FOUND},
    {"a directory", L"C:\\docs", FILE_TRAVERSE, OPEN_EXISTING, 0, ERROR_ACCESS_DENIED},
    {"a directory for a backup", L"C:\\docs", FILE_TRAVERSE, OPEN_EXISTING,
     FILE_FLAG_BACKUP_SEMANTICS, BEFORE},
    {"no disposition", L"C:\\docs\\diary", GENERIC_READ, 9, 0, ERROR_INVALID_PARAMETER},
};

START_TEST(file_is_opened_or_the_last_error_says_why)
{
    DWORD error;

    opened = CreateFileW(files[_i].name, files[_i].access, 0, NULL, files[_i].disposition,
                         files[_i].flags, NULL);
    error = GetLastError();
    if (opened == INVALID_HANDLE_VALUE)
        opened = NULL;
    ck_assert_msg(error == files[_i].error, "%s: %u", files[_i].why, (unsigned)error);
    ck_assert((opened != NULL) == (error == BEFORE || error == ERROR_ALREADY_EXISTS));
}
END_TEST

START_TEST(new_file_is_the_callers)
{
    struct ob_named *made;

    opened = CreateFileW(L"C:\\docs\\new", GENERIC_ALL, 0, NULL, CREATE_NEW, 0, NULL);
    ck_assert_ptr_ne(opened, INVALID_HANDLE_VALUE);
    made = named_find(stage.w, "\\??\\C:\\docs\\new");
    ck_assert_ptr_nonnull(made);
    ck_assert(made->header.descriptor->has_owner);
    ck_assert_uint_eq(granted_to(stage.client_thread, opened), FILE_ALL_ACCESS);
}
END_TEST

/* ---- events and mutexes ---- */

START_TEST(event_is_opened_by_its_name)
{
    native_calls_watch(stage.w);
    opened = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"Global\\bell");
    ck_assert_ptr_nonnull(opened);
    ck_assert_str_eq(native_calls(stage.w), "NtOpenEvent");
    ck_assert_uint_eq(granted_to(stage.client_thread, opened), EVENT_MODIFY_STATE);
    ck_assert_uint_eq(GetLastError(), BEFORE);
    ck_assert_refused(OpenEventW(EVENT_ALL_ACCESS, FALSE, L"Global\\bell"), ERROR_ACCESS_DENIED);
    ck_assert_refused(OpenEventW(EVENT_MODIFY_STATE, FALSE, L"Global\\none"), ERROR_FILE_NOT_FOUND);
    ck_assert_refused(OpenMutexW(MUTEX_MODIFY_STATE, FALSE, L"Global\\bell"), ERROR_INVALID_HANDLE);
}
END_TEST

START_TEST(event_that_is_there_is_opened)
{
    HANDLE second;

    opened = CreateEventW(NULL, FALSE, FALSE, L"new");
    ck_assert_ptr_nonnull(opened);
    second = CreateEventW(NULL, FALSE, FALSE, L"new");
    ck_assert_ptr_nonnull(second);
    ck_assert_uint_eq(GetLastError(), ERROR_ALREADY_EXISTS);
    NtClose(second);
    ck_assert_ptr_null(CreateMutexW(NULL, FALSE, L"new"));
    ck_assert_uint_eq(GetLastError(), ERROR_INVALID_HANDLE);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/named");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, file_is_opened_or_the_last_error_says_why, 0, ROWS(files));
    tcase_add_test(tcase, new_file_is_the_callers);
    tcase_add_test(tcase, event_is_opened_by_its_name);
    tcase_add_test(tcase, event_that_is_there_is_opened);
    return suite_end();
}
