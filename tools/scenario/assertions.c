#include "scenario/assertions.h"

#include "scenario/cases.h"
#include "scenario/runner.h"
#include "scenario/steps.h"

#include <stdlib.h>
#include <string.h>

/* A step that is read. */
struct reading {
    struct assertions *assertions;
    struct runner *run;
    const struct call *call;
    size_t number;           /* of the call */
    const struct node *node; /* that says the result */
    bool vague;              /* one of several results */
};

/* Every result of such a call has a name: a status, or TRUE, FALSE and errors. */
static bool names_all_results(const struct call *call)
{
    return call->returns == KIND_STATUS || call->returns == KIND_BOOL ||
           call->returns == KIND_BOOLEAN || call->returns == KIND_RPC_STATUS;
}

static size_t result_find(const struct call *call, const char *name)
{
    for (size_t i = 0; call->results[i].name != NULL; i++) {
        if (strcmp(call->results[i].name, name) == 0) {
            return i;
        }
    }
    return RESULT_UNNAMED;
}

/* What stands for all results without a name may have a row of its own, which says more: HANDLE. */
const char *assertion_result(const struct call *call, size_t result)
{
    const char *kind = kind_row(call->returns)->name;
    if (result == RESULT_UNNAMED) {
        return names_all_results(call) || result_find(call, kind) != RESULT_UNNAMED ? NULL : kind;
    }
    const struct call_result *row = call->results;
    while (result > 0 && row->name != NULL) {
        row++;
        result--;
    }
    return row->name;
}

size_t assertion_answered(struct runner *run, const struct call_frame *frame)
{
    const struct call *call = frame->call;
    struct text name = {.bytes = NULL};
    if (expect_print_answer(run, frame, &name)) {
        size_t result = result_find(call, name.bytes);
        text_free(&name);
        return result == RESULT_UNNAMED ? CALL_RESULTS_LIMIT : result;
    }
    return result_find(call, kind_row(call->returns)->name);
}

/* ---- counting ---- */

static void assertion_add(const struct reading *reading, size_t result)
{
    struct assertions *assertions = reading->assertions;
    struct assertion *assertion = &assertions->calls[reading->number].results[result];
    bool first = assertion->last_scenario != assertions->scenario_count;
    if (first && assertions->first) {
        assertions->first(assertions->context, reading->number, result,
                          reading->run->entry.info.scenario);
    }
    assertion->scenarios += first;
    assertion->cases += assertion->last_case != assertions->case_count;
    assertion->last_scenario = assertions->scenario_count;
    assertion->last_case = assertions->case_count;
}

static char *string_copy(const char *string)
{
    size_t size = strlen(string) + 1;
    return memcpy(memory_resize(NULL, size), string, size);
}

static void unlisted_add(const struct reading *reading, const char *name)
{
    struct assertions *assertions = reading->assertions;
    for (size_t i = 0; i < assertions->unlisted_count; i++) {
        const struct unlisted_result *known = &assertions->unlisted[i];
        if (known->call == reading->call && strcmp(known->name, name) == 0) {
            return;
        }
    }
    assertions->unlisted = array_grow(assertions->unlisted, assertions->unlisted_count,
                                      &assertions->unlisted_capacity, sizeof *assertions->unlisted);
    assertions->unlisted[assertions->unlisted_count++] = (struct unlisted_result){
        .call = reading->call,
        .name = string_copy(name),
        .path = string_copy(reading->run->main.name),
        .place = node_place(reading->node),
    };
}

/* TRUE or FALSE where the row has errors for it: which one of them, the step does not say. */
static bool leaves_error_open(const struct call *call, const char *name)
{
    return call->family == CALL_WIN32 &&
           (strcmp(name, "FALSE") == 0 ||
            (strcmp(name, "TRUE") == 0 && result_find(call, "ERROR_SUCCESS") != RESULT_UNNAMED));
}

static void name_count(const struct reading *reading, const char *name)
{
    const struct call *call = reading->call;
    size_t result = result_find(call, name);
    if (result == RESULT_UNNAMED && names_all_results(call)) {
        if (call->returns == KIND_STATUS || !leaves_error_open(call, name)) {
            unlisted_add(reading, name);
        }
    } else if (!reading->vague) {
        assertion_add(reading, result);
    }
}

/* ---- reading what a step expects ---- */

/* Statuses and errors may be written as numbers, TRUE and FALSE in lower case. */
static void scalar_name(const struct reading *reading, const struct node *node, enum kind kind,
                        struct text *name)
{
    struct runner *run = reading->run;
    struct value value;
    bool truth = kind == KIND_BOOL || kind == KIND_BOOLEAN;
    bool constant = truth || kind == KIND_STATUS || kind == KIND_ERROR || kind == KIND_RPC_STATUS;
    if (!constant || !kind_parse(run, node, kind, &value)) {
        text_append_string(name, node->text);
    } else if (truth) {
        text_append_string(name, value.number != 0 ? "TRUE" : "FALSE");
    } else {
        kind_print(run, kind, &value, name);
    }
}

static void scalar_count(struct reading *reading, const struct node *node, enum kind kind)
{
    struct text name = {0};
    scalar_name(reading, node, kind, &name);
    reading->node = node;
    name_count(reading, name.bytes);
    text_free(&name);
}

static bool is_true(const struct reading *reading, const struct node *returns)
{
    struct value value = {0};
    return returns != NULL && returns->kind == NODE_SCALAR &&
           kind_parse(reading->run, returns, KIND_BOOL, &value) && value.number != 0;
}

/* {returns: FALSE, error: E} is E. So is {returns: TRUE, error: E}, unless the row says TRUE: then
 * the call that succeeds leaves the last error alone. */
static void with_error_count(struct reading *reading, const struct node *node)
{
    struct keyed keys;
    if (!keys_collect(reading->run, node, SPACE_EXPECT, &keys)) {
        return;
    }
    const struct node *returns = key_value(keys, EXPECT, returns);
    const struct node *error = key_value(keys, EXPECT, error);
    /* What other calls return cannot be read as TRUE, and to try it leaves a diagnostic. */
    bool alone = result_find(reading->call, "TRUE") != RESULT_UNNAMED && is_true(reading, returns);
    if (error != NULL && error->kind == NODE_SCALAR && !alone) {
        scalar_count(reading, error, KIND_ERROR);
    } else if (returns != NULL && returns->kind == NODE_SCALAR) {
        scalar_count(reading, returns, reading->call->returns);
    }
}

static void expectation_count(struct reading *reading, const struct node *node)
{
    struct runner *run = reading->run;
    if (expect_is_by_version(run, node)) {
        node = expect_of_version(run, node);
    }
    if (node->kind == NODE_SCALAR) {
        scalar_count(reading, node, reading->call->returns);
    } else if (node->kind == NODE_MAPPING) {
        with_error_count(reading, node);
    } else {
        const struct node *end = after(run, node);
        reading->vague = node->count > 1;
        for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
            expectation_count(reading, resolved(run, entry));
        }
    }
}

/* ---- files ---- */

static void step_count(struct assertions *assertions, struct runner *run, const struct node *node)
{
    struct keyed keys;
    if (!keys_collect(run, node, SPACE_STEP, &keys) || !key_value(keys, STEP, call)) {
        return;
    }
    const struct word *word = word_of(run, SPACE_CALL, key_value(keys, STEP, call));
    struct reading reading = {
        .assertions = assertions,
        .run = run,
        .call = runner_call(run, word->value),
        .number = word->value,
    };
    expectation_count(&reading, key_value(keys, STEP, expect));
}

static void case_count(struct assertions *assertions, struct runner *run,
                       const struct case_entry *entry)
{
    const struct document *document = &run->documents[entry->info.scenario];
    const struct node *steps = key_value(document->keys, DOCUMENT, steps);
    run->entry = *entry;
    run->document = document;
    run->nodes = &run->main.nodes;
    run->profile = run->options->has_profile ? run->options->profile : entry->info.profile;
    cases_choose_row(run, entry);
    const struct node *end = after(run, steps);
    for (const struct node *step = node_first(steps); step != end; step = after(run, step)) {
        step_count(assertions, run, resolved(run, step));
    }
}

void assertions_begin(struct assertions *assertions)
{
    if (assertions->calls == NULL) {
        assertions->calls = memory_zeroed(calls_count(), sizeof *assertions->calls);
    }
}

static bool case_counts(struct runner *run, const struct case_entry *entry)
{
    return !entry->info.skip && !entry->info.xfail && runner_selects(run, entry);
}

void assertions_count(struct assertions *assertions, struct runner *run,
                      const struct run_options *options)
{
    static const struct run_options all_as_written;
    size_t scenario = (size_t)-1;
    assertions_begin(assertions);
    run->options = options ? options : &all_as_written;
    for (size_t i = 0; i < run->case_count; i++) {
        const struct case_entry entry = cases_at(run, i);
        if (case_counts(run, &entry)) {
            assertions->scenario_count += entry.info.scenario != scenario;
            assertions->case_count++;
            scenario = entry.info.scenario;
            case_count(assertions, run, &entry);
        }
    }
    run->options = &all_as_written;
}

void assertions_free(struct assertions *assertions)
{
    for (size_t i = 0; i < assertions->unlisted_count; i++) {
        free(assertions->unlisted[i].name);
        free(assertions->unlisted[i].path);
    }
    free(assertions->unlisted);
    free(assertions->calls);
    *assertions = (struct assertions){0};
}
