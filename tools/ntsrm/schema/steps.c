/* Steps: by their call what they take, give, and answer. */
#include "ntsrm/schema/schema.h"

#include "scenario/text.h"

#include "ex/rules.h"

#include <stdio.h>
#include <string.h>

/* ---- what goes in ---- */

static bool must_be_given(const struct call_parameter *parameter)
{
    return parameter->use != PARAMETER_OUT && !parameter->optional && parameter->unless_null == 0;
}

/* What a call in kernel mode is given it believes, so that it leads somewhere. */
static json_t *bad_pointer(const struct call *call)
{
    const bool believed = call->family == CALL_KERNEL || call->family == CALL_ZW;
    return believed ? schema_null() : schema_reference("bad-pointer");
}

static bool is_object(enum kind kind)
{
    return kind == KIND_THREAD || kind == KIND_PROCESS || kind == KIND_TOKEN ||
           kind == KIND_CLIENT_CONTEXT || kind == KIND_SUBJECT_CONTEXT || kind == KIND_STATE;
}

static json_t *parameter_value(struct schema *schema, const struct call *call,
                               const struct call_parameter *parameter)
{
    json_t *list = json_array();
    if (is_object(parameter->kind) && !parameter->optional && parameter->use != PARAMETER_OUT) {
        json_array_append_new(list, schema_name());
    } else if (parameter->use != PARAMETER_OUT) {
        json_array_append_new(list, schema_kind(schema, parameter->kind, SCHEMA_GIVEN));
    }
    if (parameter->use == PARAMETER_OUT || parameter->use == PARAMETER_IN_OUT ||
        kind_row(parameter->kind)->pointer) {
        json_array_append_new(list, bad_pointer(call));
    }
    return schema_describe(schema_any(schema, list), kind_row(parameter->kind)->description);
}

static json_t *call_in(struct schema *schema, const struct call *call)
{
    json_t *properties = json_object(), *needed = json_array();
    for (const struct call_parameter *at = call->parameters; at->name; at++) {
        json_object_set_new(properties, at->name, parameter_value(schema, call, at));
        if (must_be_given(at)) {
            json_array_append_new(needed, json_string(at->name));
        }
    }
    json_t *object = schema_object(properties);
    json_object_set_new(object, "required", needed);
    return schema_any(schema, schema_list(object, NULL));
}

/* ---- what comes back ---- */

static json_t *out_name(struct schema *schema, const struct call_parameter *parameter)
{
    json_t *list = schema_list(schema_new_name(), NULL);
    if (parameter->kind == KIND_PROCESS_INFORMATION) {
        json_array_clear(list);
        json_array_append_new(list, schema_keys(schema, SPACE_PROCESS_INFORMATION, SCHEMA_GIVEN));
    } else if (parameter->new_object != KIND_VOID) {
        json_array_append_new(list, schema_keys(schema, SPACE_NEW_HANDLE, SCHEMA_GIVEN));
    }
    return schema_describe(schema_any(schema, list), kind_row(parameter->kind)->name);
}

static json_t *call_out(struct schema *schema, const struct call *call)
{
    json_t *properties = json_object();
    for (const struct call_parameter *at = call->parameters; at->name; at++) {
        if (at->use == PARAMETER_OUT || at->use == PARAMETER_IN_OUT) {
            json_object_set_new(properties, at->name, out_name(schema, at));
        }
    }
    if (call->returns != KIND_VOID) {
        json_t *name = schema_any(schema, schema_list(schema_new_name(), NULL));
        json_object_set_new(properties, "returns", name);
    }
    return schema_any(schema, schema_list(schema_object(properties), NULL));
}

/* ---- what it answers ---- */

/* A result, a list of results, by version; of Win32 also what is returned and the last error. */
static json_t *call_expect(struct schema *schema, const struct call *call)
{
    char name[80];
    const bool win32 = call->family == CALL_WIN32;
    snprintf(name, sizeof name, "%s%s", win32 ? "win32-" : "", kind_row(call->returns)->name);
    for (char *at = name; (at = strchr(at, ' ')) != NULL;) {
        *at = '-';
    }
    char definition[100];
    snprintf(definition, sizeof definition, "expect.%s.%d", name, (int)call->returns);
    if (schema_has(schema, definition)) {
        return schema_reference(definition);
    }
    json_t *itself = schema_reference(definition);
    json_t *by_version = schema_by_word(schema, SPACE_PROFILE, NULL, json_incref(itself));
    json_object_set_new(by_version, "minProperties", json_integer(1));
    json_object_del(by_version, "patternProperties");
    json_t *list = schema_list(schema_kind(schema, call->returns, SCHEMA_SEEN),
                               schema_array(json_incref(itself)), by_version, NULL);
    if (win32) {
        json_t *both = schema_keys(schema, SPACE_EXPECT, SCHEMA_SEEN);
        json_t *properties = json_object_get(both, "properties");
        json_object_set_new(properties, "returns", itself);
        json_object_set_new(both, "minProperties", json_integer(1));
        json_array_append_new(list, both);
    } else {
        json_decref(itself);
    }
    return schema_define(schema, definition, schema_any(schema, list));
}

/* Which results the call has, and when, for people. */
static void describe_results(const struct call *call, struct text *text)
{
    text_append_format(text, "what %s answers", call->name);
    for (const struct call_result *at = call->results; at->name; at++) {
        text_append_format(text, "\n\n%s: %s", at->name, at->when);
    }
}

/* ---- one call ---- */

static json_t *call_step(struct schema *schema, const struct call *call)
{
    struct text text = {0};
    json_t *properties = json_object(), *needed = json_pack("[s]", "expect");
    json_t *in = call_in(schema, call);
    describe_results(call, &text);
    json_object_set_new(properties, "call",
                        json_pack("{s:s, s:s++++}", "const", call->name, "description", call->name,
                                  " (", call->header, "), ", call->source));
    json_object_set_new(properties, "in", in);
    json_object_set_new(properties, "out", call_out(schema, call));
    json_object_set_new(properties, "expect",
                        schema_describe(call_expect(schema, call), text.bytes));
    if (call->family != CALL_NT) {
        json_object_set_new(properties, "mode", json_false());
    }
    for (const struct call_parameter *at = call->parameters; at->name; at++) {
        if (must_be_given(at)) {
            json_array_append_new(needed, json_string("in"));
            break;
        }
    }
    text_free(&text);
    return json_pack("{s:o, s:o}", "required", needed, "properties", properties);
}

/* If the call is this one, all that belongs to it; calls of a header together, so that a step is
 * compared with few. */
static json_t *steps_by_call(struct schema *schema)
{
    json_t *headers = json_array(), *names = NULL, *rows = NULL;
    const char *header = "";
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        char definition[100];
        snprintf(definition, sizeof definition, "call.%s", call->name);
        json_t *step = schema_define(schema, definition, call_step(schema, call));
        if (rows == NULL || strcmp(header, call->header) != 0 || json_array_size(rows) >= 12) {
            names = json_array();
            rows = json_array();
            json_array_append_new(headers, json_pack("{s:{s:{s:{s:o}}, s:[s]}, s:{s:o}}", "if",
                                                     "properties", "call", "enum", names,
                                                     "required", "call", "then", "allOf", rows));
        }
        header = call->header;
        json_array_append_new(names, json_string(call->name));
        json_array_append_new(rows,
                              json_pack("{s:{s:{s:{s:s}}, s:[s]}, s:o}", "if", "properties", "call",
                                        "const", call->name, "required", "call", "then", step));
    }
    return headers;
}

/* ---- because ---- */

json_t *schema_because(struct schema *schema)
{
    json_t *truth = schema_kind(schema, KIND_BOOLEAN, SCHEMA_GIVEN);
    json_t *one = schema_words(schema, SPACE_RULE);
    json_t *answers = schema_by_word(schema, SPACE_RULE, NULL, truth);
    json_t *list = schema_array(schema_reference("because"));
    return schema_define(schema, "because",
                         schema_any(schema, schema_list(one, answers, list, NULL)));
}

/* ---- all steps ---- */

static json_t *step_value(struct schema *schema, enum key_id key)
{
    switch ((int)key) {
    case KEY_STEP_call:
        return schema_any(schema, schema_list(schema_words(schema, SPACE_CALL), NULL));
    case KEY_STEP_thread:
        return schema_any(schema, schema_list(schema_name(), NULL));
    case KEY_STEP_mode:
        return schema_any(schema, schema_list(schema_words(schema, SPACE_MODE), NULL));
    case KEY_STEP_because:
        return schema_because(schema);
    case KEY_STEP_check:
        return schema_check(schema);
    case KEY_STEP_pool:
        return schema_any(schema, schema_list(schema_keys(schema, SPACE_POOL, SCHEMA_GIVEN), NULL));
    default:
        return json_object();
    }
}

json_t *schema_steps(struct schema *schema)
{
    json_t *properties = json_object();
    for (unsigned i = KEY_BEGIN_STEP; i < KEY_COUNT && key_at((enum key_id)i)->space == SPACE_STEP;
         i++) {
        const struct key *key = key_at((enum key_id)i);
        json_object_set_new(properties, key->text,
                            schema_describe(step_value(schema, (enum key_id)i), key->meaning));
    }
    json_t *step = schema_object(properties);
    json_object_set_new(step, "anyOf",
                        json_pack("[{s:[s,s], s:{s:b}}, {s:[s], s:i}]", "required", "call",
                                  "expect", "properties", "pool", 0, "required", "pool",
                                  "maxProperties", 1));
    json_object_set_new(step, "allOf", steps_by_call(schema));
    json_decref(schema_define(schema, "step", schema_any(schema, schema_list(step, NULL))));
    json_t *steps = schema_array(schema_reference("step"));
    json_object_set_new(steps, "minItems", json_integer(1));
    return steps;
}
