/* Impersonating the client of a port, in the order of checks of impersonation.md 6.9. */
#include "ex/rules.h"
#include "ipc/port.h"

/* Tracking is dynamic: the context is that of the thread as it is now. */
static NTSTATUS impersonate_now(struct ipc_port *end, PETHREAD client)
{
    SECURITY_CLIENT_CONTEXT security;
    NTSTATUS status = SeCreateClientSecurity(client, &end->qos, FALSE, &security);

    if (!NT_SUCCESS(status))
        return status;
    status = SeImpersonateClientEx(&security, NULL);
    SeDeleteClientSecurity(&security);
    return status;
}

NTSTATUS ipc_port_impersonate(struct ipc_port *port, PETHREAD client, ULONG message_id)
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
    if (!rule(w, port_client, of_this_port, ipc_port_owes(port, client, message_id)))
        return STATUS_REPLY_MESSAGE_MISMATCH;
    return rule(w, port_client, static_tracking, port->other->captured)
               ? SeImpersonateClientEx(&port->other->security, NULL)
               : impersonate_now(port->other, client);
}
