#include "scenario/observe.h"

#include "scenario/assertions.h"
#include "scenario/properties.h"
#include "scenario/runner.h"
#include "scenario/shadow.h"
#include "scenario/steps.h"

#include "ipc/port.h"
#include "ob/named.h"
#include "rtl/luid.h"

#include <string.h>

bool observe_wants_changes(const struct runner *run)
{
    return run->options->observer && run->options->observer->after;
}

/* ---- labels ---- */

static const struct label *label_find(const struct runner *run, int kind, uint64_t id)
{
    for (size_t i = 0; i < run->labels.count; i++) {
        if (run->labels.labels[i].id == id && run->labels.labels[i].kind == kind) {
            return &run->labels.labels[i];
        }
    }
    return NULL;
}

static void label_add(struct runner *run, int kind, uint64_t id, const char *text, size_t length)
{
    struct label_table *table = &run->labels;
    table->labels =
        array_grow(table->labels, table->count, &table->capacity, sizeof *table->labels);
    table->labels[table->count++] = (struct label){
        .id = id,
        .kind = kind,
        .text = arena_copy(&run->arena, text, length),
    };
}

static void label_object(struct runner *run, const void *object, enum word_space space,
                         const char *name)
{
    const struct ob_header *header = object;
    bool is_object = space == SPACE_TOKEN_PROPERTY || space == SPACE_THREAD_PROPERTY ||
                     space == SPACE_PROCESS_PROPERTY || space == SPACE_OBJECT_PROPERTY ||
                     space == SPACE_PORT_PROPERTY || space == SPACE_PIPE_END_PROPERTY;
    (void)name;
    if (!is_object || label_find(run, (int)header->type->fact, header->id)) {
        return;
    }
    struct text text = {.bytes = NULL};
    names_print_object(run, object, &text);
    label_add(run, (int)header->type->fact, header->id, text.bytes, text.length);
    text_free(&text);
}

/* Everything that has a name now, unless it is known by another one already. */
static void label_all(struct runner *run)
{
    if (!run->options->trace) {
        return;
    }
    shadow_each_object(run, label_object);
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        const struct ob_header *header = name->object;
        if (name->kind == NAME_JOB && header && !label_find(run, FACT_JOB, header->id)) {
            label_add(run, FACT_JOB, header->id, name->text, name->length);
        }
    }
}

/* ---- facts of the trace ---- */

static void print_label(struct runner *run, const struct ex_fact *fact, struct text *out)
{
    static const char *const words[] = {
        [FACT_TOKEN] = "token", [FACT_THREAD] = "thread", [FACT_PROCESS] = "process",
        [FACT_JOB] = "job",     [FACT_OBJECT] = "object",
    };
    const struct label *label = label_find(run, (int)fact->kind, fact->value);
    if (label) {
        text_append_string(out, label->text);
    } else {
        text_append_format(out, "%s 0x%llx", words[fact->kind], (unsigned long long)fact->value);
    }
}

/* The kind of value that a fact is, as the language knows it; KIND_VOID if it is another. */
static enum kind kind_of_fact(enum ex_fact_kind fact)
{
    static const enum kind kinds[] = {
        [FACT_NUMBER] = KIND_NUMBER,       [FACT_FLAG] = KIND_BOOLEAN,
        [FACT_LEVEL] = KIND_LEVEL,         [FACT_TOKEN_TYPE] = KIND_TOKEN_TYPE,
        [FACT_TRACKING] = KIND_TRACKING,   [FACT_STATUS] = KIND_STATUS,
        [FACT_ERROR] = KIND_ERROR,         [FACT_ACCESS] = KIND_ACCESS,
        [FACT_INTEGRITY] = KIND_INTEGRITY, [FACT_LUID] = KIND_SESSION,
        [FACT_HANDLE] = KIND_HANDLE,       [FACT_CONTROL] = KIND_FS_CONTROL,
        [FACT_NOTHING] = KIND_VOID,
    };
    return kinds[fact];
}

/* The type of object that a fact about rights speaks of. */
static const struct ob_type *type_of_rights(const struct ex_fact *fact)
{
    static const struct ob_type *const types[RTL_MAPPED_COUNT] = {
        [RTL_MAPPED_Token] = &se_token_type,     [RTL_MAPPED_Thread] = &ps_thread_type,
        [RTL_MAPPED_Process] = &ps_process_type, [RTL_MAPPED_Job] = &ps_job_type,
        [RTL_MAPPED_Port] = &ipc_port_type,
    };
    const enum rtl_mapped_type mapped = (enum rtl_mapped_type)(fact->value >> 32);
    return ob_named_type(mapped) ? ob_named_type(mapped) : types[mapped];
}

/* What the step, or an earlier one, calls a handle. */
static const char *handle_name(const struct runner *run, uint64_t value)
{
    const struct step_state *step = &run->step;
    for (size_t i = 0; i < step->temporary_count; i++) {
        if ((uintptr_t)step->temporaries[i].handle == value) {
            return step->temporaries[i].text;
        }
    }
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        if (name->kind == NAME_HANDLE && name->state == NAME_READY && name->number == value &&
            step->caller && name->process == step->caller->process) {
            return name->text;
        }
    }
    return NULL;
}

void runner_print_fact(struct runner *run, const struct ex_fact *fact, struct text *out)
{
    if (fact->kind == FACT_TOKEN || fact->kind == FACT_THREAD || fact->kind == FACT_PROCESS ||
        fact->kind == FACT_JOB || fact->kind == FACT_OBJECT) {
        print_label(run, fact, out);
    } else if (fact->kind == FACT_NULL) {
        text_append_string(out, "NULL");
    } else if (fact->kind == FACT_SID) {
        const struct value sid = {.pointer = ex_trace_sid(run->world->trace, fact)};
        kind_print(run, KIND_SID, &sid, out);
    } else {
        const bool rights = fact->kind == FACT_ACCESS;
        const struct value value = {
            .number = rights ? (uint32_t)fact->value : fact->value,
            .pointer = rights ? type_of_rights(fact) : NULL,
        };
        kind_print(run, kind_of_fact(fact->kind), &value, out);
        const char *name = fact->kind == FACT_HANDLE ? handle_name(run, fact->value) : NULL;
        if (name) {
            text_append_format(out, " (%s)", name);
        }
    }
}

/* ---- the observer ---- */

static struct step_view view_step(struct runner *run, const struct keyed *keys)
{
    struct step_view view = {
        .index = run->step.index,
        .place = node_place(run->step.node),
        .call = keys ? key_value(*keys, STEP, call)->text : "pool",
        .thread = run->step.thread ? run->step.thread->text : NULL,
        .expect = "",
        .first_event = run->first_event,
        .end_event = run->world->trace->event_count,
    };
    struct text text = {.bytes = NULL};
    node_print(run, keys ? key_value(*keys, STEP, expect) : run->step.node, &text);
    view.expect = arena_copy(&run->arena, text.bytes ? text.bytes : "", text.length);
    text_free(&text);
    return view;
}

void observe_begin(struct runner *run)
{
    label_all(run);
    const struct run_observer *observer = run->options->observer;
    if (observer && observer->begin) {
        observer->begin(observer->context, run);
    }
}

void observe_before(struct runner *run, const struct keyed *keys)
{
    const struct run_observer *observer = run->options->observer;
    run->first_event = run->world->trace->event_count;
    run->change_count = keys ? run->change_count : 0;
    if (observer && observer->before) {
        struct step_view view = view_step(run, keys);
        observer->before(observer->context, run, &view);
    }
}

void observe_after(struct runner *run, const struct keyed *keys, const struct call_frame *frame)
{
    const struct run_observer *observer = run->options->observer;
    label_all(run);
    if (observer && observer->answered && frame) {
        const struct word *word = word_of(run, SPACE_CALL, key_value(*keys, STEP, call));
        observer->answered(observer->context, run->entry.info.scenario, word->value,
                           assertion_answered(run, frame));
    }
    if (!observer || !observer->after) {
        return;
    }
    struct step_view view = view_step(run, keys);
    struct text text = {.bytes = NULL};
    if (frame) {
        expect_print_result(run, frame->call, frame, &text);
    }
    view.result = text.bytes ? text.bytes : "";
    view.passed = !run->stopped;
    observer->after(observer->context, run, &view, run->changes, run->change_count);
    text_free(&text);
}

void observe_end(struct runner *run, size_t index)
{
    const struct run_observer *observer = run->options->observer;
    if (observer && observer->end) {
        observer->end(observer->context, run, index);
    }
}

/* ---- dumps ---- */

#define DUMP_LIMIT 256

struct dump {
    const void *seen[DUMP_LIMIT];
    size_t seen_count;
    void *context;
    void (*each)(void *context, const char *object, const char *property, const char *value);
};

static void dump_object(struct runner *run, const void *object, enum word_space space,
                        const char *name)
{
    struct dump *dump = run->visitor;
    for (size_t i = 0; i < dump->seen_count; i++) {
        if (dump->seen[i] == object) {
            return;
        }
    }
    if (dump->seen_count < DUMP_LIMIT) {
        dump->seen[dump->seen_count++] = object;
    }
    for (const struct property *property = properties_of(space); property->space == space;
         property++) {
        struct value value = {.number = 0};
        struct text text = {.bytes = NULL};
        property->read(object, &value);
        kind_print(run, property->kind, &value, &text);
        dump->each(dump->context, name, property->name, text.bytes ? text.bytes : "");
        text_free(&text);
    }
}

void runner_dump(struct runner *run, void *context,
                 void (*each)(void *context, const char *object, const char *property,
                              const char *value))
{
    struct dump dump = {.context = context, .each = each};
    bool named = run->shadows.named;
    run->visitor = &dump;
    run->shadows.named = true;
    shadow_each_object(run, dump_object);
    run->shadows.named = named;
}

void runner_each_client_context(struct runner *run, void *context,
                                void (*each)(void *context, const char *name,
                                             const struct _SECURITY_CLIENT_CONTEXT *client))
{
    for (uint32_t i = 0; i < run->names.count; i++) {
        const struct name *name = run->names.names[i];
        if (name->kind == NAME_CLIENT_CONTEXT && name->state == NAME_READY && name->object) {
            each(context, name->text, name->object);
        }
    }
}
