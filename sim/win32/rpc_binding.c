/* Bindings of clients. Sources: rpcdce; Rpc quality-of-service, string-binding. */
#include "ex/pool.h"
#include "ex/rules.h"
#include "win32/memory.h"
#include "win32/rpc.h"

#include "ntsrm/ntifs.h"

#include <string.h>

/* ---- RpcBindingFromStringBinding ---- */

static DWORD make_binding(PETHREAD caller, const WCHAR *text, RPC_BINDING_HANDLE *handle)
{
    struct srm_world *w = caller->header.world;
    SECURITY_QUALITY_OF_SERVICE qos;
    struct rpc_runtime *runtime;
    struct rpc_binding *binding;
    struct rpc_address address;
    NTSTATUS memory = win32_touch(caller, text);
    DWORD status;

    if (NT_SUCCESS(memory))
        memory = win32_touch(caller, handle);
    if (!NT_SUCCESS(memory))
        return rpc_status(memory);
    status = rpc_string_binding_read(w, text, &address, &qos);
    if (status != RPC_S_OK)
        return status;
    runtime = rpc_runtime_of(caller->process);
    binding = ex_alloc(w->pool, EX_KIND_Rpc, sizeof *binding);
    binding->id = ++runtime->last_id;
    binding->address = address;
    binding->transport = binding->qos = qos;
    binding->next = runtime->bindings;
    runtime->bindings = binding;
    *handle = rpc_handle(binding->id);
    return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY RpcBindingFromStringBindingW(RPC_WSTR StringBinding,
                                                  RPC_BINDING_HANDLE *Binding)
{
    PETHREAD caller = ps_current_thread();
    DWORD status;

    call_enter_plain(caller->header.world);
    status = make_binding(caller, StringBinding, Binding);
    leave_value(caller->header.world, FACT_ERROR, status);
    return (RPC_STATUS)status;
}

/* ---- RpcBindingSetAuthInfoEx ---- */

/* What a client wants to be. */
struct wish {
    PETHREAD caller;
    struct rpc_binding *binding;
    ULONG level, service;
    const void *identity;
    RPC_SECURITY_QOS given;
    bool has_qos;
};

static bool service_exists(ULONG service)
{
    switch (service) {
    case RPC_C_AUTHN_NONE:
    case RPC_C_AUTHN_GSS_NEGOTIATE:
    case RPC_C_AUTHN_WINNT:
    case RPC_C_AUTHN_GSS_SCHANNEL:
    case RPC_C_AUTHN_GSS_KERBEROS:
    case RPC_C_AUTHN_DEFAULT:
        return true;
    default:
        return false;
    }
}

static DWORD check_service(const struct wish *wish)
{
    struct srm_world *w = wish->caller->header.world;
    const ULONG service = wish->service;
    const bool usual = service == RPC_C_AUTHN_NONE || service == RPC_C_AUTHN_WINNT ||
                       service == RPC_C_AUTHN_DEFAULT;

    if (!rule_on(w, rpc_binding, service_known, service_exists(service),
                 NUMBER_FACT("AuthnSvc", service)))
        return RPC_S_UNKNOWN_AUTHN_SERVICE;
    if (!rule(w, rpc_binding, service_of_protocol,
              usual || wish->binding->address.protocol == RPC_OVER_PIPES))
        return RPC_S_UNKNOWN_AUTHN_SERVICE;
    if (!rule(w, rpc_binding, service_modelled, usual))
        return rpc_not_modelled(w, "an authentication service but RPC_C_AUTHN_WINNT");
    if (!rule_on(w, rpc_binding, level_known, wish->level <= RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
                 NUMBER_FACT("AuthnLevel", wish->level)))
        return RPC_S_UNKNOWN_AUTHN_LEVEL;
    if (!rule(w, rpc_binding, callers_identity, wish->identity == NULL))
        return rpc_not_modelled(w, "calling with a name and a password");
    return RPC_S_OK;
}

static DWORD check_qos(const struct wish *wish)
{
    struct srm_world *w = wish->caller->header.world;
    const RPC_SECURITY_QOS *given = &wish->given;

    if (!rule(w, rpc_binding, qos_given, wish->has_qos))
        return RPC_S_OK;
    if (!rule(w, rpc_binding, version_modelled, given->Version == RPC_C_SECURITY_QOS_VERSION))
        return rpc_not_modelled(w, "an RPC_SECURITY_QOS of a later version");
    if (!rule(w, rpc_binding, capabilities_modelled,
              (given->Capabilities & ~RPC_C_QOS_CAPABILITIES_IGNORE_DELEGATE_FAILURE) == 0))
        return rpc_not_modelled(w, "mutual authentication and the like");
    return rule(w, rpc_binding, qos_valid,
                given->IdentityTracking <= RPC_C_QOS_IDENTITY_DYNAMIC &&
                    given->ImpersonationType <= RPC_C_IMP_LEVEL_DELEGATE)
               ? RPC_S_OK
               : RPC_S_INVALID_ARG;
}

/*
 * The level that the server can have. Packages of the network know neither Anonymous nor
 * Identification, and that of RPC_C_AUTHN_WINNT no delegation.
 */
static SECURITY_IMPERSONATION_LEVEL level_of(const struct wish *wish, bool *undelegated)
{
    static const SECURITY_IMPERSONATION_LEVEL levels[] = {
        [RPC_C_IMP_LEVEL_DEFAULT] = SecurityImpersonation,
        [RPC_C_IMP_LEVEL_ANONYMOUS] = SecurityAnonymous,
        [RPC_C_IMP_LEVEL_IDENTIFY] = SecurityIdentification,
        [RPC_C_IMP_LEVEL_IMPERSONATE] = SecurityImpersonation,
        [RPC_C_IMP_LEVEL_DELEGATE] = SecurityDelegation,
    };
    const struct srm_world *w = wish->caller->header.world;
    SECURITY_IMPERSONATION_LEVEL level = levels[wish->given.ImpersonationType];

    *undelegated = false;
    if (!rule(w, rpc_binding, over_pipes, wish->binding->address.protocol == RPC_OVER_PIPES))
        return level;
    if (rule(w, rpc_binding, delegation, level == SecurityDelegation)) {
        *undelegated =
            !rule(w, rpc_binding, failure_ignored,
                  (wish->given.Capabilities & RPC_C_QOS_CAPABILITIES_IGNORE_DELEGATE_FAILURE) != 0);
        return SecurityImpersonation;
    }
    return policy(w, package_levels) ? SecurityImpersonation : level;
}

/* Whom the thread acts as now, at the level that it has: the transport asks for less, if at all. */
static NTSTATUS keep_identity(PETHREAD caller, SECURITY_CLIENT_CONTEXT *identity)
{
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ImpersonationLevel = caller->impersonating ? caller->block->level : SecurityDelegation,
        .ContextTrackingMode = SECURITY_STATIC_TRACKING,
    };

    return SeCreateClientSecurity(caller, &qos, FALSE, identity);
}

static void replace(struct rpc_binding *binding, const SECURITY_QUALITY_OF_SERVICE *qos,
                    const SECURITY_CLIENT_CONTEXT *identity)
{
    rpc_binding_disconnect(binding);
    if (binding->identity.ClientToken)
        SeDeleteClientSecurity(&binding->identity);
    binding->identity = *identity;
    binding->qos = *qos;
}

static DWORD authenticate(const struct wish *wish)
{
    const struct srm_world *w = wish->caller->header.world;
    struct rpc_binding *binding = wish->binding;
    SECURITY_CLIENT_CONTEXT identity = {.ClientToken = NULL};
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ContextTrackingMode = wish->given.IdentityTracking == RPC_C_QOS_IDENTITY_DYNAMIC,
    };
    bool undelegated;
    NTSTATUS status = STATUS_SUCCESS;

    qos.ImpersonationLevel = level_of(wish, &undelegated);
    if (rule_on(w, rpc_binding, identity_kept, !qos.ContextTrackingMode,
                EX_FACT("IdentityTracking", FACT_TRACKING, qos.ContextTrackingMode)))
        status = keep_identity(wish->caller, &identity);
    if (!NT_SUCCESS(status))
        return rpc_status(status);
    replace(binding, &qos, &identity);
    binding->authenticated = true;
    binding->undelegated = undelegated;
    return RPC_S_OK;
}

static DWORD set_security(struct wish *wish, RPC_BINDING_HANDLE handle, const void *qos)
{
    struct srm_world *w = wish->caller->header.world;
    DWORD status = rpc_binding_by_handle(wish->caller, handle, &wish->binding);
    NTSTATUS memory = STATUS_SUCCESS;

    if (status == RPC_S_OK)
        status = check_service(wish);
    if (status == RPC_S_OK && wish->has_qos)
        memory = win32_read(wish->caller, &wish->given, qos, sizeof wish->given);
    if (status == RPC_S_OK)
        status = NT_SUCCESS(memory) ? check_qos(wish) : rpc_status(memory);
    if (status != RPC_S_OK)
        return status;
    if (!rule(w, rpc_binding, idle, rpc_binding_outcome(w, wish->binding) != STATUS_PENDING))
        return rpc_not_modelled(w, "other security for a call that is in progress");
    if (rule(w, rpc_binding, authenticates,
             wish->service != RPC_C_AUTHN_NONE && wish->level != RPC_C_AUTHN_LEVEL_NONE))
        return authenticate(wish);
    replace(wish->binding, &wish->binding->transport,
            &(SECURITY_CLIENT_CONTEXT){.ClientToken = NULL});
    wish->binding->authenticated = wish->binding->undelegated = false;
    return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY RpcBindingSetAuthInfoExW(RPC_BINDING_HANDLE Binding, RPC_WSTR ServerPrincName,
                                              ULONG AuthnLevel, ULONG AuthnSvc,
                                              RPC_AUTH_IDENTITY_HANDLE AuthIdentity, ULONG AuthzSvc,
                                              RPC_SECURITY_QOS *SecurityQOS)
{
    struct wish wish = {
        .caller = ps_current_thread(),
        .level = AuthnLevel,
        .service = AuthnSvc,
        .identity = AuthIdentity,
        .has_qos = SecurityQOS != NULL,
    };
    const struct srm_world *w = wish.caller->header.world;
    DWORD status;

    (void)ServerPrincName; /* RPC_C_AUTHN_WINNT does not look at the server */
    (void)AuthzSvc;        /* which it ignores */
    call_enter(w, HANDLE_FACT("Binding", Binding), NUMBER_FACT("AuthnSvc", AuthnSvc));
    status = set_security(&wish, Binding, SecurityQOS);
    leave_value(w, FACT_ERROR, status);
    return (RPC_STATUS)status;
}

/* ---- RpcBindingFree ---- */

static void forget(struct rpc_runtime *runtime, struct rpc_binding *binding)
{
    struct rpc_binding **link = &runtime->bindings;

    while (*link != binding)
        link = &(*link)->next;
    *link = binding->next;
    rpc_binding_disconnect(binding);
    if (binding->identity.ClientToken)
        SeDeleteClientSecurity(&binding->identity);
    ex_free(runtime->world->pool, binding);
}

static DWORD free_binding(PETHREAD caller, RPC_BINDING_HANDLE *handle)
{
    struct srm_world *w = caller->header.world;
    NTSTATUS memory = win32_touch(caller, handle);
    struct rpc_binding *binding = NULL;
    DWORD status;

    if (!NT_SUCCESS(memory))
        return rpc_status(memory);
    status = rpc_binding_by_handle(caller, *handle, &binding);
    if (status != RPC_S_OK)
        return status;
    if (!rule(w, rpc_binding, idle, rpc_binding_outcome(w, binding) != STATUS_PENDING))
        return rpc_not_modelled(w, "freeing a binding while a call is in progress");
    forget(rpc_runtime_of(caller->process), binding);
    *handle = NULL;
    return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY RpcBindingFree(RPC_BINDING_HANDLE *Binding)
{
    PETHREAD caller = ps_current_thread();
    DWORD status;

    call_enter_plain(caller->header.world);
    status = free_binding(caller, Binding);
    leave_value(caller->header.world, FACT_ERROR, status);
    return (RPC_STATUS)status;
}
