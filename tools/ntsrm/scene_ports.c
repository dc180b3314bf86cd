#include "scene_private.h"

#include "ipc/port.h"

/* The one for whom a port is made: who waits for it, or else the caller. */
static size_t maker_of(const struct look *look, const struct ipc_port *port)
{
    const struct srm_world *w = runner_world(look->runner);
    for (const struct _EPROCESS *process = w->processes; process; process = process->next) {
        for (const struct _ETHREAD *thread = process->threads; thread; thread = thread->next) {
            if (thread->wait.port == port && thread->wait.kind == PS_WAITS_FOR_CONNECTION) {
                return scene_lane_of(look->scene, thread->header.id);
            }
        }
    }
    return look->caller;
}

/* Clients that are captured are kept for whoever made the port that has the name. */
static void look_at_client_end(const struct look *look, const struct ipc_port *port)
{
    const struct ipc_port *origin = port->origin;
    size_t server = origin != NULL ? scene_lane_of_end(look, &origin->named.header) : SCENE_NOBODY;
    if (scene_end_found(look, &port->named.header, maker_of(look, port), 1)) {
        scene_note_opening(look, &port->qos, server);
    }
    if (port->captured && port->security.ClientToken != NULL && server != SCENE_NOBODY) {
        struct text name = {0};
        size_t client = scene_lane_of_end(look, &port->named.header);
        text_append_format(&name, "%s, for %s,",
                           scene_channel_name(look, "port", origin->named.path, 1),
                           look->scene->lanes[client].thread);
        scene_look_at_context(look, scene_keep_text(look->scene, &name), server, &port->security);
    }
}

static void look_at_port(const struct look *look, const struct ipc_port *port)
{
    if (port->role == IPC_PORT_CLIENT) {
        look_at_client_end(look, port);
    } else {
        scene_end_found(look, &port->named.header, look->caller, 1);
    }
    for (const struct ipc_message *at = port->queue; at != NULL; at = at->next) {
        scene_parcel_found(
            look, &(struct scene_parcel){.where = at, .channel = port, .lane = look->caller});
    }
    scene_parcels_arrive(look, port);
}

static void visit_port(const struct look *look, const struct ob_header *object)
{
    look_at_port(look, (const void *)object);
}

/* Who waits at a port holds it, even if nobody has a handle to it yet. */
static void look_at_waiting(const struct look *look, const struct _ETHREAD *thread)
{
    size_t lane = scene_lane_of(look->scene, thread->header.id);
    if (thread->wait.kind == PS_WAITS_FOR_NOTHING) {
        scene_parcels_arrive(look, thread);
        return;
    }
    look_at_port(look, thread->wait.port);
    scene_parcel_found(look, &(struct scene_parcel){
                                 .where = thread, .channel = thread, .lane = lane, .waits = true});
}

void scene_look_at_ports(const struct look *look)
{
    const struct srm_world *w = runner_world(look->runner);
    scene_each_handle(look, &ipc_port_type, visit_port);
    for (const struct _EPROCESS *process = w->processes; process; process = process->next) {
        for (const struct _ETHREAD *thread = process->threads; thread; thread = thread->next) {
            look_at_waiting(look, thread);
        }
    }
}
