/*
 * The cycle of a server: create a client context, impersonate, revert, delete; and the pieces. The
 * server holds SeImpersonatePrivilege, nothing is traced.
 */
#include "bench.h"

#include <ntifs.h>
#include <windows.h>

#include "se/token.h"
#include "srm.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_SIDS 1000

struct stage {
    struct srm_world *world;
    void *client_token, *server_token;
    PEPROCESS client_process, server_process;
    PETHREAD client, server;
};

static void *make_client_token(struct srm_world *world, int sids)
{
    static char texts[MOST_SIDS][40];
    static struct srm_group groups[MOST_SIDS];
    const char *problem;

    for (int i = 0; i < sids; i++) {
        snprintf(texts[i], sizeof texts[i], "S-1-5-21-1-2-3-%d", 2000 + i);
        groups[i] = (struct srm_group){.sid = texts[i], .attributes = 7};
    }
    return srm_token_new(world,
                         &(struct srm_token_options){
                             .user = "S-1-5-21-1-2-3-1001",
                             .groups = groups,
                             .group_count = (size_t)sids,
                         },
                         &problem);
}

static struct stage set_up(int sids)
{
    struct stage stage = {.world = srm_world_new(NULL)};
    const char *problem;

    stage.client_token = make_client_token(stage.world, sids);
    stage.server_token = srm_token_new(
        stage.world, &(struct srm_token_options){.like = "local-service"}, &problem);
    stage.client_process = srm_process_new(stage.world, stage.client_token, NULL);
    stage.server_process = srm_process_new(stage.world, stage.server_token, NULL);
    stage.client = srm_thread_new(stage.client_process);
    stage.server = srm_thread_new(stage.server_process);
    srm_run_as(stage.server);
    return stage;
}

static void take_down(struct stage *stage)
{
    srm_release(stage->client);
    srm_release(stage->server);
    srm_release(stage->client_process);
    srm_release(stage->server_process);
    srm_release(stage->client_token);
    srm_release(stage->server_token);
    if (srm_world_delete(stage->world) != 0) {
        fprintf(stderr, "ntsrm-bench: something was left behind\n");
        exit(4);
    }
}

static void cycle(const struct bench *bench, uint64_t times, SECURITY_CONTEXT_TRACKING_MODE mode)
{
    struct stage stage = set_up(bench->sids);
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
    take_down(&stage);
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
    struct stage stage = set_up(bench->sids);

    for (uint64_t i = 0; i < times; i++)
        ob_dereference(se_token_copy(stage.client_token, TokenImpersonation,
                                     SecurityImpersonation, false));
    take_down(&stage);
}

static void impersonate_self(const struct bench *bench, uint64_t times)
{
    struct stage stage = set_up(bench->sids);

    srm_run_as(stage.client);
    for (uint64_t i = 0; i < times; i++) {
        ImpersonateSelf(SecurityImpersonation);
        RevertToSelf();
    }
    take_down(&stage);
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
};
const size_t bench_impersonation_count = sizeof bench_impersonation / sizeof *bench_impersonation;
