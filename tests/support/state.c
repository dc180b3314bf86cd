#include "support/state.h"

#include "support/suite.h"

#include "ipc/pipe_queue.h"
#include "ipc/port.h"

#include <stdio.h>
#include <string.h>

/* Where facts about one object go. */
struct writer {
    struct state *state;
    const char *type;
    uint64_t id;
};

static void put(struct writer *writer, const char *what, uint64_t value)
{
    struct state *state = writer->state;

    require(state->count < STATE_MAX, "the state is too large");
    state->entries[state->count++] =
        (struct state_entry){.type = writer->type, .what = what, .id = writer->id, .value = value};
}

static uint64_t id_of(const void *object)
{
    return object ? ((const struct ob_header *)object)->id : 0;
}

/* FNV-1a: long content as one number. */
static uint64_t digest(const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t value = UINT64_C(0xCBF29CE484222325);

    for (size_t i = 0; i < size; i++)
        value = (value ^ at[i]) * UINT64_C(0x100000001B3);
    return value;
}

static uint64_t digest_of_list(const struct rtl_acl *acl)
{
    return acl ? digest(&acl->bytes, acl->size) : 0;
}

static void put_descriptor(struct writer *writer, const struct rtl_descriptor *descriptor)
{
    put(writer, "descriptor", descriptor != NULL);
    if (!descriptor)
        return;
    put(writer, "control", descriptor->control);
    put(writer, "owner", digest(&descriptor->owner, sizeof descriptor->owner));
    put(writer, "group", digest(&descriptor->group, sizeof descriptor->group));
    put(writer, "DACL", digest_of_list(descriptor->dacl));
    put(writer, "SACL", digest_of_list(descriptor->sacl));
}

static void put_claims(struct writer *writer, const struct se_claims *claims)
{
    put(writer, "claims", claims != NULL);
    if (!claims)
        return;
    put(writer, "device groups",
        digest(se_claims_device_groups(claims), claims->device_group_count * sizeof(SE_SID)));
    for (int i = 0; i < SE_CLAIMS_COUNT; i++)
        put(writer, "claims",
            digest(se_claims_bytes(claims, (enum se_claims_source)i), claims->sizes[i]));
}

static void put_body(struct writer *writer, const struct se_token *token)
{
    const struct se_body *body = token->body;
    const size_t sids = (size_t)body->count + body->restricting_count + body->capability_count;

    put(writer, "groups", body->count);
    put(writer, "restricting SIDs", body->restricting_count);
    put(writer, "capabilities", body->capability_count);
    put(writer, "SIDs", digest(body->sids, sids * sizeof(SE_SID)));
    put(writer, "attributes", digest(token->attributes->values, body->count * sizeof(uint32_t)));
    put(writer, "package", body->lowbox ? digest(&body->package, sizeof(SE_SID)) : 0);
    put(writer, "trust", (uint64_t)token->trust_type << 32 | token->trust_level);
    put_claims(writer, body->claims);
}

static void put_token(struct writer *writer, const struct se_token *token)
{
    put(writer, "AuthenticationId", rtl_luid_value(token->AuthenticationId));
    put(writer, "ParentTokenId", rtl_luid_value(token->ParentTokenId));
    put(writer, "OriginatingLogonSession", rtl_luid_value(token->OriginatingLogonSession));
    put(writer, "ModifiedId", rtl_luid_value(token->ModifiedId));
    put(writer, "type", (uint64_t)token->type);
    put(writer, "level", (uint64_t)token->level);
    put(writer, "elevation", (uint64_t)token->elevation);
    put(writer, "elevated", token->elevated);
    put(writer, "filtered", token->filtered);
    put(writer, "sandbox-inert", token->sandbox_inert);
    put(writer, "write-restricted", token->write_restricted);
    put(writer, "UI access", token->ui_access);
    put(writer, "virtualization allowed", token->virtualization_allowed);
    put(writer, "virtualization enabled", token->virtualization_enabled);
    put(writer, "AppContainer number", token->app_container_number);
    put(writer, "integrity", token->integrity);
    put(writer, "mandatory policy", token->mandatory_policy);
    put(writer, "SessionId", token->SessionId);
    put(writer, "dynamic part", token->dynamic_charged);
    put(writer, "privileges", token->present);
    put(writer, "enabled privileges", token->enabled);
    put(writer, "privileges enabled by default", token->enabled_by_default);
    put(writer, "default owner", token->owner);
    put(writer, "primary group", token->primary_group);
    put(writer, "default DACL", digest_of_list(token->default_dacl));
    put_body(writer, token);
    put_descriptor(writer, token->header.descriptor);
}

static void put_thread(struct writer *writer, const struct _ETHREAD *thread)
{
    put(writer, "process", id_of(thread->process));
    put(writer, "exited", thread->exited);
    put(writer, "exit status", (uint32_t)thread->exit_status);
    put(writer, "previous mode", (uint64_t)thread->previous_mode);
    put(writer, "impersonating", thread->impersonating);
    if (thread->impersonating) {
        put(writer, "impersonated token", id_of(thread->block->token));
        put(writer, "copy on open", thread->block->copy_on_open);
        put(writer, "effective only", thread->block->effective_only);
        put(writer, "thread level", (uint64_t)thread->block->level);
    }
    put(writer, "waits for", (uint64_t)thread->wait.kind);
    put(writer, "waits at", id_of(thread->wait.port));
    put(writer, "waits for message", thread->wait.message_id);
    put(writer, "last wait", (uint32_t)thread->waited);
}

static void put_port(struct writer *writer, const struct ipc_port *port)
{
    put(writer, "role", (uint64_t)port->role);
    put(writer, "origin", id_of(port->origin));
    put(writer, "other end", id_of(port->other));
    put(writer, "server", id_of(port->server));
    put(writer, "accepted", port->accepted);
    put(writer, "static context", port->captured ? id_of(port->security.ClientToken) : 0);
    put(writer, "name", port->named.path != NULL);
    for (const struct ipc_message *message = port->queue; message; message = message->next)
        put(writer, "message", message->header.MessageId);
}

static void put_client(struct writer *writer, const SECURITY_CLIENT_CONTEXT *client)
{
    put(writer, "client", id_of(client->ClientToken));
}

static void put_instance(struct writer *writer, const struct ipc_instance *instance)
{
    put(writer, "state", instance->state);
    put(writer, "dynamic", instance->dynamic);
    put(writer, "impersonation disabled", instance->impersonation_disabled);
    put(writer, "was read", instance->was_read);
    put(writer, "client's process", instance->process_ids[IPC_CLIENT]);
    put(writer, "instances", instance->pipe->count);
    put_client(writer, &instance->client);
    for (const struct ipc_request *request = instance->requests; request; request = request->next) {
        put(writer, "request", (uint64_t)request->operation);
        put(writer, "request's side", (uint64_t)request->side);
        put(writer, "request's thread", id_of(request->thread));
    }
}

static void put_end(struct writer *writer, const struct ipc_pipe_end *end)
{
    if (end->header.type != &ipc_pipe_end_type)
        return;
    put(writer, "side", (uint64_t)end->side);
    put(writer, "read mode", end->read_mode);
    put(writer, "completion mode", end->completion_mode);
    put(writer, "attached", end->instance != NULL);
    for (const struct ipc_data *data = end->unread.first; data; data = data->next) {
        put(writer, "unread", data->size - data->taken);
        put(writer, "waits", data->writer != NULL);
        put_client(writer, &data->client);
    }
    if (end->instance)
        put_instance(writer, end->instance);
}

static void put_process(struct writer *writer, const struct _EPROCESS *process)
{
    put(writer, "token", id_of(process->token));
    put(writer, "job", id_of(process->job));
    put(writer, "exited", process->exited);
    put(writer, "exit status", (uint32_t)process->exit_status);
    put(writer, "open handles", process->handles.count);
    for (uint32_t i = 0; i < process->handles.capacity; i++) {
        const struct ob_handle *entry = &process->handles.entries[i];

        if (!entry->object)
            continue;
        put(writer, "handle", i);
        put(writer, "handle's object", id_of(entry->object));
        put(writer, "handle's rights", entry->granted);
    }
}

void state_record(struct state *state, const struct graph *graph)
{
    state->count = 0;
    for (size_t i = 0; i < graph->count; i++) {
        const struct graph_node *node = &graph->nodes[i];
        struct writer writer = {.state = state, .type = ex_kind_name(node->kind)};

        if (node->kind != EX_KIND_Token && node->kind != EX_KIND_Thread &&
            node->kind != EX_KIND_Process && node->kind != EX_KIND_Port &&
            node->kind != EX_KIND_PipeEnd)
            continue;
        writer.id = id_of(node->object);
        if (node->kind == EX_KIND_Token)
            put_token(&writer, node->object);
        else if (node->kind == EX_KIND_Thread)
            put_thread(&writer, node->object);
        else if (node->kind == EX_KIND_Port)
            put_port(&writer, node->object);
        else if (node->kind == EX_KIND_PipeEnd)
            put_end(&writer, node->object);
        else
            put_process(&writer, node->object);
    }
}

static const char *tell(const struct state_entry *before, const struct state_entry *after)
{
    static char text[200];

    snprintf(text, sizeof text, "%s %#llx: %s was %#llx, and now %s %#llx has %s %#llx",
             before->type, (unsigned long long)before->id, before->what,
             (unsigned long long)before->value, after->type, (unsigned long long)after->id,
             after->what, (unsigned long long)after->value);
    return text;
}

static bool same_entry(const struct state_entry *a, const struct state_entry *b)
{
    return a->id == b->id && a->value == b->value && strcmp(a->what, b->what) == 0 &&
           strcmp(a->type, b->type) == 0;
}

const char *state_difference(const struct state *before, const struct state *after)
{
    for (size_t i = 0; i < before->count && i < after->count; i++)
        if (!same_entry(&before->entries[i], &after->entries[i]))
            return tell(&before->entries[i], &after->entries[i]);
    return before->count == after->count ? NULL : "objects came or went";
}

static bool is_token(const struct state_entry *entry)
{
    return strcmp(entry->type, "Token") == 0;
}

/* Where the facts about a token begin; count if it is gone. */
static size_t find_token(const struct state *state, uint64_t id)
{
    size_t place = 0;

    while (place < state->count &&
           !(state->entries[place].id == id && is_token(&state->entries[place])))
        place++;
    return place;
}

const char *state_token_difference(const struct state *before, const struct state *after,
                                   uint64_t except)
{
    for (size_t i = 0; i < before->count;) {
        const uint64_t id = before->entries[i].id;
        size_t other = is_token(&before->entries[i]) ? find_token(after, id) : after->count;

        for (; i < before->count && before->entries[i].id == id; i++, other++)
            if (other < after->count && id != except &&
                !same_entry(&before->entries[i], &after->entries[other]))
                return tell(&before->entries[i], &after->entries[other]);
    }
    return NULL;
}
