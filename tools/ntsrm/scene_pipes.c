#include "scene_private.h"

#include "ipc/pipe_queue.h"

/* How many instances the pipe has up to this one. */
static unsigned number_of(const struct ipc_instance *instance)
{
    const struct ipc_instance *at = instance->pipe->instances;
    unsigned number = 1;
    for (; at != NULL && at != instance; at = at->next) {
        number++;
    }
    return number;
}

static void visit_end(const struct look *look, const struct ob_header *object)
{
    const struct ipc_pipe_end *end = (const void *)object;
    const struct ipc_instance *instance = end->instance;
    unsigned number = instance != NULL ? number_of(instance) : 1;
    if (scene_end_found(look, object, look->caller, number) && end->side == IPC_CLIENT &&
        instance != NULL) {
        const struct ipc_pipe_end *server = instance->ends[IPC_SERVER];
        scene_note_opening(look, &instance->qos,
                           scene_lane_of_end(look, server != NULL ? &server->header : NULL));
    }
}

/* Whoever made the server end keeps the client that it can impersonate. */
static void look_at_client(const struct look *look, const struct ipc_instance *instance)
{
    const struct ipc_pipe_end *server = instance->ends[IPC_SERVER];
    const struct scene_end *known = server != NULL ? scene_end_find(look, &server->header) : NULL;
    if (instance->client.ClientToken != NULL && known != NULL) {
        const char *name =
            scene_channel_name(look, "pipe", instance->pipe->named.path, known->number);
        scene_look_at_context(look, name, known->lane, &instance->client);
    }
}

static void look_at_message(const struct look *look, const struct ipc_queue *queue,
                            const struct ipc_data *message)
{
    const struct scene_parcel parcel = {.where = message, .channel = queue, .lane = look->caller};
    if (scene_parcel_found(look, &parcel) && message->client.ClientToken != NULL) {
        scene_note_carried(look, &message->client);
    }
    if (message->taken > 0) {
        scene_parcel_arrives(look, message);
    }
}

/* What is gone from a queue has been read, as long as there is somebody who reads. */
static void look_at_queue(const struct look *look, const struct ipc_instance *instance,
                          enum ipc_side reader)
{
    const struct ipc_pipe_end *end = instance->ends[reader];
    bool connected =
        instance->state == FILE_PIPE_CONNECTED_STATE || instance->state == FILE_PIPE_CLOSING_STATE;
    if (end == NULL) {
        return;
    }
    const struct ipc_queue *queue = &end->unread;
    for (const struct ipc_data *at = queue->first; at != NULL; at = at->next) {
        look_at_message(look, queue, at);
    }
    if (connected) {
        scene_parcels_arrive(look, queue);
    }
}

/* A write that waits is in the queue. */
static void look_at_waiting(const struct look *look, const struct ipc_instance *instance)
{
    for (const struct ipc_request *at = instance->requests; at != NULL; at = at->next) {
        const struct scene_parcel parcel = {
            .where = at, .channel = instance, .lane = look->caller, .waits = true};
        if (at->operation != IPC_WRITE) {
            scene_parcel_found(look, &parcel);
        }
    }
    scene_parcels_arrive(look, instance);
}

static void visit_instance(const struct look *look, const struct ob_header *object)
{
    const struct ipc_instance *instance =
        ((const struct ipc_pipe_end *)(const void *)object)->instance;
    if (instance != NULL) {
        look_at_client(look, instance);
        look_at_queue(look, instance, IPC_CLIENT);
        look_at_queue(look, instance, IPC_SERVER);
        look_at_waiting(look, instance);
    }
}

void scene_look_at_pipes(const struct look *look)
{
    scene_each_handle(look, &ipc_pipe_end_type, visit_end);
    scene_each_handle(look, &ipc_pipe_end_type, visit_instance);
}
