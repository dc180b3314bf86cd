/*
 * What the measurements play on: a client whose token has so many groups, and a server that holds
 * SeImpersonatePrivilege and is the current thread. Nothing is traced.
 */
#ifndef BENCH_STAGE_H
#define BENCH_STAGE_H

#include <ntifs.h>

#include "srm.h"

struct bench_stage {
    struct srm_world *world;
    void *client_token, *server_token;
    PEPROCESS client_process, server_process;
    PETHREAD client, server;
};

struct bench_stage bench_stage_open(int sids);
/* Ends the program if something was left behind. */
void bench_stage_close(struct bench_stage *stage);

#endif
