/* GetKernelObjectSecurity and SetKernelObjectSecurity: the errors of access-check.md B-6. */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "rtl/sid.h"

#include <string.h>

#define BEFORE 4711u
#define OWNER  OWNER_SECURITY_INFORMATION
#define DACL   DACL_SECURITY_INFORMATION

static struct stage stage;
static HANDLE handle;
static DWORD needed;
static unsigned char buffer[256];
static SECURITY_DESCRIPTOR descriptor;
static SE_SID owner;

static void open_stage(void)
{
    struct ob_header *object;

    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    object = &stage.client_thread->header;
    if (!object->descriptor)
        object->descriptor = se_token_default_descriptor(stage.alice, stage.alice->integrity);
    handle = handle_to(stage.client_thread, object, READ_CONTROL | WRITE_OWNER | WRITE_DAC);
    needed = 0xDEADBEEF;
    owner = sid_from_word("U");
    descriptor = (SECURITY_DESCRIPTOR){.Revision = 1, .Owner = &owner};
    SetLastError(BEFORE);
}

static void close_stage(void)
{
    stage_close(&stage);
}

#define ck_assert_refused(call, error)            \
    do {                                          \
        ck_assert(!(call));                       \
        ck_assert_uint_eq(GetLastError(), error); \
    } while (0)

START_TEST(descriptor_is_read)
{
    SECURITY_DESCRIPTOR_RELATIVE header;

    ck_assert(GetKernelObjectSecurity(handle, OWNER, buffer, sizeof buffer, &needed));
    ck_assert_uint_eq(GetLastError(), BEFORE);
    memcpy(&header, buffer, sizeof header);
    ck_assert_uint_eq(header.Control, SE_SELF_RELATIVE);
    ck_assert_uint_eq(header.Owner, sizeof header);
    ck_assert_mem_eq(buffer + header.Owner, &stage.client_thread->header.descriptor->owner,
                     needed - header.Owner);
}
END_TEST

START_TEST(reading_tells_why_not)
{
    ck_assert_refused(GetKernelObjectSecurity(NULL, OWNER, buffer, 256, &needed),
                      ERROR_INVALID_HANDLE);
    ck_assert_uint_eq(needed, 0xDEADBEEF);
    ck_assert_refused(GetKernelObjectSecurity(handle, OWNER, buffer, 256, NULL), ERROR_NOACCESS);
    ck_assert_refused(GetKernelObjectSecurity(handle, OWNER, NULL, 0, &needed),
                      ERROR_INSUFFICIENT_BUFFER);
    ck_assert_uint_eq(needed, 20 + rtl_sid_length(&owner.Sid));
    handle = handle_to(stage.client_thread, stage.client_thread, THREAD_TERMINATE);
    ck_assert_refused(GetKernelObjectSecurity(handle, OWNER, buffer, 256, &needed),
                      ERROR_ACCESS_DENIED);
    ck_assert(GetKernelObjectSecurity(handle, 0x00800000, buffer, 256, &needed));
    ck_assert_uint_eq(needed, 20);
}
END_TEST

START_TEST(descriptor_is_set)
{
    ck_assert(SetKernelObjectSecurity(handle, OWNER | DACL, &descriptor));
    ck_assert_uint_eq(GetLastError(), BEFORE);
    ck_assert_ptr_null(stage.client_thread->header.descriptor->dacl);
}
END_TEST

START_TEST(setting_tells_why_not)
{
    ck_assert_refused(SetKernelObjectSecurity(NULL, OWNER, &descriptor), ERROR_INVALID_HANDLE);
    ck_assert_refused(SetKernelObjectSecurity(handle, OWNER, NULL), ERROR_NOACCESS);
    ck_assert_refused(SetKernelObjectSecurity(handle, GROUP_SECURITY_INFORMATION, &descriptor),
                      ERROR_INVALID_SECURITY_DESCR);
    owner = sid_from_word(BOB);
    ck_assert_refused(SetKernelObjectSecurity(handle, OWNER, &descriptor), ERROR_INVALID_OWNER);
    owner.Sid.Revision = 0;
    ck_assert_refused(SetKernelObjectSecurity(handle, OWNER, &descriptor), ERROR_INVALID_SID);
    descriptor.Revision = 0;
    ck_assert_refused(SetKernelObjectSecurity(handle, OWNER, &descriptor), ERROR_UNKNOWN_REVISION);
    handle = handle_to(stage.client_thread, stage.client_thread, READ_CONTROL);
    ck_assert_refused(SetKernelObjectSecurity(handle, OWNER, &descriptor), ERROR_ACCESS_DENIED);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("win32/security");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, descriptor_is_read);
    tcase_add_test(tcase, reading_tells_why_not);
    tcase_add_test(tcase, descriptor_is_set);
    tcase_add_test(tcase, setting_tells_why_not);
    return suite_end();
}
