/* The dictionary of results: status.def holds together, and the look-ups find what is in it. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ntsrm/ntstatus.h"
#include "ntsrm/winerror.h"
#include "rtl/status.h"

/* Published pairs, written out again so that a slip shows (impersonation section 8). */
static const struct {
    const char *name;
    uint32_t value;
    DWORD win32;
} published[] = {
    {"STATUS_SUCCESS", 0x00000000, 0},
    {"STATUS_PENDING", 0x00000103, 997},
    {"STATUS_OBJECT_NAME_EXISTS", 0x40000000, 698},
    {"STATUS_OBJECT_NAME_INVALID", 0xC0000033, 123},
    {"STATUS_OBJECT_NAME_NOT_FOUND", 0xC0000034, 2},
    {"STATUS_OBJECT_NAME_COLLISION", 0xC0000035, 183},
    {"STATUS_OBJECT_PATH_NOT_FOUND", 0xC000003A, 3},
    {"STATUS_OBJECT_PATH_SYNTAX_BAD", 0xC000003B, 161},
    {"STATUS_FILE_IS_A_DIRECTORY", 0xC00000BA, 5},
    {"STATUS_NOT_A_DIRECTORY", 0xC0000103, 267},
    {"STATUS_NOT_ALL_ASSIGNED", 0x00000106, 1300},
    {"STATUS_DATATYPE_MISALIGNMENT", 0x80000002, 998},
    {"STATUS_BUFFER_OVERFLOW", 0x80000005, 234},
    {"STATUS_UNSUCCESSFUL", 0xC0000001, 31},
    {"STATUS_NOT_IMPLEMENTED", 0xC0000002, 1},
    {"STATUS_INVALID_INFO_CLASS", 0xC0000003, 87},
    {"STATUS_INFO_LENGTH_MISMATCH", 0xC0000004, 24},
    {"STATUS_ACCESS_VIOLATION", 0xC0000005, 998},
    {"STATUS_INVALID_HANDLE", 0xC0000008, 6},
    {"STATUS_INVALID_CID", 0xC000000B, 87},
    {"STATUS_INVALID_PARAMETER", 0xC000000D, 87},
    {"STATUS_INVALID_PARAMETER_MIX", 0xC0000030, 87},
    {"STATUS_INVALID_DEVICE_REQUEST", 0xC0000010, 1},
    {"STATUS_NO_MEMORY", 0xC0000017, 8},
    {"STATUS_ACCESS_DENIED", 0xC0000022, 5},
    {"STATUS_BUFFER_TOO_SMALL", 0xC0000023, 122},
    {"STATUS_OBJECT_TYPE_MISMATCH", 0xC0000024, 6},
    {"STATUS_PORT_MESSAGE_TOO_LONG", 0xC000002F, 87},
    {"STATUS_PORT_DISCONNECTED", 0xC0000037, 6},
    {"STATUS_PORT_CONNECTION_REFUSED", 0xC0000041, 5},
    {"STATUS_INVALID_PORT_HANDLE", 0xC0000042, 6},
    {"STATUS_QUOTA_EXCEEDED", 0xC0000044, 1816},
    {"STATUS_THREAD_IS_TERMINATING", 0xC000004B, 5},
    {"STATUS_UNKNOWN_REVISION", 0xC0000058, 1305},
    {"STATUS_REVISION_MISMATCH", 0xC0000059, 1306},
    {"STATUS_INVALID_OWNER", 0xC000005A, 1307},
    {"STATUS_INVALID_PRIMARY_GROUP", 0xC000005B, 1308},
    {"STATUS_NO_IMPERSONATION_TOKEN", 0xC000005C, 1309},
    {"STATUS_CANT_DISABLE_MANDATORY", 0xC000005D, 1310},
    {"STATUS_NO_SUCH_LOGON_SESSION", 0xC000005F, 1312},
    {"STATUS_NO_SUCH_PRIVILEGE", 0xC0000060, 1313},
    {"STATUS_PRIVILEGE_NOT_HELD", 0xC0000061, 1314},
    {"STATUS_LOGON_FAILURE", 0xC000006D, 1326},
    {"STATUS_INVALID_ACL", 0xC0000077, 1336},
    {"STATUS_INVALID_SID", 0xC0000078, 1337},
    {"STATUS_INVALID_SECURITY_DESCR", 0xC0000079, 1338},
    {"STATUS_NO_TOKEN", 0xC000007C, 1008},
    {"STATUS_ALLOTTED_SPACE_EXCEEDED", 0xC0000099, 1344},
    {"STATUS_INSUFFICIENT_RESOURCES", 0xC000009A, 1450},
    {"STATUS_BAD_IMPERSONATION_LEVEL", 0xC00000A5, 1346},
    {"STATUS_CANT_OPEN_ANONYMOUS", 0xC00000A6, 1347},
    {"STATUS_BAD_TOKEN_TYPE", 0xC00000A8, 1349},
    {"STATUS_INSTANCE_NOT_AVAILABLE", 0xC00000AB, 231},
    {"STATUS_PIPE_NOT_AVAILABLE", 0xC00000AC, 231},
    {"STATUS_INVALID_PIPE_STATE", 0xC00000AD, 230},
    {"STATUS_PIPE_BUSY", 0xC00000AE, 231},
    {"STATUS_ILLEGAL_FUNCTION", 0xC00000AF, 1},
    {"STATUS_PIPE_DISCONNECTED", 0xC00000B0, 233},
    {"STATUS_PIPE_CLOSING", 0xC00000B1, 232},
    {"STATUS_PIPE_CONNECTED", 0xC00000B2, 535},
    {"STATUS_PIPE_LISTENING", 0xC00000B3, 536},
    {"STATUS_IO_TIMEOUT", 0xC00000B5, 121},
    {"STATUS_NOT_SUPPORTED", 0xC00000BB, 50},
    {"STATUS_NO_SECURITY_ON_OBJECT", 0xC00000D7, 1350},
    {"STATUS_PIPE_EMPTY", 0xC00000D9, 232},
    {"STATUS_GENERIC_NOT_MAPPED", 0xC00000E6, 1360},
    {"STATUS_BAD_DESCRIPTOR_FORMAT", 0xC00000E7, 1361},
    {"STATUS_INVALID_PARAMETER_3", 0xC00000F1, 87},
    {"STATUS_INVALID_PARAMETER_4", 0xC00000F2, 87},
    {"STATUS_PROCESS_IS_TERMINATING", 0xC000010A, 5},
    {"STATUS_CANNOT_IMPERSONATE", 0xC000010D, 1368},
    {"STATUS_TOKEN_ALREADY_IN_USE", 0xC000012B, 1375},
    {"STATUS_PIPE_BROKEN", 0xC000014B, 109},
    {"STATUS_REPLY_MESSAGE_MISMATCH", 0xC000021F, 595},
    {"STATUS_NOT_FOUND", 0xC0000225, 1168},
    {"STATUS_LPC_REPLY_LOST", 0xC0000253, 1359},
    {"STATUS_SERVER_SID_MISMATCH", 0xC00002A0, 628},
    {"STATUS_CANT_ENABLE_DENY_ONLY", 0xC00002B3, 629},
    {"STATUS_INVALID_LABEL", 0xC0000446, 1299},
    {"STATUS_INVALID_PACKAGE_SID_LENGTH", 0xC000A202, 4253},
};

enum { PUBLISHED_COUNT = sizeof(published) / sizeof(published[0]) };

START_TEST(published_status_is_in_the_table)
{
    const NTSTATUS value = (NTSTATUS)published[_i].value;
    const struct rtl_status *row =
        rtl_status_by_name(published[_i].name, strlen(published[_i].name));

    ck_assert_msg(row != NULL, "%s is not found by name", published[_i].name);
    ck_assert_str_eq(row->name, published[_i].name);
    ck_assert_msg(row->value == value, "%s has another value", row->name);
    ck_assert_ptr_eq(rtl_status_by_value(value), row);
    ck_assert_msg(rtl_status_to_win32(value) == published[_i].win32, "%s becomes %u", row->name,
                  (unsigned int)rtl_status_to_win32(value));
}
END_TEST

START_TEST(no_status_is_untested)
{
    ck_assert_uint_eq(rtl_status_count(), PUBLISHED_COUNT);
}
END_TEST

START_TEST(names_are_in_byte_order)
{
    for (size_t i = 1; i < rtl_status_count(); i++)
        ck_assert_str_lt(rtl_status_at(i - 1)->name, rtl_status_at(i)->name);
    for (size_t i = 1; i < rtl_error_count(); i++)
        ck_assert_str_lt(rtl_error_at(i - 1)->name, rtl_error_at(i)->name);
}
END_TEST

START_TEST(every_row_has_a_meaning)
{
    for (size_t i = 0; i < rtl_status_count(); i++)
        ck_assert_msg(rtl_status_at(i)->meaning[0] != '\0', "%s", rtl_status_at(i)->name);
    for (size_t i = 0; i < rtl_error_count(); i++)
        ck_assert_msg(rtl_error_at(i)->meaning[0] != '\0', "%s", rtl_error_at(i)->name);
}
END_TEST

START_TEST(every_status_becomes_a_known_error)
{
    for (size_t i = 0; i < rtl_status_count(); i++)
        ck_assert_msg(rtl_error_by_value(rtl_status_at(i)->win32) != NULL, "%s",
                      rtl_status_at(i)->name);
}
END_TEST

START_TEST(every_error_is_found_by_name_and_value)
{
    for (size_t i = 0; i < rtl_error_count(); i++) {
        const struct rtl_error *row = rtl_error_at(i);

        ck_assert_ptr_eq(rtl_error_by_name(row->name, strlen(row->name)), row);
        ck_assert_ptr_eq(rtl_error_by_value(row->value), row);
    }
}
END_TEST

static const struct {
    const char *name;
    DWORD value;
} published_errors[] = {
    {"ERROR_MR_MID_NOT_FOUND", 317},       {"ERROR_INVALID_DATATYPE", 1804},
    {"RPC_S_WRONG_KIND_OF_BINDING", 1701}, {"RPC_S_INVALID_BINDING", 1702},
    {"RPC_S_INVALID_STRING_UUID", 1705},   {"RPC_S_NO_CALL_ACTIVE", 1725},
    {"RPC_S_CANNOT_SUPPORT", 1764},        {"RPC_S_NO_CONTEXT_AVAILABLE", 1765},
};

START_TEST(error_without_a_status_is_in_the_table)
{
    const char *name = published_errors[_i].name;
    const struct rtl_error *row = rtl_error_by_name(name, strlen(name));

    ck_assert_msg(row != NULL, "%s is not found by name", name);
    ck_assert_uint_eq(row->value, published_errors[_i].value);
}
END_TEST

static const struct {
    const char *why;
    const char *name;
    size_t length;
} absent[] = {
    {"empty", "", 0},
    {"the prefix alone", "STATUS_", 7},
    {"without the prefix", "ACCESS_DENIED", 13},
    {"the beginning of a name", "STATUS_ACCESS_DENIE", 19},
    {"more than a name", "STATUS_ACCESS_DENIEDX", 21},
    {"a name and a zero byte", "STATUS_ACCESS_DENIED", 21},
    {"another case", "status_access_denied", 20},
    {"below the first row", "STATUS_AAA", 10},
    {"above the last row", "STATUS_ZZZ", 10},
    {"the other table", "RPC_S_CANNOT_SUPPOR", 19},
};

START_TEST(unknown_name_is_not_found)
{
    ck_assert_msg(rtl_status_by_name(absent[_i].name, absent[_i].length) == NULL, "%s",
                  absent[_i].why);
    ck_assert_msg(rtl_error_by_name(absent[_i].name, absent[_i].length) == NULL, "%s",
                  absent[_i].why);
}
END_TEST

START_TEST(name_need_not_be_terminated)
{
    const struct rtl_status *row = rtl_status_by_name("STATUS_NO_TOKENX", 15);

    ck_assert_ptr_nonnull(row);
    ck_assert_int_eq(row->value, STATUS_NO_TOKEN);
}
END_TEST

START_TEST(unknown_value_is_not_found)
{
    ck_assert_ptr_null(rtl_status_by_value((NTSTATUS)0xC0001234));
    ck_assert_ptr_null(rtl_error_by_value(4711));
    ck_assert_uint_eq(rtl_status_to_win32((NTSTATUS)0xC0001234), ERROR_MR_MID_NOT_FOUND);
}
END_TEST

static const struct {
    uint32_t value;
    size_t size;
    const char *text;
    size_t length;
} printed[] = {
    {0xC0000022, RTL_STATUS_TEXT_SIZE, "STATUS_ACCESS_DENIED", 20},
    {0xC0001234, RTL_STATUS_TEXT_SIZE, "0xC0001234", 10},
    {0x000000AF, RTL_STATUS_TEXT_SIZE, "0x000000AF", 10},
    {0xC0000022, 21, "STATUS_ACCESS_DENIED", 20},
    {0xC0000022, 20, "STATUS_ACCESS_DENIE", 20},
    {0xC0001234, 1, "", 10},
};

START_TEST(status_prints_as_its_name_or_in_hex)
{
    char buffer[RTL_STATUS_TEXT_SIZE];

    ck_assert_uint_eq(rtl_status_print((NTSTATUS)printed[_i].value, buffer, printed[_i].size),
                      printed[_i].length);
    ck_assert_str_eq(buffer, printed[_i].text);
}
END_TEST

START_TEST(printing_to_nothing_writes_nothing)
{
    ck_assert_uint_eq(rtl_status_print(STATUS_SUCCESS, NULL, 0), strlen("STATUS_SUCCESS"));
}
END_TEST

START_TEST(every_name_fits_the_text_size)
{
    for (size_t i = 0; i < rtl_status_count(); i++)
        ck_assert_uint_lt(strlen(rtl_status_at(i)->name), RTL_STATUS_TEXT_SIZE);
}
END_TEST

START_TEST(severity_is_in_the_two_top_bits)
{
    ck_assert(NT_SUCCESS(STATUS_SUCCESS) && NT_SUCCESS(STATUS_NOT_ALL_ASSIGNED));
    ck_assert(NT_INFORMATION((NTSTATUS)0x40000000) && NT_SUCCESS((NTSTATUS)0x40000000));
    ck_assert(NT_WARNING(STATUS_DATATYPE_MISALIGNMENT));
    ck_assert(!NT_SUCCESS(STATUS_DATATYPE_MISALIGNMENT));
    ck_assert(NT_ERROR(STATUS_ACCESS_DENIED) && !NT_WARNING(STATUS_ACCESS_DENIED));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rtl/status");
    TCase *tcase = tcase_create("status");
    SRunner *runner;
    int failures;

    tcase_add_loop_test(tcase, published_status_is_in_the_table, 0, PUBLISHED_COUNT);
    tcase_add_test(tcase, no_status_is_untested);
    tcase_add_test(tcase, names_are_in_byte_order);
    tcase_add_test(tcase, every_row_has_a_meaning);
    tcase_add_test(tcase, every_status_becomes_a_known_error);
    tcase_add_test(tcase, every_error_is_found_by_name_and_value);
    tcase_add_loop_test(tcase, error_without_a_status_is_in_the_table, 0,
                        sizeof(published_errors) / sizeof(published_errors[0]));
    tcase_add_loop_test(tcase, unknown_name_is_not_found, 0, sizeof(absent) / sizeof(absent[0]));
    tcase_add_test(tcase, name_need_not_be_terminated);
    tcase_add_test(tcase, unknown_value_is_not_found);
    tcase_add_loop_test(tcase, status_prints_as_its_name_or_in_hex, 0,
                        sizeof(printed) / sizeof(printed[0]));
    tcase_add_test(tcase, printing_to_nothing_writes_nothing);
    tcase_add_test(tcase, every_name_fits_the_text_size);
    tcase_add_test(tcase, severity_is_in_the_two_top_bits);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failures = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failures != 0;
}
