/*
 * A call of Win32 that fails says so by what it returns, and why by its last error. An expectation
 * with one of the two is met by answers that it does not mean.
 */
#include "scenario/lint/lint.h"

#include "scenario/steps.h"

static bool is_failure(struct runner *run, const struct node *returns, const struct call *call)
{
    if (returns->kind != NODE_SCALAR) {
        return false;
    }
    if (call->returns == KIND_BOOL) {
        const struct word *word = word_of(run, SPACE_BOOLEAN, returns);
        return word && word->value == 0;
    }
    return node_is(returns, "NULL") || node_is(returns, "INVALID_HANDLE_VALUE");
}

/* The check may say why: {c: {last-error: ...}} */
static bool checks_error(const struct runner *run, const struct node *check)
{
    const struct node *end = check ? after(run, check) : NULL;
    for (const struct node *node = check; node != end; node++) {
        if (node_is(node, "last-error")) {
            return true;
        }
    }
    return false;
}

static void find_half(struct runner *run, const struct node *expect, const char *what,
                      const char *help)
{
    if (lint_find(run, lint_document_of(run, expect), LINT_HALF_ANSWER, expect,
                  "this leaves open %s", what)) {
        lint_help(run, "%s", help);
    }
}

static void look_at_answer(struct runner *run, const struct node *answer, const struct node *check,
                           const struct call *call)
{
    const struct node *returns = answer, *error = NULL;
    if (answer->kind == NODE_MAPPING) {
        struct keyed keys;
        if (!keys_collect(run, answer, SPACE_EXPECT, &keys)) {
            return;
        }
        returns = key_value(keys, EXPECT, returns);
        error = key_value(keys, EXPECT, error);
    }
    if (error && !returns) {
        find_half(run, answer, "whether the call fails",
                  "say what it returns: '{returns: FALSE, error: ...}'");
    } else if (returns && !error && is_failure(run, resolved(run, returns), call) &&
               !checks_error(run, check)) {
        find_half(run, answer, "why the call fails",
                  "say which error it has: '{returns: ..., error: ERROR_...}'");
    }
}

void lint_halves(struct runner *run, const struct node *expect, const struct node *check,
                 const struct call *call)
{
    if (call->family != CALL_WIN32 || !expect_tells_why(call)) {
        return;
    }
    if (expect->kind != NODE_SEQUENCE) {
        look_at_answer(run, expect, check, call);
        return;
    }
    const struct node *end = after(run, expect);
    for (const struct node *entry = node_first(expect); entry != end; entry = after(run, entry)) {
        look_at_answer(run, resolved(run, entry), check, call);
    }
}
