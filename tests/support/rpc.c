#include "support/rpc.h"

#include "support/suite.h"

#include "ntsrm/srm.h"

struct rpc_words rpc_words[RPC_PROTOCOLS] = {
    {L"ncalrpc", L"desk", L"ncalrpc:[desk]"},
    {L"ncacn_np", L"\\pipe\\desk", L"ncacn_np:[\\\\pipe\\\\desk]"},
};

DWORD rpc_offer(PETHREAD server, int protocol)
{
    SECURITY_DESCRIPTOR open_to_all = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                       .Control = SE_DACL_PRESENT};

    act_as(server);
    return (DWORD)RpcServerUseProtseqEpW(rpc_words[protocol].protocol, 1,
                                         rpc_words[protocol].endpoint, &open_to_all);
}

RPC_BINDING_HANDLE rpc_bound(PETHREAD client, int protocol)
{
    RPC_BINDING_HANDLE binding = NULL;

    act_as(client);
    ck_assert_int_eq(RpcBindingFromStringBindingW(rpc_words[protocol].binding, &binding), 0);
    ck_assert_ptr_nonnull(binding);
    return binding;
}

RPC_BINDING_HANDLE rpc_called(PETHREAD client, RPC_BINDING_HANDLE binding, PETHREAD server)
{
    RPC_BINDING_HANDLE call = NULL;

    act_as(client);
    ck_assert_int_eq(srm_rpc_call(binding), (int32_t)RPC_S_ASYNC_CALL_PENDING);
    act_as(server);
    ck_assert_int_eq(srm_rpc_receive(&call), 0);
    return call;
}
