/*
 * A client writes 16 bytes, the server reads them, impersonates the client and reverts; the pipe is
 * one of messages. With dynamic tracking each write brings the writer's context. Once with the
 * pipe's ends, as in the other cycles, and once by handles through the native calls, where the
 * host's thread runs as one of the two in turn.
 */
#include "bench.h"
#include "bench_stage.h"

#include <namedpipeapi.h>
#include <ntifs.h>
#include <windows.h>

#include "nt/pipe.h"

#include <stdlib.h>

struct ends {
    HANDLE server, client;
};

static void need(bool right)
{
    if (!right)
        abort();
}

static struct ends connect(const struct bench_stage *stage, DWORD tracking)
{
    static SECURITY_ATTRIBUTES open_to_all;
    SECURITY_DESCRIPTOR descriptor;
    struct ends ends;

    InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
    SetSecurityDescriptorDacl(&descriptor, TRUE, NULL, FALSE);
    open_to_all.lpSecurityDescriptor = &descriptor;
    srm_run_as(stage->server);
    ends.server =
        CreateNamedPipeW(L"\\\\.\\pipe\\bench", PIPE_ACCESS_DUPLEX,
                         PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 0, 0, 0, &open_to_all);
    srm_run_as(stage->client);
    ends.client =
        CreateFileW(L"\\\\.\\pipe\\bench", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                    SECURITY_SQOS_PRESENT | SECURITY_IMPERSONATION | tracking, NULL);
    need(ends.server != INVALID_HANDLE_VALUE && ends.client != INVALID_HANDLE_VALUE);
    return ends;
}

static struct ipc_pipe_end *end_of(PETHREAD thread, HANDLE handle)
{
    struct nt_pipe_found found;
    IO_STATUS_BLOCK block;

    need(nt_find_pipe(thread, handle, 0, &block, &found) == STATUS_SUCCESS);
    return found.end;
}

struct sides {
    struct ipc_pipe_end *server, *client;
    struct ipc_pipe_io in, out;
};

static void round_of_ends(struct sides *sides)
{
    need(ipc_pipe_write(sides->client, &sides->out) == STATUS_SUCCESS);
    need(ipc_pipe_read(sides->server, &sides->in) == STATUS_SUCCESS);
    need(ipc_pipe_impersonate(sides->server) == STATUS_SUCCESS);
    PsRevertToSelf();
}

static void round_by_handles(const struct bench_stage *stage, const struct ends *ends)
{
    char message[16] = "what is to do?";
    IO_STATUS_BLOCK block;

    srm_run_as(stage->client);
    need(NtWriteFile(ends->client, NULL, NULL, NULL, &block, message, sizeof message, NULL, NULL) ==
         STATUS_SUCCESS);
    srm_run_as(stage->server);
    need(NtReadFile(ends->server, NULL, NULL, NULL, &block, message, sizeof message, NULL, NULL) ==
         STATUS_SUCCESS);
    need(NtFsControlFile(ends->server, NULL, NULL, NULL, &block, FSCTL_PIPE_IMPERSONATE, NULL, 0,
                         NULL, 0) == STATUS_SUCCESS);
    PsRevertToSelf();
}

static void rounds(const struct bench *bench, uint64_t times, DWORD tracking)
{
    struct bench_stage stage = bench_stage_open(bench->sids);
    const struct ends ends = connect(&stage, tracking);
    char message[16] = "what is to do?";
    struct sides sides = {
        .client = end_of(stage.client, ends.client),
        .in = {.thread = stage.server, .buffer = message, .length = sizeof message},
        .out = {.thread = stage.client, .buffer = message, .length = sizeof message},
    };

    srm_run_as(stage.server);
    sides.server = end_of(stage.server, ends.server);
    for (uint64_t i = 0; i < times; i++)
        round_of_ends(&sides);
    bench_stage_close(&stage);
}

static void static_rounds(const struct bench *bench, uint64_t times)
{
    rounds(bench, times, 0);
}

static void dynamic_rounds(const struct bench *bench, uint64_t times)
{
    rounds(bench, times, SECURITY_CONTEXT_TRACKING);
}

static void rounds_by_handles(const struct bench *bench, uint64_t times, DWORD tracking)
{
    struct bench_stage stage = bench_stage_open(bench->sids);
    const struct ends ends = connect(&stage, tracking);

    for (uint64_t i = 0; i < times; i++)
        round_by_handles(&stage, &ends);
    bench_stage_close(&stage);
}

static void static_by_handles(const struct bench *bench, uint64_t times)
{
    rounds_by_handles(bench, times, 0);
}

static void dynamic_by_handles(const struct bench *bench, uint64_t times)
{
    rounds_by_handles(bench, times, SECURITY_CONTEXT_TRACKING);
}

static const struct bench pipes[] = {
    {.name = "pipe-static/10", .operations = 500000, .sids = 10, .run = static_rounds},
    {.name = "pipe-static/1000", .operations = 500000, .sids = 1000, .run = static_rounds},
    {.name = "pipe-dynamic/10", .operations = 500000, .sids = 10, .run = dynamic_rounds},
    {.name = "pipe-dynamic/1000", .operations = 500000, .sids = 1000, .run = dynamic_rounds},
    {.name = "pipe-static-handles/10", .operations = 200000, .sids = 10, .run = static_by_handles},
    {.name = "pipe-dynamic-handles/10",
     .operations = 200000,
     .sids = 10,
     .run = dynamic_by_handles},
    {.name = NULL},
};

const struct bench *const bench_tables[] = {pipes, NULL};
