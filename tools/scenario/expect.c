#include "scenario/steps.h"

#include "scenario/lint/lint.h"
#include "scenario/runner.h"

#include "ex/rules.h"
#include "ntsrm/handleapi.h"

#include <string.h>

static DWORD last_error(const struct runner *run)
{
    return run->step.caller->last_error;
}

bool expect_tells_why(const struct call *call)
{
    bool tells = false;
    for (const struct call_result *at = call->results; at->name; at++) {
        tells = tells || strncmp(at->name, "ERROR_", 6) == 0;
    }
    return tells && (call->returns == KIND_BOOL || call->returns == KIND_NEW_HANDLE);
}

/* What a call that has failed returns; NULL if it has not, or no last error tells why. */
static const char *failure_of(const struct call *call, const struct value *result)
{
    if (!expect_tells_why(call)) {
        return NULL;
    }
    if (result->number == 0) {
        return call->returns == KIND_BOOL ? "FALSE" : "NULL";
    }
    bool invalid =
        call->returns == KIND_NEW_HANDLE && result->number == (uintptr_t)INVALID_HANDLE_VALUE;
    return invalid ? "INVALID_HANDLE_VALUE" : NULL;
}

static void print_with_error(struct runner *run, const char *returned, struct text *text)
{
    text_append_format(text, "{returns: %s, error: ", returned);
    kind_print(run, KIND_ERROR, &(struct value){.number = last_error(run)}, text);
    text_append_string(text, "}");
}

void expect_print_result(struct runner *run, const struct call *call,
                         const struct call_frame *frame, struct text *text)
{
    bool truth = call->returns == KIND_BOOL || call->returns == KIND_BOOLEAN;
    const char *failure = failure_of(call, &frame->result);
    if (failure) {
        print_with_error(run, failure, text);
    } else if (truth) {
        text_append_string(text, frame->result.number ? "TRUE" : "FALSE");
    } else {
        kind_print(run, call->returns, &frame->result, text);
    }
}

/* The table has errors for it instead where a call that succeeds sets one, too. */
static bool lists_truth(const struct call *call)
{
    const struct call_result *at = call->results;
    while (at->name && strcmp(at->name, "TRUE") != 0)
        at++;
    return at->name || !expect_tells_why(call);
}

bool expect_print_answer(struct runner *run, const struct call_frame *frame, struct text *name)
{
    const struct call *call = frame->call;
    bool truth = call->returns == KIND_BOOL || call->returns == KIND_BOOLEAN;
    if (failure_of(call, &frame->result) || (truth && !lists_truth(call))) {
        kind_print(run, KIND_ERROR, &(struct value){.number = last_error(run)}, name);
    } else if (truth) {
        text_append_string(name, frame->result.number ? "TRUE" : "FALSE");
    } else if (call->returns == KIND_STATUS || call->returns == KIND_RPC_STATUS) {
        kind_print(run, call->returns, &frame->result, name);
    } else {
        return false;
    }
    return true;
}

/* ---- forms ---- */

static enum match match_result(struct runner *run, const struct node *node, const struct call *call,
                               const struct call_frame *frame);

/* {returns: FALSE, error: ERROR_ACCESS_DENIED} */
static enum match match_with_error(struct runner *run, const struct node *node,
                                   const struct call *call, const struct call_frame *frame)
{
    struct keyed keys;
    struct value error = {.number = run->dry ? 0 : last_error(run)};
    if (!keys_collect(run, node, SPACE_EXPECT, &keys)) {
        return MATCH_BROKEN;
    }
    const struct node *returns = key_value(keys, EXPECT, returns);
    const struct node *wanted = key_value(keys, EXPECT, error);
    if (call->family != CALL_WIN32) {
        problem(run, node, "%s has no last error", call->name);
        return MATCH_BROKEN;
    }
    enum match result = returns ? match_result(run, returns, call, frame) : MATCH_SAME;
    enum match second =
        wanted ? kind_match(run, wanted, KIND_ERROR, run->dry ? NULL : &error) : MATCH_SAME;
    return second > result ? second : result;
}

/* What holds in another version is only looked at. */
static bool is_readable(struct runner *run, const struct node *value, const struct call *call,
                        const struct call_frame *frame)
{
    bool dry = run->dry;
    run->dry = true;
    enum match match = match_result(run, value, call, frame);
    run->dry = dry;
    return match != MATCH_BROKEN;
}

bool expect_is_by_version(struct runner *run, const struct node *node)
{
    return node->kind == NODE_MAPPING && node->count > 0 &&
           word_of(run, SPACE_PROFILE, node_first(node));
}

const struct node *expect_version(struct runner *run, const struct node *node)
{
    const struct node *found = NULL;
    uint32_t latest = 0;
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        const struct word *word = word_of(run, SPACE_PROFILE, key);
        if (word && word->value <= (uint32_t)run->profile && word->value >= latest) {
            latest = word->value;
            found = key;
        }
    }
    return found;
}

const struct node *expect_of_version(struct runner *run, const struct node *node)
{
    const struct node *version = expect_version(run, node);
    return version ? resolved(run, version + 1) : NULL;
}

/* {nt5.0: A, nt6.0: B} */
static enum match match_by_version(struct runner *run, const struct node *node,
                                   const struct call *call, const struct call_frame *frame)
{
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        if (!word_of(run, SPACE_PROFILE, key)) {
            problem_word(run, key, SPACE_PROFILE);
            return MATCH_BROKEN;
        }
        if (!is_readable(run, resolved(run, key + 1), call, frame)) {
            return MATCH_BROKEN;
        }
    }
    const struct node *found = expect_of_version(run, node);
    if (!found) {
        problem(run, node, "nothing is said about %s", ex_profile_name(run->profile));
        return MATCH_BROKEN;
    }
    if (run->lint) {
        lint_versions(run, node, expect_version(run, node));
    }
    return match_result(run, found, call, frame);
}

static enum match match_any(struct runner *run, const struct node *node, const struct call *call,
                            const struct call_frame *frame)
{
    enum match result = MATCH_DIFFERENT;
    const struct node *end = after(run, node);
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        enum match one = match_result(run, resolved(run, entry), call, frame);
        if (one == MATCH_BROKEN) {
            return MATCH_BROKEN;
        }
        result = one == MATCH_SAME ? MATCH_SAME : result;
        if (run->lint && one == MATCH_SAME && !run->dry) {
            lint_answered(run->lint, node, entry);
        }
    }
    if (run->lint) {
        lint_answers(run, node, call);
    }
    return result;
}

static enum match match_result(struct runner *run, const struct node *node, const struct call *call,
                               const struct call_frame *frame)
{
    if (node->kind == NODE_SEQUENCE) {
        return match_any(run, node, call, frame);
    }
    if (node->kind == NODE_MAPPING) {
        return expect_is_by_version(run, node) ? match_by_version(run, node, call, frame)
                                               : match_with_error(run, node, call, frame);
    }
    return kind_match(run, node, call->returns, run->dry ? NULL : &frame->result);
}

void expect_compare(struct runner *run, const struct node *expect, const struct call *call,
                    const struct call_frame *frame)
{
    if (match_result(run, expect, call, frame) != MATCH_DIFFERENT || run->dry) {
        return;
    }
    struct text expected = {.bytes = NULL}, actual = {.bytes = NULL};
    node_print(run, expect, &expected);
    if (call->returns == KIND_BOOL && expect->kind == NODE_MAPPING) {
        print_with_error(run, frame->result.number ? "TRUE" : "FALSE", &actual);
    } else {
        expect_print_result(run, call, frame, &actual);
    }
    if (expect_is_by_version(run, expect)) {
        expect = expect_of_version(run, expect);
    }
    finding_compared(run, expect, call->name, expected.bytes, actual.bytes);
    text_free(&expected);
    text_free(&actual);
}
