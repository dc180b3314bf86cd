/* Pipes: what waits, and what becomes of data and contexts when somebody leaves. */
#include "support/pipes.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "ipc/pipe.h"
#include "nt/pipe.h"

#include <string.h>

static struct stage stage;
static struct pipe_ends ends;
static IO_STATUS_BLOCK block, later;
static char heard[80];

static void open_stage(void)
{
    stage_open(&stage, NULL);
    ends = pipe_connect(stage.server_thread, stage.client_thread, PIPE_DYNAMIC);
    later = (IO_STATUS_BLOCK){.Status = STATUS_PENDING};
    memset(heard, 0, sizeof heard);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static struct ipc_pipe_end *end_of(PETHREAD thread, HANDLE handle)
{
    struct nt_pipe_found found;

    ck_assert_status(nt_find_pipe(thread, handle, 0, &block, &found), STATUS_SUCCESS);
    return found.end;
}

static void client_writes(const char *text, NTSTATUS expected)
{
    ck_assert_status(pipe_write(ends.client_thread, ends.client, text, &later), expected);
}

static void server_reads(ULONG length, NTSTATUS expected)
{
    ck_assert_status(pipe_read(ends.server_thread, ends.server, heard, length, &block), expected);
}

static void close_end(PETHREAD thread, HANDLE end)
{
    act_as(thread);
    ck_assert_status(NtClose(end), STATUS_SUCCESS);
}

static size_t alive(enum ex_kind kind)
{
    return ex_pool_alive(stage.w->pool, kind);
}

/* 60 of 64 bytes. */
#define MOST "123456789012345678901234567890123456789012345678901234567890"

/* ---- what waits ---- */

START_TEST(read_is_told_by_the_write)
{
    ck_assert_status(pipe_read(ends.server_thread, ends.server, heard, sizeof heard, &later),
                     STATUS_PENDING);
    ck_assert_int_eq(later.Status, STATUS_PENDING);
    ck_assert_status(pipe_write(ends.client_thread, ends.client, "hello", &block), STATUS_SUCCESS);
    ck_assert_status(later.Status, STATUS_SUCCESS);
    ck_assert_uint_eq(later.Information, 5);
    ck_assert_str_eq(heard, "hello");
    ck_assert_uint_eq(alive(EX_KIND_PipeRequest), 0);
    ck_assert_ptr_eq(end_of(ends.server_thread, ends.server)->instance->client.ClientToken,
                     stage.alice);
}
END_TEST

START_TEST(write_beyond_the_quota_is_told_when_there_is_room)
{
    ck_assert_status(pipe_write(ends.client_thread, ends.client, MOST, &block), STATUS_SUCCESS);
    client_writes("hello", STATUS_PENDING);
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_status(later.Status, STATUS_SUCCESS);
    ck_assert_uint_eq(later.Information, 5);
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_uint_eq(block.Information, 5);
}
END_TEST

/* It was never accepted: with its end it goes, and what was accepted stays. */
START_TEST(write_that_waits_goes_with_its_end)
{
    ck_assert_status(pipe_write(ends.client_thread, ends.client, MOST, &block), STATUS_SUCCESS);
    client_writes("hello", STATUS_PENDING);
    client_writes("again", STATUS_PENDING);
    close_end(ends.client_thread, ends.client);
    ck_assert_status(later.Status, STATUS_PIPE_BROKEN);
    ck_assert_uint_eq(alive(EX_KIND_PipeData), 1);
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_uint_eq(block.Information, 60);
    server_reads(sizeof heard, STATUS_PIPE_BROKEN);
}
END_TEST

START_TEST(who_has_exited_is_not_told)
{
    PETHREAD other = srm_thread_new(stage.server);

    ck_assert_status(pipe_read(other, ends.server, heard, sizeof heard, &later), STATUS_PENDING);
    ps_thread_exit(other, STATUS_SUCCESS);
    ck_assert_status(pipe_write(ends.client_thread, ends.client, "hello", &block), STATUS_SUCCESS);
    ck_assert_int_eq(later.Status, STATUS_PENDING);
    ck_assert_str_eq(heard, "");
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_str_eq(heard, "hello");
    srm_release(other);
}
END_TEST

/* Who waits at an end hears of its closing, and of the other end's. */
static const struct {
    bool server_waits, server_closes;
} waiters[] = {{false, false}, {false, true}, {true, false}, {true, true}};

START_TEST(who_waits_hears_of_a_closing)
{
    bool at_server = waiters[_i].server_waits, server_closes = waiters[_i].server_closes;

    ck_assert_status(pipe_read(at_server ? ends.server_thread : ends.client_thread,
                               at_server ? ends.server : ends.client, heard, 4, &later),
                     STATUS_PENDING);
    close_end(server_closes ? ends.server_thread : ends.client_thread,
              server_closes ? ends.server : ends.client);
    ck_assert_status(later.Status, STATUS_PIPE_BROKEN);
    ck_assert_uint_eq(alive(EX_KIND_PipeRequest), 0);
}
END_TEST

START_TEST(listening_ends_when_a_client_opens)
{
    HANDLE server, client;

    ck_assert_status(pipe_make(ends.server_thread, "\\??\\pipe\\door", &server), STATUS_SUCCESS);
    ck_assert_status(pipe_control(ends.server_thread, server, FSCTL_PIPE_LISTEN, &later),
                     STATUS_PENDING);
    ck_assert_status(pipe_control(ends.server_thread, server, FSCTL_PIPE_LISTEN, &block),
                     STATUS_PENDING);
    ck_assert_status(pipe_open(ends.client_thread, "\\??\\pipe\\door", PIPE_NO_QOS, &client),
                     STATUS_SUCCESS);
    ck_assert_status(later.Status, STATUS_SUCCESS);
    ck_assert_status(block.Status, STATUS_SUCCESS);
    ck_assert_uint_eq(alive(EX_KIND_PipeRequest), 0);
}
END_TEST

/* ---- contexts ---- */

/* Every way to leave, in either order: no context is given up twice, and none is left. */
static const struct {
    const char *name;
    bool written, read, second; /* a write; it is read; another write */
    bool disconnected, server_first;
} leavings[] = {
    {"nothing was written", false, false, false, false, false},
    {"nothing was read", true, false, false, false, false},
    {"all was read", true, true, false, false, false},
    {"half was read", true, true, true, false, false},
    {"nothing was written, server first", false, false, false, false, true},
    {"nothing was read, server first", true, false, false, false, true},
    {"all was read, server first", true, true, false, false, true},
    {"half was read, server first", true, true, true, false, true},
    {"nothing was read, disconnected", true, false, false, true, false},
    {"half was read, disconnected", true, true, true, true, false},
    {"half was read, disconnected, server first", true, true, true, true, true},
};

START_TEST(contexts_are_given_up_once)
{
    const uint32_t references = stage.alice->header.references;

    if (leavings[_i].written)
        client_writes("one", STATUS_SUCCESS);
    if (leavings[_i].second)
        client_writes("two", STATUS_SUCCESS);
    if (leavings[_i].read)
        server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_uint_eq(stage.alice->header.references,
                      references + leavings[_i].written + leavings[_i].second);
    if (leavings[_i].disconnected)
        ck_assert_status(
            pipe_control(ends.server_thread, ends.server, FSCTL_PIPE_DISCONNECT, &block),
            STATUS_SUCCESS);
    if (leavings[_i].server_first)
        close_end(ends.server_thread, ends.server);
    close_end(ends.client_thread, ends.client);
    if (!leavings[_i].server_first)
        close_end(ends.server_thread, ends.server);
    ck_assert_msg(stage.alice->header.references == references, "%s", leavings[_i].name);
    ck_assert_uint_eq(alive(EX_KIND_PipeInstance), 0);
    ck_assert_uint_eq(alive(EX_KIND_Pipe), 0);
    ck_assert_uint_eq(alive(EX_KIND_PipeData), 0);
}
END_TEST

/* The server end goes last of all: what a thread impersonates is the thread's. */
START_TEST(impersonation_outlives_the_pipe)
{
    client_writes("hello", STATUS_SUCCESS);
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_status(pipe_control(ends.server_thread, ends.server, FSCTL_PIPE_IMPERSONATE, &block),
                     STATUS_SUCCESS);
    close_end(ends.client_thread, ends.client);
    close_end(ends.server_thread, ends.server);
    ck_assert_ptr_eq(impersonated(ends.server_thread), stage.alice);
}
END_TEST

START_TEST(refused_open_leaves_the_instance_listening)
{
    struct pipe_qos beyond = {.level = SecurityDelegation};
    HANDLE server, client;

    ck_assert_status(pipe_make(ends.server_thread, "\\??\\pipe\\door", &server), STATUS_SUCCESS);
    ck_assert_status(
        PsImpersonateClient(ends.client_thread, stage.alice, FALSE, FALSE, SecurityImpersonation),
        STATUS_SUCCESS);
    ck_assert_status(pipe_open(ends.client_thread, "\\??\\pipe\\door", beyond, &client),
                     STATUS_BAD_IMPERSONATION_LEVEL);
    ck_assert_uint_eq(ipc_pipe_end_state(end_of(ends.server_thread, server)),
                      FILE_PIPE_LISTENING_STATE);
    ck_assert_status(pipe_open(ends.client_thread, "\\??\\pipe\\door", PIPE_STATIC, &client),
                     STATUS_SUCCESS);
}
END_TEST

/* ---- instances ---- */

START_TEST(who_listens_longest_is_opened_first)
{
    HANDLE second, client;

    ck_assert_status(pipe_make(ends.server_thread, "\\??\\pipe\\door", &second), STATUS_SUCCESS);
    ck_assert_status(pipe_control(ends.server_thread, ends.server, FSCTL_PIPE_DISCONNECT, &block),
                     STATUS_SUCCESS);
    ck_assert_status(pipe_control(ends.server_thread, ends.server, FSCTL_PIPE_LISTEN, &later),
                     STATUS_PENDING);
    ck_assert_status(pipe_open(ends.client_thread, "\\??\\pipe\\door", PIPE_STATIC, &client),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(ipc_pipe_end_state(end_of(ends.server_thread, second)),
                      FILE_PIPE_CONNECTED_STATE);
    ck_assert_int_eq(later.Status, STATUS_PENDING);
}
END_TEST

/* ---- bytes ---- */

START_TEST(bytes_are_read_across_writes)
{
    FILE_PIPE_INFORMATION bytes = {.ReadMode = FILE_PIPE_BYTE_STREAM_MODE};

    act_as(ends.server_thread);
    ck_assert_status(
        NtSetInformationFile(ends.server, &block, &bytes, sizeof bytes, FilePipeInformation),
        STATUS_SUCCESS);
    client_writes("one", STATUS_SUCCESS);
    client_writes("two", STATUS_SUCCESS);
    server_reads(4, STATUS_SUCCESS);
    ck_assert_uint_eq(block.Information, 4);
    ck_assert_str_eq(heard, "onet");
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_uint_eq(block.Information, 2);
}
END_TEST

START_TEST(message_that_is_cut_goes_on)
{
    client_writes("hello", STATUS_SUCCESS);
    client_writes("again", STATUS_SUCCESS);
    server_reads(2, STATUS_BUFFER_OVERFLOW);
    ck_assert_uint_eq(block.Information, 2);
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_uint_eq(block.Information, 3);
    server_reads(sizeof heard, STATUS_SUCCESS);
    ck_assert_uint_eq(block.Information, 5);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ipc/pipe");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, read_is_told_by_the_write);
    tcase_add_test(tcase, write_beyond_the_quota_is_told_when_there_is_room);
    tcase_add_test(tcase, write_that_waits_goes_with_its_end);
    tcase_add_test(tcase, who_has_exited_is_not_told);
    tcase_add_loop_test(tcase, who_waits_hears_of_a_closing, 0, ROWS(waiters));
    tcase_add_test(tcase, listening_ends_when_a_client_opens);
    tcase_add_loop_test(tcase, contexts_are_given_up_once, 0, ROWS(leavings));
    tcase_add_test(tcase, impersonation_outlives_the_pipe);
    tcase_add_test(tcase, refused_open_leaves_the_instance_listening);
    tcase_add_test(tcase, who_listens_longest_is_opened_first);
    tcase_add_test(tcase, bytes_are_read_across_writes);
    tcase_add_test(tcase, message_that_is_cut_goes_on);
    return suite_end();
}
