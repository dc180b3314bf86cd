/*
 * The cycle of a server: create a client context, impersonate, revert, delete; and the pieces. The
 * server holds SeImpersonatePrivilege, nothing is traced.
 */
#include "bench.h"
#include "bench_stage.h"

#include <ntifs.h>
#include <windows.h>

#include "se/token.h"

static void cycle(const struct bench *bench, uint64_t times, SECURITY_CONTEXT_TRACKING_MODE mode)
{
    struct bench_stage stage = bench_stage_open(bench->sids);
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ImpersonationLevel = SecurityImpersonation,
        .ContextTrackingMode = mode,
    };
    SECURITY_CLIENT_CONTEXT context;

    for (uint64_t i = 0; i < times; i++) {
        SeCreateClientSecurity(stage.client, &qos, FALSE, &context);
        SeImpersonateClientEx(&context, stage.server);
        PsRevertThreadToSelf(stage.server);
        SeDeleteClientSecurity(&context);
    }
    bench_stage_close(&stage);
}

static void static_cycle(const struct bench *bench, uint64_t times)
{
    cycle(bench, times, SECURITY_STATIC_TRACKING);
}

static void dynamic_cycle(const struct bench *bench, uint64_t times)
{
    cycle(bench, times, SECURITY_DYNAMIC_TRACKING);
}

static void token_copy(const struct bench *bench, uint64_t times)
{
    struct bench_stage stage = bench_stage_open(bench->sids);

    for (uint64_t i = 0; i < times; i++)
        ob_dereference(se_token_copy(stage.client_token, TokenImpersonation,
                                     SecurityImpersonation, false));
    bench_stage_close(&stage);
}

static void impersonate_self(const struct bench *bench, uint64_t times)
{
    struct bench_stage stage = bench_stage_open(bench->sids);

    srm_run_as(stage.client);
    for (uint64_t i = 0; i < times; i++) {
        ImpersonateSelf(SecurityImpersonation);
        RevertToSelf();
    }
    bench_stage_close(&stage);
}

const struct bench bench_impersonation[] = {
    {.name = "static-cycle/10", .operations = 1000000, .sids = 10, .run = static_cycle},
    {.name = "static-cycle/100", .operations = 1000000, .sids = 100, .run = static_cycle},
    {.name = "static-cycle/1000", .operations = 1000000, .sids = 1000, .run = static_cycle},
    {.name = "dynamic-cycle/10", .operations = 1000000, .sids = 10, .run = dynamic_cycle},
    {.name = "dynamic-cycle/100", .operations = 1000000, .sids = 100, .run = dynamic_cycle},
    {.name = "dynamic-cycle/1000", .operations = 1000000, .sids = 1000, .run = dynamic_cycle},
    {.name = "token-copy/10", .operations = 2000000, .sids = 10, .run = token_copy},
    {.name = "token-copy/100", .operations = 2000000, .sids = 100, .run = token_copy},
    {.name = "token-copy/1000", .operations = 2000000, .sids = 1000, .run = token_copy},
    {.name = "impersonate-self/10", .operations = 100000, .sids = 10, .run = impersonate_self},
    {.name = "impersonate-self/100", .operations = 100000, .sids = 100, .run = impersonate_self},
    {.name = "impersonate-self/1000", .operations = 100000, .sids = 1000, .run = impersonate_self},
    {.name = NULL},
};
