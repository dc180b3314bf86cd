/* Impersonating the client of a call. Sources: rpcdce RpcImpersonateClient, RpcRevertToSelfEx. */
#include "ex/rules.h"
#include "ntsrm/securitybaseapi.h"
#include "win32/rpc.h"

#include "ntsrm/ntifs.h"

/* The transport decides; of its refusals RPC tells no more than that there is no context. */
static DWORD impersonate(const struct srm_world *w, struct rpc_connection *connection)
{
    IO_STATUS_BLOCK block;
    NTSTATUS status = connection->endpoint->address.protocol == RPC_OVER_PORTS
                          ? NtImpersonateClientOfPort(connection->end, &connection->request)
                          : NtFsControlFile(connection->end, NULL, NULL, NULL, &block,
                                            FSCTL_PIPE_IMPERSONATE, NULL, 0, NULL, 0);

    if (rule(w, rpc_call, context_available, NT_SUCCESS(status)))
        return RPC_S_OK;
    return rule(w, rpc_call, memory_missing, rpc_status(status) == RPC_S_OUT_OF_MEMORY)
               ? RPC_S_OUT_OF_MEMORY
               : RPC_S_NO_CONTEXT_AVAILABLE;
}

RPC_STATUS RPC_ENTRY RpcImpersonateClient(RPC_BINDING_HANDLE BindingHandle)
{
    PETHREAD caller = ps_current_thread();
    struct rpc_connection *connection;
    DWORD status;

    call_enter(caller->header.world, HANDLE_FACT("BindingHandle", BindingHandle));
    status = rpc_call_by_handle(caller, BindingHandle, &connection);
    if (status == RPC_S_OK)
        status = impersonate(caller->header.world, connection);
    leave_value(caller->header.world, FACT_ERROR, status);
    return (RPC_STATUS)status;
}

RPC_STATUS RPC_ENTRY RpcRevertToSelfEx(RPC_BINDING_HANDLE BindingHandle)
{
    PETHREAD caller = ps_current_thread();
    struct rpc_connection *connection;
    DWORD status;

    call_enter(caller->header.world, HANDLE_FACT("BindingHandle", BindingHandle));
    status = rpc_call_by_handle(caller, BindingHandle, &connection);
    if (status == RPC_S_OK)
        PsRevertToSelf();
    leave_value(caller->header.world, FACT_ERROR, status);
    return (RPC_STATUS)status;
}

RPC_STATUS RPC_ENTRY RpcRevertToSelf(void)
{
    struct srm_world *w = ps_current_world();
    RPC_STATUS status;

    call_enter_plain(w);
    status = RpcRevertToSelfEx(NULL);
    leave_value(w, FACT_ERROR, (DWORD)status);
    return status;
}
