#include "bench_stage.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST_SIDS 1000

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

struct bench_stage bench_stage_open(int sids)
{
    struct bench_stage stage = {.world = srm_world_new(NULL)};
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

void bench_stage_close(struct bench_stage *stage)
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
