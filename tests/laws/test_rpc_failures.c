/*
 * Calls of RPC with NT's pool failing at their n-th request, for every n until they succeed: RPC's
 * word for it, and all references as they should be. And every order in which client and server
 * leave, at every moment of a call: nothing is left behind.
 */
#include "support/rpc.h"
#include "support/state.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

static struct stage stage;
static RPC_BINDING_HANDLE desk, call;
static int protocol;
static struct graph graph;
static struct state before, after;

static void look(struct state *state, const char *name)
{
    const void *const held[] = {stage.alice,         stage.service, stage.client,
                                stage.client_thread, stage.server,  stage.server_thread};
    const char *problem;

    graph_begin(&graph, stage.w);
    for (int i = 0; i < ROWS(held); i++)
        graph_hold(&graph, held[i]);
    graph_finish(&graph);
    problem = graph_problem(&graph);
    ck_assert_msg(problem == NULL, "%s: %s", name, problem ? problem : "");
    state_record(state, &graph);
}

/* ---- what happens in a call, one after the other ---- */

static RPC_STATUS offer(void)
{
    return (RPC_STATUS)rpc_offer(stage.server_thread, protocol);
}

static RPC_STATUS make_binding(void)
{
    desk = rpc_bound(stage.client_thread, protocol);
    return 0;
}

static RPC_STATUS keep_identity(void)
{
    act_as(stage.client_thread);
    return RpcBindingSetAuthInfoExW(desk, NULL, RPC_C_AUTHN_LEVEL_DEFAULT, RPC_C_AUTHN_WINNT, NULL,
                                    RPC_C_AUTHZ_NONE, NULL);
}

static RPC_STATUS ask(void)
{
    act_as(stage.client_thread);
    return srm_rpc_call(desk);
}

static RPC_STATUS take(void)
{
    act_as(stage.server_thread);
    return srm_rpc_receive(&call);
}

static RPC_STATUS impersonate(void)
{
    act_as(stage.server_thread);
    return RpcImpersonateClient(call);
}

static RPC_STATUS revert(void)
{
    act_as(stage.server_thread);
    return RpcRevertToSelf();
}

static RPC_STATUS reply(void)
{
    act_as(stage.server_thread);
    return srm_rpc_reply(call);
}

static RPC_STATUS hear(void)
{
    act_as(stage.client_thread);
    return srm_rpc_result(desk);
}

static RPC_STATUS free_binding(void)
{
    act_as(stage.client_thread);
    return RpcBindingFree(&desk);
}

/*
 * What a server cannot do while it takes calls hits the client, which has to be told or served
 * later: no refusal of its own. A pipe that was opened stays open for the next try.
 */
static const struct step {
    const char *name;
    RPC_STATUS (*make)(void);
    DWORD done;
    bool unmoved; /* a refusal changes nothing */
    bool tells_others;
} steps[] = {
    {"RpcServerUseProtseqEp", offer, RPC_S_OK, true, false},
    {"RpcBindingFromStringBinding", make_binding, RPC_S_OK, true, false},
    {"RpcBindingSetAuthInfoEx", keep_identity, RPC_S_OK, true, false},
    {"srm_rpc_call", ask, RPC_S_ASYNC_CALL_PENDING, false, false},
    {"srm_rpc_receive", take, RPC_S_OK, true, true},
    {"RpcImpersonateClient", impersonate, RPC_S_OK, true, false},
    {"RpcRevertToSelf", revert, RPC_S_OK, true, false},
    {"srm_rpc_reply", reply, RPC_S_OK, true, false},
    {"srm_rpc_result", hear, RPC_S_OK, true, false},
    {"srm_rpc_call, again", ask, RPC_S_ASYNC_CALL_PENDING, true, false},
    {"srm_rpc_receive, again", take, RPC_S_OK, true, false},
    {"srm_rpc_reply, again", reply, RPC_S_OK, true, false},
    {"RpcBindingFree", free_binding, RPC_S_OK, true, false},
};

static void do_first(int count)
{
    for (int i = 0; i < count; i++)
        ck_assert_uint_eq((DWORD)steps[i].make(), steps[i].done);
}

/* True if the request was there, and so failed. */
static bool fails_at(const struct step *step, unsigned n)
{
    struct srm_snapshot *snapshot = srm_snapshot_new(stage.w);
    const RPC_BINDING_HANDLE binding = desk;
    DWORD status;
    const char *difference;

    ck_assert(srm_pool_fail(stage.w, "any", n, false));
    status = (DWORD)step->make();
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    look(&after, step->name);
    difference = state_difference(&before, &after);
    if (status == RPC_S_OUT_OF_MEMORY && step->unmoved)
        ck_assert_msg(difference == NULL, "%s: %s", step->name, difference ? difference : "");
    if (status == RPC_S_OUT_OF_MEMORY)
        ck_assert_uint_eq((DWORD)step->make(), step->done);
    desk = binding;
    srm_snapshot_restore(stage.w, snapshot);
    srm_snapshot_delete(snapshot);
    return status == RPC_S_OUT_OF_MEMORY || (step->tells_others && status != step->done);
}

START_TEST(nth_request_fails)
{
    const int number = _i % ROWS(steps);
    const struct step *step = &steps[number];
    unsigned n = 1;

    protocol = _i / ROWS(steps);
    stage_open(&stage, NULL);
    do_first(number);
    look(&before, step->name);
    while (fails_at(step, n))
        n++;
    ck_assert_uint_eq((DWORD)step->make(), step->done);
    look(&after, step->name);
    stage_close(&stage);
}
END_TEST

/* ---- leaving ---- */

static const char *const orders[] = {"", "c", "s", "cs", "sc", "t", "ts", "tc", "st"};

/* c: the client's process, s: the server's, t: the client's thread. */
static void leave(char who)
{
    if (who == 'c')
        ps_process_exit(stage.client, STATUS_SUCCESS);
    else if (who == 's')
        ps_process_exit(stage.server, STATUS_SUCCESS);
    else
        ps_thread_exit(stage.client_thread, STATUS_SUCCESS);
    look(&after, "after leaving");
}

START_TEST(nothing_is_left_behind)
{
    const int moment = _i / ROWS(orders) % (ROWS(steps) + 1);

    protocol = _i / ROWS(orders) / (ROWS(steps) + 1);
    stage_open(&stage, NULL);
    do_first(moment);
    for (const char *who = orders[_i % ROWS(orders)]; *who; who++)
        leave(*who);
    stage_close(&stage);
}
END_TEST

int main(void)
{
    TCase *rpc = suite_begin("laws_rpc_failures");

    tcase_add_loop_test(rpc, nth_request_fails, 0, RPC_PROTOCOLS * ROWS(steps));
    tcase_add_loop_test(rpc, nothing_is_left_behind, 0,
                        RPC_PROTOCOLS * (ROWS(steps) + 1) * ROWS(orders));
    return suite_end();
}
