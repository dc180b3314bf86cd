/* NtQuerySecurityObject (access-check.md T-23, B-6). */
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sid.h"

#include <string.h>

#define OWNER      OWNER_SECURITY_INFORMATION
#define GROUP      GROUP_SECURITY_INFORMATION
#define DACL       DACL_SECURITY_INFORMATION
#define SACL       SACL_SECURITY_INFORMATION
#define LABEL      LABEL_SECURITY_INFORMATION
#define ATTRIBUTE  ATTRIBUTE_SECURITY_INFORMATION
#define SCOPE      SCOPE_SECURITY_INFORMATION
#define TRUST      PROCESS_TRUST_LABEL_SECURITY_INFORMATION
#define FILTER     ACCESS_FILTER_SECURITY_INFORMATION
#define BACKUP     BACKUP_SECURITY_INFORMATION
#define PROTECTED  PROTECTED_DACL_SECURITY_INFORMATION
#define SHIELDED   UNPROTECTED_SACL_SECURITY_INFORMATION
#define FULL       (STANDARD_RIGHTS_REQUIRED | ACCESS_SYSTEM_SECURITY)
#define EMPTY_SIZE sizeof(SECURITY_DESCRIPTOR_RELATIVE)

static struct stage stage;
static struct ob_header *object; /* the client's process; its own thread makes the calls */
static HANDLE handle;            /* to it, with every right that a descriptor knows */
static unsigned char buffer[512];
static ULONG needed;

static void open_in(const char *profile)
{
    stage_open(&stage, profile);
    act_as(stage.client_thread);
    object = &stage.client->header;
    if (!object->descriptor)
        object->descriptor = se_token_default_descriptor(stage.alice, stage.alice->integrity);
    handle = handle_to(stage.client_thread, object, FULL);
    memset(buffer, 0xEE, sizeof buffer);
    needed = 0xDEADBEEF;
}

static void open_stage(void)
{
    open_in(NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static NTSTATUS query(SECURITY_INFORMATION parts)
{
    return NtQuerySecurityObject(handle, parts, buffer, sizeof buffer, &needed);
}

/* T-23 */
static const struct {
    SECURITY_INFORMATION part;
    ACCESS_MASK right; /* 0: the part cannot be read, and so is none */
} parts[] = {
    {OWNER, READ_CONTROL},  {GROUP, READ_CONTROL},
    {DACL, READ_CONTROL},   {SACL, ACCESS_SYSTEM_SECURITY},
    {LABEL, READ_CONTROL},  {ATTRIBUTE, READ_CONTROL},
    {SCOPE, READ_CONTROL},  {TRUST, READ_CONTROL},
    {FILTER, READ_CONTROL}, {BACKUP, READ_CONTROL | ACCESS_SYSTEM_SECURITY},
    {PROTECTED, 0},         {SHIELDED, 0},
};

/* Every handle that lacks one right, and the one that has just enough. */
START_TEST(reading_a_part_takes_its_right)
{
    const ACCESS_MASK right = parts[_i].right;

    for (unsigned bit = 0; bit < 32; bit++) {
        handle = handle_to(stage.client_thread, object, ~(1u << bit));
        if (right & (1u << bit))
            ck_assert_status(query(parts[_i].part), STATUS_ACCESS_DENIED);
    }
    ck_assert_uint_eq(needed, 0xDEADBEEF);
    handle = handle_to(stage.client_thread, object, right);
    ck_assert_status(query(parts[_i].part), STATUS_SUCCESS);
}
END_TEST

/* B-6 */
START_TEST(bits_that_mean_nothing_give_an_empty_descriptor)
{
    static const unsigned char empty[EMPTY_SIZE] = {1, 0, 0, 0x80};

    handle = handle_to(stage.client_thread, object, 0);
    ck_assert_status(query(0x00800000), STATUS_SUCCESS);
    ck_assert_uint_eq(needed, EMPTY_SIZE);
    ck_assert_mem_eq(buffer, empty, sizeof empty);
    ck_assert_uint_eq(buffer[EMPTY_SIZE], 0xEE);
}
END_TEST

START_TEST(what_is_read_is_the_objects)
{
    void *objects[] = {stage.client, stage.client_thread, stage.alice};
    const SECURITY_INFORMATION all = OWNER | GROUP | DACL | LABEL;
    unsigned char expected[sizeof buffer];
    struct rtl_descriptor *own;

    object = objects[_i];
    if (!object->descriptor)
        object->descriptor = se_token_default_descriptor(stage.alice, 0x1000);
    own = object->descriptor;
    memset(expected, 0xEE, sizeof expected);
    rtl_descriptor_write(own, all, expected);
    handle = handle_to(stage.client_thread, object, READ_CONTROL);
    ck_assert_status(query(all), STATUS_SUCCESS);
    ck_assert_uint_eq(needed, rtl_descriptor_size(own, all));
    ck_assert_mem_eq(buffer, expected, sizeof buffer);
}
END_TEST

START_TEST(buffer_must_hold_everything)
{
    const ULONG size = (ULONG)rtl_descriptor_size(object->descriptor, OWNER | DACL);

    for (ULONG length = 0; length < size; length++) {
        needed = 0;
        ck_assert_status(NtQuerySecurityObject(handle, OWNER | DACL, buffer, length, &needed),
                         STATUS_BUFFER_TOO_SMALL);
        ck_assert_uint_eq(needed, size);
        ck_assert_uint_eq(buffer[0], 0xEE);
    }
    ck_assert_status(NtQuerySecurityObject(handle, OWNER | DACL, NULL, 0, &needed),
                     STATUS_BUFFER_TOO_SMALL);
    ck_assert_status(NtQuerySecurityObject(handle, OWNER | DACL, buffer, size, &needed),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(buffer[size], 0xEE);
}
END_TEST

START_TEST(query_wants_good_pointers)
{
    ck_assert_status(NtQuerySecurityObject(NULL, OWNER, buffer, 512, NULL),
                     STATUS_ACCESS_VIOLATION);
    ck_assert_status(NtQuerySecurityObject(handle, OWNER, NULL, 1, &needed),
                     STATUS_ACCESS_VIOLATION);
    ck_assert_status(NtQuerySecurityObject(NULL, OWNER, buffer, 512, &needed),
                     STATUS_INVALID_HANDLE);
    ck_assert_uint_eq(needed, 0xDEADBEEF);
}
END_TEST

START_TEST(query_writes_misaligned_memory)
{
    unsigned char length[sizeof(ULONG) + 1];

    ck_assert_status(
        NtQuerySecurityObject(handle, OWNER, buffer + 1, 100, (PULONG)(void *)(length + 1)),
        STATUS_SUCCESS);
    memcpy(&needed, length + 1, sizeof needed);
    ck_assert_uint_eq(needed, EMPTY_SIZE + rtl_sid_length(&object->descriptor->owner.Sid));
}
END_TEST

/* A part of a later version is no part before it. */
static const struct {
    const char *before;
    SECURITY_INFORMATION part;
} later[] = {
    {"nt5.2", LABEL},  {"nt6.1", ATTRIBUTE}, {"nt6.1", SCOPE},
    {"nt6.1", BACKUP}, {"nt6.2", TRUST},     {"nt6.2", FILTER},
};

START_TEST(version_without_a_part_takes_no_notice_of_it)
{
    stage_close(&stage);
    open_in(later[_i].before);
    handle = handle_to(stage.client_thread, object, 0);
    ck_assert_status(query(later[_i].part), STATUS_SUCCESS);
    ck_assert_uint_eq(needed, EMPTY_SIZE);
}
END_TEST

START_TEST(object_without_descriptor_shows_an_empty_one)
{
    struct rtl_descriptor *own = object->descriptor;

    object->descriptor = NULL;
    ck_assert_status(query(OWNER | DACL | LABEL), STATUS_SUCCESS);
    ck_assert_uint_eq(needed, EMPTY_SIZE);
    object->descriptor = own;
}
END_TEST

START_TEST(kernel_mode_needs_no_right)
{
    handle = handle_to(stage.client_thread, object, 0);
    ck_assert_status(ZwQuerySecurityObject(handle, OWNER, buffer, sizeof buffer, &needed),
                     STATUS_SUCCESS);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/query_security");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, reading_a_part_takes_its_right, 0, ROWS(parts));
    tcase_add_test(tcase, bits_that_mean_nothing_give_an_empty_descriptor);
    tcase_add_loop_test(tcase, what_is_read_is_the_objects, 0, 3);
    tcase_add_test(tcase, buffer_must_hold_everything);
    tcase_add_test(tcase, query_wants_good_pointers);
    tcase_add_test(tcase, query_writes_misaligned_memory);
    tcase_add_loop_test(tcase, version_without_a_part_takes_no_notice_of_it, 0, ROWS(later));
    tcase_add_test(tcase, object_without_descriptor_shows_an_empty_one);
    tcase_add_test(tcase, kernel_mode_needs_no_right);
    return suite_end();
}
