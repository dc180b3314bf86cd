/* Impersonating the client of a port, in the order of checks of impersonation.md 6.9. */
#include "ex/rules.h"
#include "ipc/port.h"
#include "se/anonymous.h"
#include "se/gate.h"

NTSTATUS ipc_port_check_client(const struct ipc_port *port, const struct _ETHREAD *client,
                               ULONG message_id)
{
    const struct srm_world *w = port->named.header.world;
    bool waits = client->wait.kind == PS_WAITS_FOR_REPLY;

    if (!rule_on(w, port_client, connected, port->other != NULL, ob_fact("port", port)))
        return STATUS_PORT_DISCONNECTED;
    if (rule_on(w, port_client, forbidden, waits && client->wait.no_impersonation,
                THREAD("client", client)))
        return STATUS_ACCESS_DENIED;
    if (!rule_on(w, port_client, waits_for_this,
                 waits && message_id != 0 && client->wait.message_id == message_id,
                 NUMBER_FACT("message", message_id),
                 NUMBER_FACT("client waits for", client->wait.message_id)))
        return STATUS_REPLY_MESSAGE_MISMATCH;
    return rule(w, port_client, of_this_port, ipc_port_owes(port, client, message_id))
               ? STATUS_SUCCESS
               : STATUS_REPLY_MESSAGE_MISMATCH;
}

/*
 * The context that counts: the port's if tracking is static, else that of the thread as it is now,
 * which *owned says has to be deleted.
 */
static NTSTATUS find_context(const struct ipc_port *port, PETHREAD client,
                             SECURITY_CLIENT_CONTEXT *security, bool *owned)
{
    const struct srm_world *w = port->named.header.world;
    SECURITY_QUALITY_OF_SERVICE qos = port->other->qos;

    *owned = !rule(w, port_client, static_tracking, port->other->captured);
    if (*owned)
        return SeCreateClientSecurity(client, &qos, FALSE, security);
    *security = port->other->security;
    return STATUS_SUCCESS;
}

NTSTATUS ipc_port_impersonate(const struct ipc_port *port, PETHREAD client)
{
    SECURITY_CLIENT_CONTEXT security;
    bool owned;
    NTSTATUS status = find_context(port, client, &security, &owned);

    if (!NT_SUCCESS(status))
        return status;
    status = SeImpersonateClientEx(&security, NULL);
    if (owned)
        SeDeleteClientSecurity(&security);
    return status;
}

/* ---- ALPC ---- */

/* The level that the server would come to. */
static SECURITY_IMPERSONATION_LEVEL level_of(const struct srm_world *w,
                                             const SECURITY_CLIENT_CONTEXT *security)
{
    SECURITY_IMPERSONATION_LEVEL level = security->SecurityQos.ImpersonationLevel;

    if (policy(w, alpc_required_level))
        return level;
    return se_gate(w, ps_current_thread()->process->token, security->ClientToken, level) ==
                   SE_GATE_ALLOWS
               ? level
               : SecurityIdentification;
}

static NTSTATUS impersonate_if(const struct ipc_port *port, SECURITY_CLIENT_CONTEXT *security,
                               const struct ipc_demand *demand)
{
    const struct srm_world *w = port->named.header.world;

    if (rule(w, port_client, level_required, demand->required) &&
        !rule_on(w, port_client, level_reached, level_of(w, security) >= demand->level,
                 LEVEL_FACT("required", demand->level)))
        return STATUS_BAD_IMPERSONATION_LEVEL;
    return SeImpersonateClientEx(security, NULL);
}

static NTSTATUS impersonate_client(const struct ipc_port *port, PETHREAD client,
                                   const struct ipc_demand *demand)
{
    SECURITY_CLIENT_CONTEXT security;
    bool owned = false;
    NTSTATUS status;

    if (!rule(port->named.header.world, alpc, client_allows, port->other->allows))
        return STATUS_ACCESS_DENIED;
    status = find_context(port, client, &security, &owned);
    if (!NT_SUCCESS(status))
        return status;
    status = impersonate_if(port, &security, demand);
    if (owned)
        SeDeleteClientSecurity(&security);
    return status;
}

/* Does the server take the anonymous logon instead? No source says of which refusals. */
static bool falls_back(const struct srm_world *w, const struct ipc_demand *demand, NTSTATUS status)
{
    bool refused = status == STATUS_BAD_IMPERSONATION_LEVEL ||
                   (status == STATUS_ACCESS_DENIED && policy(w, alpc_anonymous_fallback));

    return rule(w, alpc, anonymous_instead, refused && demand->or_anonymous);
}

NTSTATUS ipc_port_impersonate_alpc(const struct ipc_port *port, PETHREAD client,
                                   const struct ipc_demand *demand)
{
    struct srm_world *w = port->named.header.world;
    NTSTATUS status = impersonate_client(port, client, demand);

    if (!NT_SUCCESS(status) && falls_back(w, demand, status)) {
        bool everyone = rule(w, anonymous, includes_everyone, w->everyone_includes_anonymous);

        status = PsImpersonateClient(ps_current_thread(), se_anonymous_token(w, everyone), TRUE,
                                     FALSE, SecurityImpersonation);
    }
    return status;
}
