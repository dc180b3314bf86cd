#include "ntsrm/export/steps.h"

#include "ntsrm/export/values.h"

#include "scenario/runner.h"
#include "scenario/steps.h"

#include <string.h>

/* The names that texts came back under. */
#define TEXTS_LIMIT 64

struct texts {
    const char *names[TEXTS_LIMIT];
    size_t count;
};

static bool is_text(enum kind kind)
{
    return kind == KIND_STRING || kind == KIND_UNICODE_STRING || kind == KIND_DATA;
}

static const struct call *call_of(struct runner *run, const struct keyed *keys)
{
    const struct node *node = key_value(*keys, STEP, call);
    const struct word *word = node ? word_of(run, SPACE_CALL, node) : NULL;
    return word ? runner_call(run, word->value) : NULL;
}

static const struct call_parameter *parameter_of(const struct call *call, const char *name)
{
    const struct call_parameter *at = call->parameters;
    while (at->name != NULL && strcmp(at->name, name) != 0) {
        at++;
    }
    return at->name != NULL ? at : NULL;
}

/* ---- parameters ---- */

static json_t *parameters_value(struct runner *run, const struct call *call,
                                const struct node *node)
{
    json_t *value = json_object();
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        const struct call_parameter *parameter = parameter_of(call, key->text);
        const bool text = parameter != NULL && is_text(parameter->kind);
        json_object_setn_new(value, key->text, key->length,
                             twin_value(run, key + 1, text ? TWIN_TEXT : TWIN_VALUE));
    }
    return value;
}

static void remember_texts(struct runner *run, const struct call *call, const struct node *out,
                           struct texts *texts)
{
    const struct node *end = after(run, out);
    for (const struct node *key = node_first(out); key != end; key = after(run, key + 1)) {
        const struct call_parameter *parameter = parameter_of(call, key->text);
        const struct node *name = resolved(run, key + 1);
        if (parameter != NULL && is_text(parameter->kind) && name->kind == NODE_SCALAR &&
            texts->count < TEXTS_LIMIT) {
            texts->names[texts->count++] = name->text;
        }
    }
}

/* ---- checks ---- */

static bool came_as_text(const struct texts *texts, const char *name)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (strcmp(texts->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static json_t *check_value(struct runner *run, const struct node *node, const struct texts *texts)
{
    json_t *value = json_object();
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        const struct node *name = resolved(run, key);
        const bool text = came_as_text(texts, name->text);
        json_object_setn_new(value, name->text, name->length,
                             twin_value(run, key + 1, text ? TWIN_TEXT : TWIN_VALUE));
    }
    return value;
}

/* ---- steps ---- */

static const struct node *expect_of_case(struct runner *run, const struct node *expect)
{
    const struct node *found =
        expect_is_by_version(run, expect) ? expect_of_version(run, expect) : NULL;
    return found ? found : expect;
}

static json_t *part_value(struct runner *run, const struct keyed *keys, const struct call *call,
                          enum key_id key, struct texts *texts)
{
    const struct node *node = keys->at[key - KEY_BEGIN_STEP];
    if (call != NULL && key == KEY_STEP_in && node->kind == NODE_MAPPING) {
        return parameters_value(run, call, node);
    }
    if (call != NULL && key == KEY_STEP_out && node->kind == NODE_MAPPING) {
        remember_texts(run, call, node, texts);
    }
    if (key == KEY_STEP_expect) {
        return twin_value(run, expect_of_case(run, node), TWIN_VALUE);
    }
    if (key == KEY_STEP_check && node->kind == NODE_MAPPING) {
        return check_value(run, node, texts);
    }
    return twin_value(run, node, TWIN_VALUE);
}

/* What a step does not say and the language does. */
static json_t *part_unsaid(const struct call *call, enum key_id key, const char *thread)
{
    if (call != NULL && key == KEY_STEP_thread && thread != NULL) {
        return json_string(thread);
    }
    return call != NULL && key == KEY_STEP_mode && call->family == CALL_NT ? json_string("UserMode")
                                                                           : NULL;
}

static json_t *step_value(struct runner *run, const struct node *node, const char *thread,
                          struct texts *texts)
{
    struct keyed keys;
    json_t *step = json_object();
    keys_collect(run, node, SPACE_STEP, &keys);
    const struct call *call = call_of(run, &keys);
    for (unsigned i = KEY_BEGIN_STEP; key_at((enum key_id)i)->space == SPACE_STEP; i++) {
        const enum key_id key = (enum key_id)i;
        json_t *value = keys.at[key - KEY_BEGIN_STEP] ? part_value(run, &keys, call, key, texts)
                                                      : part_unsaid(call, key, thread);
        if (value != NULL) {
            json_object_set_new(step, key_at(key)->text, value);
        }
    }
    return step;
}

json_t *twin_steps(struct runner *run, const struct node *steps, const char *thread)
{
    struct texts texts = {.count = 0};
    json_t *list = json_array();
    const struct node *end = after(run, steps);
    for (const struct node *node = node_first(steps); node != end; node = after(run, node)) {
        json_array_append_new(list, step_value(run, resolved(run, node), thread, &texts));
    }
    return list;
}

bool twin_expects_by_version(struct runner *run, const struct node *steps)
{
    const struct node *end = after(run, steps);
    for (const struct node *at = steps; at < end; at++) {
        if (at->kind == NODE_MAPPING && expect_is_by_version(run, at)) {
            return true;
        }
    }
    return false;
}
