/* RPC: what is not modelled says so by name; what scenarios cannot write. */
#include "support/rpc.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

#include <string.h>

static struct stage stage;
static PETHREAD other; /* of the client, which has no call in progress */
static RPC_BINDING_HANDLE port, pipe_binding, call;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    other = srm_thread_new(stage.client);
    ck_assert_uint_eq(rpc_offer(stage.server_thread, 0), RPC_S_OK);
    ck_assert_uint_eq(rpc_offer(stage.server_thread, 1), RPC_S_OK);
    port = rpc_bound(stage.client_thread, 0);
    pipe_binding = rpc_bound(stage.client_thread, 1);
    call = rpc_called(stage.client_thread, port, stage.server_thread);
    act_as(stage.client_thread);
}

static void close_stage(void)
{
    srm_release(other);
    stage_close(&stage);
}

/* ---- what is not modelled ---- */

static RPC_STATUS bind_to(const WCHAR *text)
{
    RPC_BINDING_HANDLE binding;
    WCHAR copy[64];

    memcpy(copy, text, (wcslen(text) + 1) * sizeof *text);
    return RpcBindingFromStringBindingW(copy, &binding);
}

static RPC_STATUS object(void)
{
    return bind_to(L"308FB580-1EB2-11CA-923B-08002B1075A7@ncalrpc:[desk]");
}

static RPC_STATUS protocol(void)
{
    return bind_to(L"ncacn_ip_tcp:[135]");
}

static RPC_STATUS no_endpoint(void)
{
    return bind_to(L"ncacn_np:server");
}

static RPC_STATUS local_computer(void)
{
    return bind_to(L"ncalrpc:server[desk]");
}

static RPC_STATUS secure(RPC_BINDING_HANDLE binding, ULONG service, void *identity,
                         RPC_SECURITY_QOS *qos)
{
    return RpcBindingSetAuthInfoExW(binding, NULL, RPC_C_AUTHN_LEVEL_DEFAULT, service, identity,
                                    RPC_C_AUTHZ_NONE, qos);
}

static RPC_STATUS kerberos(void)
{
    return secure(pipe_binding, RPC_C_AUTHN_GSS_KERBEROS, NULL, NULL);
}

static RPC_STATUS password(void)
{
    return secure(pipe_binding, RPC_C_AUTHN_WINNT, &stage, NULL);
}

static RPC_STATUS later_version(void)
{
    return secure(pipe_binding, RPC_C_AUTHN_WINNT, NULL, &(RPC_SECURITY_QOS){.Version = 4});
}

static RPC_STATUS mutual(void)
{
    RPC_SECURITY_QOS qos = {.Version = RPC_C_SECURITY_QOS_VERSION,
                            .Capabilities = RPC_C_QOS_CAPABILITIES_MUTUAL_AUTH};

    return secure(pipe_binding, RPC_C_AUTHN_WINNT, NULL, &qos);
}

static RPC_STATUS network(void)
{
    WCHAR text[] = L"ncacn_np:server[\\\\pipe\\\\desk]";
    RPC_BINDING_HANDLE binding;

    ck_assert_int_eq(RpcBindingFromStringBindingW(text, &binding), 0);
    ck_assert_int_eq(secure(binding, RPC_C_AUTHN_WINNT, NULL, NULL), 0);
    act_as(other);
    return srm_rpc_call(binding);
}

static RPC_STATUS call_at_once(void)
{
    return srm_rpc_call(port);
}

static RPC_STATUS free_early(void)
{
    RPC_BINDING_HANDLE binding = port;
    RPC_STATUS status = RpcBindingFree(&binding);

    ck_assert_ptr_eq(binding, port);
    return status;
}

static RPC_STATUS secure_late(void)
{
    return secure(port, RPC_C_AUTHN_WINNT, NULL, NULL);
}

static const struct {
    RPC_STATUS (*make)(void);
    const char *what; /* in the name of what is not modelled */
} missing[] = {
    {object, "UUID"},
    {protocol, "protocol"},
    {no_endpoint, "endpoint"},
    {local_computer, "name of a computer"},
    {kerberos, "authentication service"},
    {password, "password"},
    {later_version, "later version"},
    {mutual, "mutual"},
    {network, "network"},
    {call_at_once, "at the same time"},
    {free_early, "in progress"},
    {secure_late, "in progress"},
};

START_TEST(what_is_missing_says_so)
{
    const char *what;

    ck_assert_int_eq(missing[_i].make(), (RPC_STATUS)RPC_S_CANNOT_SUPPORT);
    what = srm_world_not_modelled(stage.w);
    ck_assert_ptr_nonnull(what);
    ck_assert_msg(strstr(what, missing[_i].what) != NULL, "%s", what);
}
END_TEST

/* ---- pointers, and handles that end ---- */

START_TEST(bad_pointers_are_not_modelled)
{
    RPC_WSTR unreadable = SRM_UNREADABLE;

    ck_assert_int_ne(RpcBindingFromStringBindingW(unreadable, &port), 0);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_int_ne(RpcBindingFromStringBindingW(rpc_words[0].binding, SRM_UNREADABLE), 0);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_int_ne(RpcBindingFree(SRM_UNREADABLE), 0);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_int_ne(RpcServerUseProtseqEpW(unreadable, 1, rpc_words[0].endpoint, NULL), 0);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_int_ne(RpcServerUseProtseqEpW(rpc_words[0].protocol, 1, unreadable, NULL), 0);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_int_ne(secure(pipe_binding, RPC_C_AUTHN_WINNT, NULL, SRM_UNREADABLE), 0);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    ck_assert_int_ne(srm_rpc_receive(SRM_UNREADABLE), 0);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
}
END_TEST

START_TEST(a_freed_binding_is_null_and_its_handles_are_closed)
{
    const size_t ends = srm_world_alive(stage.w, "Port");

    act_as(stage.server_thread);
    ck_assert_int_eq(srm_rpc_reply(call), 0);
    act_as(stage.client_thread);
    ck_assert_int_eq(srm_rpc_result(port), 0);
    ck_assert_int_eq(RpcBindingFree(&port), 0);
    ck_assert_ptr_null(port);
    ck_assert_int_eq(RpcBindingFree(&port), (RPC_STATUS)RPC_S_INVALID_BINDING);
    act_as(stage.server_thread);
    ck_assert_int_eq(srm_rpc_receive(&call), (int32_t)RPC_S_NO_CALL_ACTIVE);
    ck_assert_uint_eq(srm_world_alive(stage.w, "Port"), ends - 2);
}
END_TEST

/* Handles are of the process: the server's call is no binding of the client's. */
START_TEST(handles_of_others_are_none)
{
    ck_assert_int_eq(RpcImpersonateClient((RPC_BINDING_HANDLE)((char *)call + 77)),
                     (RPC_STATUS)RPC_S_INVALID_BINDING);
    ck_assert_int_eq(RpcImpersonateClient(NULL), (RPC_STATUS)RPC_S_NO_CALL_ACTIVE);
}
END_TEST

/* ---- one world, again ---- */

START_TEST(a_snapshot_brings_the_call_back)
{
    struct srm_snapshot *snapshot = srm_snapshot_new(stage.w);

    act_as(stage.server_thread);
    ck_assert_int_eq(RpcImpersonateClient(NULL), 0);
    ck_assert_ptr_nonnull(impersonated(stage.server_thread));
    ck_assert_int_eq(srm_rpc_reply(call), 0);
    ck_assert_int_eq(RpcRevertToSelf(), (RPC_STATUS)RPC_S_NO_CALL_ACTIVE);
    srm_snapshot_restore(stage.w, snapshot);
    srm_snapshot_delete(snapshot);
    act_as(stage.server_thread);
    ck_assert_ptr_null(impersonated(stage.server_thread));
    ck_assert_int_eq(RpcRevertToSelf(), 0);
    ck_assert_int_eq(srm_rpc_reply(call), 0);
}
END_TEST

int main(void)
{
    TCase *rpc = suite_begin("win32_rpc");

    tcase_add_checked_fixture(rpc, open_stage, close_stage);
    tcase_add_loop_test(rpc, what_is_missing_says_so, 0, ROWS(missing));
    tcase_add_test(rpc, bad_pointers_are_not_modelled);
    tcase_add_test(rpc, a_freed_binding_is_null_and_its_handles_are_closed);
    tcase_add_test(rpc, handles_of_others_are_none);
    tcase_add_test(rpc, a_snapshot_brings_the_call_back);
    return suite_end();
}
