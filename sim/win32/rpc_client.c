/* Calls of clients. Sources: Rpc quality-of-service, string-binding; Midl ncacn-np. */
#include "ex/rules.h"
#include "ntsrm/srm.h"
#include "win32/path.h"
#include "win32/rpc.h"

#include "ntsrm/ntifs.h"

/* ---- what a call came to ---- */

/* The thread's wait is that of its last call: it makes one after the other. */
static NTSTATUS outcome_at_port(const struct srm_world *w, const struct rpc_binding *binding)
{
    const struct _ETHREAD *client = ps_thread_by_id(w, binding->caller);

    if (!client)
        return STATUS_PORT_DISCONNECTED;
    return binding->asked || !NT_SUCCESS(client->waited) ? client->waited : STATUS_PENDING;
}

/* A connection whose other end is gone is of no use any more. */
static void disconnect_lost(struct rpc_binding *binding, NTSTATUS status)
{
    if (rpc_status(status) == RPC_S_CALL_FAILED)
        rpc_binding_disconnect(binding);
}

NTSTATUS rpc_binding_outcome(const struct srm_world *w, struct rpc_binding *binding)
{
    if (binding->outcome == STATUS_PENDING)
        binding->outcome = binding->address.protocol == RPC_OVER_PORTS ? outcome_at_port(w, binding)
                                                                       : binding->answered.Status;
    disconnect_lost(binding, binding->outcome);
    return binding->outcome;
}

void rpc_binding_disconnect(struct rpc_binding *binding)
{
    if (binding->connection)
        NtClose(binding->connection);
    binding->connection = NULL;
}

/* ---- connecting ---- */

static NTSTATUS open_pipe(PETHREAD caller, struct rpc_binding *binding)
{
    WCHAR name[RPC_PATH_MOST];
    struct win32_path path;
    IO_STATUS_BLOCK block;
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .ObjectName = &path.string,
        .SecurityQualityOfService = &binding->qos,
    };
    NTSTATUS status;

    rpc_address_path(&binding->address, name);
    status = win32_file_path(caller, name, &path);
    return NT_SUCCESS(status)
               ? NtOpenFile(&binding->connection, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE,
                            &attributes, &block, FILE_SHARE_READ | FILE_SHARE_WRITE, 0)
               : status;
}

static NTSTATUS connect_port(struct rpc_binding *binding)
{
    WCHAR path[RPC_PATH_MOST];
    UNICODE_STRING name = {.Buffer = path};

    rpc_address_path(&binding->address, path);
    while (path[name.Length / sizeof *path])
        name.Length = (USHORT)(name.Length + sizeof *path);
    name.MaximumLength = name.Length;
    return NtConnectPort(&binding->connection, &name, &binding->qos, NULL, NULL, NULL, NULL, NULL);
}

static NTSTATUS connect_now(PETHREAD caller, struct rpc_binding *binding)
{
    return binding->address.protocol == RPC_OVER_PORTS ? connect_port(binding)
                                                       : open_pipe(caller, binding);
}

/*
 * Who is kept in the binding connects in the thread's place. It is no impersonation that the gate
 * would judge: the thread acted so when it was kept. Of a port only the request to connect is sent.
 */
static NTSTATUS connect(PETHREAD caller, struct rpc_binding *binding)
{
    const SECURITY_CLIENT_CONTEXT *identity = &binding->identity;
    SE_IMPERSONATION_STATE before;
    NTSTATUS status;

    if (!rule(caller->header.world, rpc_call, caller_kept, identity->ClientToken != NULL))
        return connect_now(caller, binding);
    PsDisableImpersonation(caller, &before);
    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){
                                      .token = ob_reference(identity->ClientToken),
                                      .level = identity->SecurityQos.ImpersonationLevel,
                                  });
    status = connect_now(caller, binding);
    ps_thread_revert(caller);
    PsRestoreImpersonation(caller, &before);
    return status;
}

/* ---- calling ---- */

/* There is nothing to say but that it is a call. */
static NTSTATUS ask_at_pipe(struct rpc_binding *binding)
{
    NTSTATUS status;

    binding->written.Status = binding->answered.Status = STATUS_PENDING;
    status =
        NtWriteFile(binding->connection, NULL, NULL, NULL, &binding->written, "c", 1, NULL, NULL);
    if (NT_SUCCESS(status))
        status = NtReadFile(binding->connection, NULL, NULL, NULL, &binding->answered,
                            &binding->answer, sizeof binding->answer, NULL, NULL);
    return status;
}

static NTSTATUS ask_at_port(struct rpc_binding *binding)
{
    NTSTATUS status;

    binding->request = (PORT_MESSAGE){.u1.s1.TotalLength = (CSHORT)sizeof binding->request};
    status = NtRequestWaitReplyPort(binding->connection, &binding->request, &binding->reply);
    binding->asked = NT_SUCCESS(status);
    return status;
}

static struct rpc_binding *binding_of(const struct srm_world *w, const struct _ETHREAD *client)
{
    struct rpc_binding *binding = NULL;

    if (client->process->rpc)
        binding = rpc_runtime_of(client->process)->bindings;
    while (binding && (binding->caller != client->header.id ||
                       rpc_binding_outcome(w, binding) != STATUS_PENDING))
        binding = binding->next;
    return binding;
}

void rpc_client_go_on(PETHREAD client)
{
    struct rpc_binding *binding = binding_of(client->header.world, client);
    PETHREAD before;

    if (!binding || binding->asked || !binding->connection)
        return;
    before = ps_set_current_thread(client);
    binding->outcome = ask_at_port(binding);
    ps_set_current_thread(before);
}

static DWORD admit(PETHREAD caller, struct rpc_binding *binding)
{
    struct srm_world *w = caller->header.world;

    if (!rule(w, rpc_binding, idle, rpc_binding_outcome(w, binding) != STATUS_PENDING))
        return rpc_not_modelled(w, "two calls through one binding at the same time");
    if (!rule_on(w, rpc_call, thread_free, binding_of(w, caller) == NULL, THREAD("thread", caller)))
        return RPC_S_CALL_IN_PROGRESS;
    if (rule(w, rpc_call, undelegated, binding->undelegated))
        return RPC_S_SEC_PKG_ERROR;
    return rule(w, rpc_call, package_modelled,
                !binding->authenticated || binding->address.computer[0] == 0)
               ? RPC_S_OK
               : rpc_not_modelled(w, "authentication over the network");
}

static DWORD begin(PETHREAD caller, struct rpc_binding *binding)
{
    const bool ports = binding->address.protocol == RPC_OVER_PORTS;
    NTSTATUS status = STATUS_SUCCESS;
    DWORD admitted = admit(caller, binding);

    if (admitted != RPC_S_OK)
        return admitted;
    binding->asked = false;
    if (!rule(caller->header.world, rpc_call, connected, binding->connection != NULL))
        status = connect(caller, binding);
    if (NT_SUCCESS(status) && binding->connection)
        status = ports ? ask_at_port(binding) : ask_at_pipe(binding);
    if (!NT_SUCCESS(status)) {
        disconnect_lost(binding, status);
        return rpc_status(status);
    }
    binding->caller = caller->header.id;
    binding->outcome = STATUS_PENDING;
    return RPC_S_ASYNC_CALL_PENDING;
}

int32_t srm_rpc_call(void *binding)
{
    PETHREAD caller = ps_current_thread();
    struct rpc_binding *found;
    DWORD status;

    call_enter(caller->header.world, HANDLE_FACT("binding", binding));
    status = rpc_binding_by_handle(caller, binding, &found);
    if (status == RPC_S_OK)
        status = begin(caller, found);
    leave_value(caller->header.world, FACT_ERROR, status);
    return (int32_t)status;
}

int32_t srm_rpc_result(void *binding)
{
    PETHREAD caller = ps_current_thread();
    const struct srm_world *w = caller->header.world;
    struct rpc_binding *found;
    DWORD status;

    call_enter(w, HANDLE_FACT("binding", binding));
    status = rpc_binding_by_handle(caller, binding, &found);
    if (status == RPC_S_OK)
        status = rule(w, rpc_call, made, found->caller != 0)
                     ? rpc_status(rpc_binding_outcome(w, found))
                     : RPC_S_NO_CALL_ACTIVE;
    leave_value(w, FACT_ERROR, status);
    return (int32_t)status;
}
