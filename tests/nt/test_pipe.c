/*
 * The native calls of pipes: where two things are wrong, what comes first. The order is that of the
 * facts (impersonation.md 6.8, ReactOS npfs, Wine's tests); what is refused changes nothing, which
 * laws/pipe_sequences says.
 */
#include "support/pipes.h"
#include "support/sddl.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

#define DOOR "\\??\\pipe\\door"

static struct stage stage;
static struct pipe_ends ends;
static IO_STATUS_BLOCK block;
static HANDLE made;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    ends = pipe_connect(stage.server_thread, stage.client_thread, PIPE_DYNAMIC);
}

static void close_stage(void)
{
    srm_pool_fail(stage.w, "any", 0, false);
    stage_close(&stage);
}

/* ---- what is wrong ---- */

/* Each makes one thing wrong, about the pipe named door or about who opens it. */
static void fill_instances(void)
{
    HANDLE handle;

    for (int i = 0; i < 2; i++)
        ck_assert_status(pipe_make(ends.server_thread, DOOR, &handle), STATUS_SUCCESS);
}

static void refuse_everybody(void)
{
    SECURITY_DESCRIPTOR nobody = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                  .Control = SE_DACL_PRESENT};
    ACL empty = {.AclRevision = ACL_REVISION, .AclSize = sizeof empty};

    nobody.Dacl = &empty;
    act_as(ends.server_thread);
    ck_assert_status(NtSetSecurityObject(ends.server, DACL_SECURITY_INFORMATION, &nobody),
                     STATUS_SUCCESS);
}

/* The client can be lent on at Impersonation, and no further. */
static void lower_client(void)
{
    ck_assert_status(
        PsImpersonateClient(ends.client_thread, stage.alice, FALSE, FALSE, SecurityImpersonation),
        STATUS_SUCCESS);
}

static void listen_again(void)
{
    HANDLE handle;

    ck_assert_status(pipe_make(ends.server_thread, DOOR, &handle), STATUS_SUCCESS);
}

static void fail_objects(void)
{
    ck_assert(srm_pool_fail(stage.w, "Object", 1, true));
}

static void fail_data(void)
{
    ck_assert(srm_pool_fail(stage.w, "PipeData", 1, true));
}

static void disconnect(void)
{
    ck_assert_status(pipe_control(ends.server_thread, ends.server, FSCTL_PIPE_DISCONNECT, &block),
                     STATUS_SUCCESS);
}

/* Whoever writes now acts for nobody who could be lent on. */
static void identify_client(void)
{
    ck_assert_status(
        PsImpersonateClient(ends.client_thread, stage.alice, FALSE, FALSE, SecurityIdentification),
        STATUS_SUCCESS);
}

/* ---- the calls ---- */

static NTSTATUS open_static_delegation(void)
{
    return pipe_open(ends.client_thread, DOOR, (struct pipe_qos){.level = SecurityDelegation},
                     &made);
}

static NTSTATUS open_nowhere(void)
{
    return pipe_open(ends.client_thread, "\\??\\pipe\\nowhere", PIPE_STATIC, &made);
}

static NTSTATUS create_as_client(void)
{
    return pipe_make(ends.client_thread, DOOR, &made);
}

static NTSTATUS create_with(ULONG disposition, ULONG limit, const char *name)
{
    LARGE_INTEGER timeout = {.QuadPart = -1};
    struct named_name spelled;

    act_as(ends.server_thread);
    return NtCreateNamedPipeFile(&made, FILE_ALL_ACCESS, named_attributes(&spelled, name, 0),
                                 &block, FILE_SHARE_READ | FILE_SHARE_WRITE, disposition, 0,
                                 FILE_PIPE_MESSAGE_TYPE, 0, 0, limit, 0, 0, &timeout);
}

static NTSTATUS create_first(void)
{
    return create_with(FILE_CREATE, 1, DOOR);
}

static NTSTATUS create_none(void)
{
    return create_with(FILE_OPEN, 0, "\\??\\pipe\\nowhere");
}

static NTSTATUS write_data(void)
{
    return pipe_write(ends.client_thread, ends.client, "hello", &block);
}

static NTSTATUS read_with_bad_block(void)
{
    return pipe_read(ends.client_thread, NULL, NULL, 1, SRM_UNREADABLE);
}

static NTSTATUS read_nowhere_with_bad_buffer(void)
{
    return pipe_read(ends.client_thread, NULL, SRM_UNREADABLE, 1, &block);
}

static NTSTATUS read_without_right(void)
{
    HANDLE blind =
        handle_to(ends.server_thread, ob_handle_find(&stage.server->handles, ends.server)->object,
                  FILE_WRITE_DATA);

    return pipe_read(ends.server_thread, blind, SRM_UNREADABLE, 1, &block);
}

static NTSTATUS read_nothing_into_bad_buffer(void)
{
    return pipe_read(ends.server_thread, ends.server, SRM_UNREADABLE, 1, &block);
}

static NTSTATUS impersonate_at_client(void)
{
    return pipe_control(ends.client_thread, ends.client, FSCTL_PIPE_IMPERSONATE, &block);
}

static NTSTATUS unknown_at_client(void)
{
    return pipe_control(ends.client_thread, ends.client, 0x00110000u, &block);
}

static NTSTATUS disable_at_server(void)
{
    return pipe_control(ends.server_thread, ends.server, FSCTL_PIPE_DISABLE_IMPERSONATE, &block);
}

static NTSTATUS set_modes_without_right(void)
{
    const FILE_PIPE_INFORMATION wrong = {.ReadMode = 7};
    HANDLE weak = handle_to(ends.server_thread,
                            ob_handle_find(&stage.server->handles, ends.server)->object, 0);
    FILE_PIPE_INFORMATION modes = wrong;

    act_as(ends.server_thread);
    return NtSetInformationFile(weak, &block, &modes, sizeof modes, FilePipeInformation);
}

static const struct {
    const char *name;
    void (*wrong[2])(void);
    NTSTATUS (*call)(void);
    NTSTATUS expected;
} rows[] = {
    {"no such pipe, level", {lower_client}, open_nowhere, STATUS_OBJECT_NAME_NOT_FOUND},
    {"busy", {NULL}, open_static_delegation, STATUS_PIPE_NOT_AVAILABLE},
    {"refused, busy", {refuse_everybody}, open_static_delegation, STATUS_ACCESS_DENIED},
    {"busy, level", {lower_client}, open_static_delegation, STATUS_PIPE_NOT_AVAILABLE},
    {"memory, level",
     {listen_again, lower_client},
     open_static_delegation,
     STATUS_BAD_IMPERSONATION_LEVEL},
    {"refused, full", {fill_instances, refuse_everybody}, create_as_client, STATUS_ACCESS_DENIED},
    {"full", {fill_instances}, create_as_client, STATUS_INSTANCE_NOT_AVAILABLE},
    {"full, must be first", {fill_instances}, create_first, STATUS_INSTANCE_NOT_AVAILABLE},
    {"must be first, memory", {fail_objects}, create_first, STATUS_ACCESS_DENIED},
    {"no instances, none there", {NULL}, create_none, STATUS_INVALID_PARAMETER},
    {"disconnected, memory", {disconnect, fail_data}, write_data, STATUS_PIPE_DISCONNECTED},
    {"disconnected, level", {disconnect, identify_client}, write_data, STATUS_PIPE_DISCONNECTED},
    {"level, memory", {identify_client, fail_data}, write_data, STATUS_BAD_IMPERSONATION_LEVEL},
    {"memory", {fail_data}, write_data, STATUS_INSUFFICIENT_RESOURCES},
    {"block, handle", {NULL}, read_with_bad_block, STATUS_ACCESS_VIOLATION},
    {"handle, buffer", {NULL}, read_nowhere_with_bad_buffer, STATUS_INVALID_HANDLE},
    {"right, buffer", {NULL}, read_without_right, STATUS_ACCESS_DENIED},
    {"buffer, nothing there", {NULL}, read_nothing_into_bad_buffer, STATUS_ACCESS_VIOLATION},
    {"buffer, disconnected", {disconnect}, read_nothing_into_bad_buffer, STATUS_ACCESS_VIOLATION},
    {"end, nobody known", {NULL}, impersonate_at_client, STATUS_ILLEGAL_FUNCTION},
    {"end, disconnected", {disconnect}, impersonate_at_client, STATUS_ILLEGAL_FUNCTION},
    {"code, end", {NULL}, unknown_at_client, STATUS_NOT_SUPPORTED},
    {"server's end", {NULL}, disable_at_server, STATUS_ILLEGAL_FUNCTION},
    {"right, modes", {NULL}, set_modes_without_right, STATUS_ACCESS_DENIED},
};

START_TEST(checks_come_in_order)
{
    for (int i = 0; i < 2 && rows[_i].wrong[i]; i++)
        rows[_i].wrong[i]();

    const NTSTATUS status = rows[_i].call();

    ck_assert_msg(status == rows[_i].expected, "%s: %#x, not %#x", rows[_i].name, (unsigned)status,
                  (unsigned)rows[_i].expected);
}
END_TEST

/* Many ways to spell one name. */
static const char *const spellings[] = {
    "\\??\\pipe\\door",
    "\\??\\PIPE\\DOOR",
    "\\Device\\NamedPipe\\door",
    "\\device\\namedpipe\\Door",
    "\\??\\UNC\\other\\pipe\\door",
};

START_TEST(name_is_spelled_so_too)
{
    HANDLE server;

    ck_assert_status(pipe_make(ends.server_thread, DOOR, &server), STATUS_SUCCESS);
    ck_assert_status(pipe_open(ends.client_thread, spellings[_i], PIPE_STATIC, &made),
                     STATUS_SUCCESS);
}
END_TEST

/* Not names of that pipe. */
static const struct {
    const char *name;
    NTSTATUS expected;
} others[] = {
    {"\\??\\pipes\\door", STATUS_OBJECT_PATH_NOT_FOUND},
    {"\\??\\UNC\\pipe\\door", STATUS_OBJECT_PATH_NOT_FOUND},
    {"\\??\\UNC\\other\\file\\door", STATUS_OBJECT_PATH_NOT_FOUND},
    {"\\??\\pipe\\doors", STATUS_OBJECT_NAME_NOT_FOUND},
    {"\\??\\pipe\\house\\door", STATUS_OBJECT_NAME_NOT_FOUND},
    {"\\??\\pipe\\door\\house", STATUS_OBJECT_NAME_INVALID},
};

START_TEST(name_is_another)
{
    ck_assert_status(pipe_open(ends.client_thread, others[_i].name, PIPE_STATIC, &made),
                     others[_i].expected);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/pipe");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, checks_come_in_order, 0, ROWS(rows));
    tcase_add_loop_test(tcase, name_is_spelled_so_too, 0, ROWS(spellings));
    tcase_add_loop_test(tcase, name_is_another, 0, ROWS(others));
    return suite_end();
}
