#include "scenario/shadow.h"

#include "scenario/properties.h"
#include "scenario/runner.h"

#include "ex/pool.h"

#include <string.h>

/* ---- which objects there are ---- */

typedef void visit(struct runner *run, const void *object, enum word_space space, const char *name);

static const char *token_name(struct runner *run, const struct se_token *token)
{
    struct text text = {.bytes = NULL};
    if (!run->shadows.named) {
        return "";
    }
    names_print_token(run, token, &text);
    const char *name = arena_copy(&run->arena, text.bytes, text.length);
    text_free(&text);
    return name;
}

static void visit_token(struct runner *run, const struct se_token *token, visit *each)
{
    if (token) {
        each(run, token, SPACE_TOKEN_PROPERTY, token_name(run, token));
    }
}

static void visit_thread(struct runner *run, const struct name *name, visit *each)
{
    const struct _ETHREAD *thread = name->object;
    each(run, thread, SPACE_THREAD_PROPERTY, name->text);
    visit_token(run, thread->impersonating ? thread->block->token : NULL, each);
}

static void visit_process(struct runner *run, const struct name *name, visit *each)
{
    const struct _EPROCESS *process = name->object;
    each(run, process, SPACE_PROCESS_PROPERTY, name->text);
    visit_token(run, process->token, each);
    for (uint32_t i = 0; i < process->handles.capacity; i++) {
        const struct ob_header *header = process->handles.entries[i].object;
        if (header && header->type == &se_token_type) {
            visit_token(run, process->handles.entries[i].object, each);
        }
    }
}

static void visit_object(struct runner *run, const struct name *name, visit *each)
{
    const struct ob_header *header = name->object;
    if (header->type != &ipc_port_type) {
        each(run, name->object, SPACE_OBJECT_PROPERTY, name->text);
        return;
    }
    const struct ipc_port *port = name->object;
    each(run, port, SPACE_PORT_PROPERTY, name->text);
    visit_token(run, port->captured ? port->security.ClientToken : NULL, each);
}

static void visit_pipe_end(struct runner *run, const struct name *name, visit *each)
{
    const struct ipc_pipe_end *end = name->object;
    each(run, end, SPACE_PIPE_END_PROPERTY, name->text);
    visit_token(run, end->instance ? end->instance->client.ClientToken : NULL, each);
}

static void visit_name(struct runner *run, const struct name *name, visit *each)
{
    if (name->kind == NAME_PROCESS) {
        visit_process(run, name, each);
    } else if (name->kind == NAME_THREAD) {
        visit_thread(run, name, each);
    } else if (name->kind == NAME_TOKEN) {
        visit_token(run, name->object, each);
    } else if (name->kind == NAME_OBJECT) {
        visit_object(run, name, each);
    } else if (name->kind == NAME_PIPE_END) {
        visit_pipe_end(run, name, each);
    } else if (name->kind == NAME_CLIENT_CONTEXT) {
        each(run, name->object, SPACE_CLIENT_PROPERTY, name->text);
        visit_token(run, ((PSECURITY_CLIENT_CONTEXT)name->object)->ClientToken, each);
    } else if (name->kind == NAME_SUBJECT_CONTEXT) {
        const SECURITY_SUBJECT_CONTEXT *subject = name->object;
        each(run, subject, SPACE_SUBJECT_PROPERTY, name->text);
        visit_token(run, subject->ClientToken, each);
        visit_token(run, subject->PrimaryToken, each);
    } else if (name->kind == NAME_STATE) {
        each(run, name->object, SPACE_STATE_PROPERTY, name->text);
        visit_token(run, ((PSE_IMPERSONATION_STATE)name->object)->Token, each);
    }
}

void shadow_each_object(struct runner *run, visit *each)
{
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        if (name->state == NAME_READY && name->object) {
            visit_name(run, name, each);
        }
    }
}

/* ---- taking them ---- */

static struct shadow *shadow_find(const struct runner *run, const void *object)
{
    for (size_t i = 0; i < run->shadows.count; i++) {
        if (run->shadows.shadows[i].object == object) {
            return &run->shadows.shadows[i];
        }
    }
    return NULL;
}

/* What is shared is copied by whoever changes it, as long as the shadow refers to it too. */
static void hold_token(struct shadow *shadow, const struct se_token *token)
{
    shadow->before.token = *token;
    token->body->references++;
    token->attributes->references++;
    rtl_acl_reference(token->default_dacl);
    rtl_descriptor_reference(token->header.descriptor);
}

static void hold_object(const void *object)
{
    union {
        const void *constant;
        struct ob_header *variable;
    } header = {.constant = object};
    header.variable->references++;
}

static void take(struct runner *run, const void *object, enum word_space space, const char *name)
{
    struct shadow_table *table = &run->shadows;
    if (shadow_find(run, object)) {
        return;
    }
    table->shadows =
        array_grow(table->shadows, table->count, &table->capacity, sizeof *table->shadows);
    struct shadow *shadow = &table->shadows[table->count++];
    shadow->object = object;
    shadow->space = space;
    shadow->name = name;
    if (space == SPACE_TOKEN_PROPERTY) {
        hold_object(object);
        hold_token(shadow, object);
    } else if (space == SPACE_THREAD_PROPERTY) {
        const struct _ETHREAD *thread = object;
        shadow->before.thread = *thread;
        shadow->before.block =
            thread->block ? *thread->block : (struct ps_impersonation){.token = NULL};
        shadow->before.thread.block = NULL;
    } else if (space == SPACE_PROCESS_PROPERTY) {
        shadow->before.process = *(const struct _EPROCESS *)object;
    } else if (space == SPACE_OBJECT_PROPERTY) {
        shadow->before.named = *(const struct ob_named *)object;
        rtl_descriptor_reference(shadow->before.named.header.descriptor);
    } else if (space == SPACE_PORT_PROPERTY) {
        shadow->before.port = *(const struct ipc_port *)object;
    } else if (space == SPACE_PIPE_END_PROPERTY) {
        const struct ipc_pipe_end *end = object;
        shadow->before.end = *end;
        if (end->instance) {
            shadow->before.instance = *end->instance;
        }
    } else if (space == SPACE_CLIENT_PROPERTY) {
        shadow->before.client = *(const SECURITY_CLIENT_CONTEXT *)object;
    } else if (space == SPACE_SUBJECT_PROPERTY) {
        shadow->before.subject = *(const SECURITY_SUBJECT_CONTEXT *)object;
    } else {
        shadow->before.state = *(const SE_IMPERSONATION_STATE *)object;
    }
}

void shadow_take(struct runner *run)
{
    run->shadows.count = 0;
    run->change_count = 0;
    run->shadows.named = run->options->observer != NULL;
    shadow_each_object(run, take);
}

/* ---- comparing ---- */

static const char *printed(struct runner *run, const struct property *property,
                           const struct value *value)
{
    struct text text = {.bytes = NULL};
    kind_print(run, property->kind, value, &text);
    const char *copy = arena_copy(&run->arena, text.bytes ? text.bytes : "", text.length);
    text_free(&text);
    return copy;
}

static void add_change(struct runner *run, const char *object, const struct property *property,
                       const struct value *before, const struct value *now)
{
    run->changes =
        array_grow(run->changes, run->change_count, &run->change_capacity, sizeof *run->changes);
    run->changes[run->change_count++] = (struct change){
        .object = object,
        .property = property->name,
        .before = before ? printed(run, property, before) : NULL,
        .after = now ? printed(run, property, now) : NULL,
    };
}

/* Most tokens are what they were, which their bytes say at once. */
static bool token_is_the_same(const struct shadow *shadow)
{
    const struct se_token *token = shadow->object;
    struct se_token before = shadow->before.token;
    before.header.references = token->header.references;
    before.header.handles = token->header.handles;
    return memcmp(&before, token, sizeof before) == 0;
}

static const char *shadow_name(struct runner *run, const struct shadow *shadow)
{
    if (shadow->name[0] != '\0') {
        return shadow->name;
    }
    bool named = run->shadows.named;
    run->shadows.named = true;
    const char *name = token_name(run, shadow->object);
    run->shadows.named = named;
    return name;
}

static void compare_one(struct runner *run, struct shadow *shadow)
{
    if (shadow->space == SPACE_TOKEN_PROPERTY && token_is_the_same(shadow)) {
        return;
    }
    if (shadow->space == SPACE_THREAD_PROPERTY) {
        shadow->before.thread.block = &shadow->before.block;
    }
    if (shadow->space == SPACE_PIPE_END_PROPERTY && shadow->before.end.instance) {
        shadow->before.end.instance = &shadow->before.instance;
    }
    for (const struct property *property = properties_of(shadow->space);
         property->space == shadow->space; property++) {
        struct value before = {.number = 0}, now = {.number = 0};
        if (!property->state) {
            continue;
        }
        property->read(&shadow->before, &before);
        property->read(shadow->object, &now);
        if (!kind_same(property->kind, &before, &now)) {
            add_change(run, shadow_name(run, shadow), property, &before, &now);
        }
    }
}

static void drop_token(struct runner *run, const struct shadow *shadow)
{
    struct srm_world *w = run->world;
    union {
        const void *constant;
        struct ob_header *variable;
    } header = {.constant = shadow->object};
    if (--shadow->before.token.attributes->references == 0) {
        ex_free(w->pool, shadow->before.token.attributes);
    }
    shadow->before.token.body->references--;
    rtl_acl_dereference(w, shadow->before.token.default_dacl);
    rtl_descriptor_dereference(w, shadow->before.token.header.descriptor);
    if (--header.variable->references == 0) {
        ob_delete(header.variable);
    }
}

/* What there was not before. */
static void compare_new(struct runner *run, const void *object, enum word_space space,
                        const char *name)
{
    if (shadow_find(run, object)) {
        return;
    }
    for (const struct property *property = properties_of(space); property->space == space;
         property++) {
        struct value now = {.number = 0};
        property->read(object, &now);
        if (property->state) {
            add_change(run, name, property, NULL, &now);
        }
    }
    /* Once is enough: from now on it is known, without anything to give back. */
    struct shadow_table *table = &run->shadows;
    table->shadows =
        array_grow(table->shadows, table->count, &table->capacity, sizeof *table->shadows);
    table->shadows[table->count++] = (struct shadow){.object = object, .space = SPACE_NONE};
}

void shadow_compare(struct runner *run)
{
    for (size_t i = 0; i < run->shadows.count; i++) {
        compare_one(run, &run->shadows.shadows[i]);
    }
    if (run->options->observer) {
        shadow_each_object(run, compare_new);
    }
    for (size_t i = 0; i < run->shadows.count; i++) {
        const struct shadow *shadow = &run->shadows.shadows[i];
        if (shadow->space == SPACE_TOKEN_PROPERTY) {
            drop_token(run, shadow);
        } else if (shadow->space == SPACE_OBJECT_PROPERTY) {
            rtl_descriptor_dereference(run->world, shadow->before.named.header.descriptor);
        }
    }
}
