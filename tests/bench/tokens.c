/* Token services by handle, each with the NtClose that ends it. */
#include "bench.h"
#include "bench_stage.h"

#include "ps/thread.h"

/* Half of the handles are open, as in a process that has run for a while. */
static void open_handles(PETHREAD thread, int count)
{
    for (int i = 0; i < count; i++)
        ob_handle_new(&thread->process->handles, thread->process->token, TOKEN_QUERY, 0);
    for (int i = 0; i < count; i += 2)
        NtClose(NTSRM_HANDLE(4 * (i + 1)));
}

static void duplicate_token(const struct bench *bench, uint64_t times)
{
    struct bench_stage stage = bench_stage_open(bench->sids);
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ImpersonationLevel = SecurityImpersonation,
    };
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .SecurityQualityOfService = &qos,
    };
    HANDLE token, copy;

    srm_run_as(stage.client);
    open_handles(stage.client, 100);
    NtOpenProcessToken(NtCurrentProcess(), TOKEN_ALL_ACCESS, &token);
    for (uint64_t i = 0; i < times; i++) {
        NtDuplicateToken(token, bench->desired, &attributes, FALSE, TokenImpersonation, &copy);
        NtClose(copy);
    }
    bench_stage_close(&stage);
}

static void open_thread_token(const struct bench *bench, uint64_t times)
{
    struct bench_stage stage = bench_stage_open(bench->sids);
    HANDLE token;

    srm_run_as(stage.client);
    open_handles(stage.client, 100);
    PsImpersonateClient(stage.client, stage.client_token, FALSE, FALSE, SecurityImpersonation);
    for (uint64_t i = 0; i < times; i++) {
        NtOpenThreadToken(NtCurrentThread(), bench->desired, FALSE, &token);
        NtClose(token);
    }
    bench_stage_close(&stage);
}

#define DUPLICATE(word, rights, count)                                                       \
    {                                                                                        \
        .name = "duplicate-token" word "/" #count, .operations = 200000, .sids = (count),     \
        .desired = (rights), .run = duplicate_token,                                         \
    }
#define OPEN(word, rights, count)                                                            \
    {                                                                                        \
        .name = "open-thread-token" word "/" #count, .operations = 200000, .sids = (count),   \
        .desired = (rights), .run = open_thread_token,                                       \
    }

const struct bench bench_tokens[] = {
    DUPLICATE("", 0, 10),
    DUPLICATE("", 0, 100),
    DUPLICATE("", 0, 1000),
    DUPLICATE("-all", TOKEN_ALL_ACCESS, 10),
    DUPLICATE("-all", TOKEN_ALL_ACCESS, 100),
    DUPLICATE("-all", TOKEN_ALL_ACCESS, 1000),
    OPEN("", TOKEN_QUERY, 10),
    OPEN("", TOKEN_QUERY, 100),
    OPEN("", TOKEN_QUERY, 1000),
    OPEN("-all", TOKEN_ALL_ACCESS, 10),
    OPEN("-all", TOKEN_ALL_ACCESS, 100),
    OPEN("-all", TOKEN_ALL_ACCESS, 1000),
    {.name = NULL},
};
