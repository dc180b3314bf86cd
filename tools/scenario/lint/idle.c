/* Steps that assert nothing, and what looks like an assertion and is none. */
#include "scenario/lint/lint.h"

#include "scenario/steps.h"

#include <string.h>

/* ---- expectations that cannot fail ---- */

static bool list_has(struct runner *run, const struct node *list, enum kind kind, uint64_t number)
{
    const struct node *end = after(run, list);
    for (const struct node *entry = node_first(list); entry != end; entry = after(run, entry)) {
        const struct node *answer = resolved(run, entry);
        struct value value;
        if (answer->kind == NODE_SCALAR && kind_parse(run, answer, kind, &value) &&
            value.number == number) {
            return true;
        }
    }
    return false;
}

static bool list_names(struct runner *run, const struct node *list, const char *name)
{
    const struct node *end = after(run, list);
    for (const struct node *entry = node_first(list); entry != end; entry = after(run, entry)) {
        if (node_is(resolved(run, entry), name)) {
            return true;
        }
    }
    return false;
}

/* Every result that the call's row has. */
static bool lists_all(struct runner *run, const struct node *list, const struct call *call)
{
    if (call->returns == KIND_BOOL || call->returns == KIND_BOOLEAN) {
        return list_has(run, list, call->returns, 0) && list_has(run, list, call->returns, 1);
    }
    for (const struct call_result *result = call->results; result->name; result++) {
        if (!list_names(run, list, result->name)) {
            return false;
        }
    }
    return call->results[0].name != NULL;
}

static bool allows_everything(struct runner *run, const struct node *expect,
                              const struct call *call)
{
    if (expect->kind == NODE_SEQUENCE) {
        return lists_all(run, expect, call);
    }
    return expect->kind == NODE_MAPPING && expect->count == 0;
}

/* ---- what is empty ---- */

static bool is_empty(const struct node *node)
{
    return node && node->kind != NODE_SCALAR && node->count == 0;
}

static void find_empty(struct runner *run, const struct node *node, const char *what)
{
    struct document *document = lint_document_of(run, node);
    if (lint_find(run, document, LINT_EMPTY_CHECK, node, "%s names nothing", what)) {
        lint_help(run, "say what must be true, or leave it out");
    }
}

void lint_part(struct runner *run, const struct node *list)
{
    if (run->dry && is_empty(list) &&
        lint_find(run, lint_document_of(run, list), LINT_EMPTY_CHECK, list,
                  "there may be more than is named, and nothing is named")) {
        lint_help(run, "write '{exactly: []}' if there must be none");
    }
}

/* Is the value the subject's own: NAME, NAME.token of a thread that impersonates ... */
static bool is_own(const struct node *name, const char *member, const struct node *value)
{
    if (value->kind != NODE_SCALAR || strncmp(value->text, name->text, name->length) != 0) {
        return false;
    }
    const char *rest = value->text + name->length;
    return member ? rest[0] == '.' && strcmp(rest + 1, member) == 0 : rest[0] == '\0';
}

static bool compares_itself(struct runner *run, const struct node *name, const struct node *key)
{
    const struct node *value = resolved(run, key + 1);
    if (node_is(key, "is")) {
        return is_own(name, NULL, value) || is_own(name, "token", value);
    }
    if (value->kind == NODE_MAPPING && value->count == 1 && node_is(node_first(value), "same-as")) {
        const struct node *other = resolved(run, node_first(value) + 1);
        return is_own(name, NULL, other) || is_own(name, "token", other);
    }
    return is_own(name, node_is(key, "impersonates") ? "token" : key->text, value);
}

/* t: {is: t}, s: {impersonates: s.token}, ctx: {ClientToken: ctx.ClientToken} */
static void find_itself(struct runner *run, const struct node *name, const struct node *value)
{
    if (value->kind != NODE_MAPPING || name->kind != NODE_SCALAR) {
        return;
    }
    const struct node *end = after(run, value);
    for (const struct node *key = node_first(value); key != end; key = after(run, key + 1)) {
        if (compares_itself(run, name, key) &&
            lint_find(run, lint_document_of(run, key), LINT_SELF_COMPARISON, key,
                      "this compares '%s' with itself", name->text)) {
            lint_help(run, "name what it must be, or be the same as");
        }
    }
}

/* {}, and {s: {}} */
static void look_at_check(struct runner *run, const struct node *check)
{
    if (!check || check->kind != NODE_MAPPING) {
        return;
    }
    if (is_empty(check)) {
        find_empty(run, check, "the check");
    }
    const struct node *end = after(run, check);
    for (const struct node *key = node_first(check); key != end; key = after(run, key + 1)) {
        const struct node *value = resolved(run, key + 1);
        const struct name *name = names_find(run, key->text, key->length, key->hash);
        /* A list or a structure that came back may well be empty. */
        bool is_whole = name && (name->kind == NAME_SCALAR || name->kind == NAME_STRUCTURE);
        if (value->kind == NODE_MAPPING && is_empty(value) && !is_whole) {
            find_empty(run, value, "this part of the check");
        }
        find_itself(run, resolved(run, key), value);
    }
}

/* ---- steps ---- */

void lint_step(struct runner *run, const struct keyed *keys, const struct call *call)
{
    const struct node *expect = key_value(*keys, STEP, expect);
    const struct node *because = key_value(*keys, STEP, because);
    const struct node *check = key_value(*keys, STEP, check);
    if (run->broken || !expect) {
        return;
    }
    if (expect_is_by_version(run, expect)) {
        expect = expect_of_version(run, expect);
    }
    if (allows_everything(run, expect, call)) {
        struct document *document = lint_document_of(run, expect);
        if (lint_find(run, document, LINT_EXPECTS_ANYTHING, expect,
                      "this allows everything that %s can answer", call->name)) {
            lint_help(run, "expect what this call must answer");
        }
        lint_mark(run->lint, expect, MARK_SAID);
        lint_mark(run->lint, run->step.node, MARK_SAID);
    }
    lint_halves(run, expect, check, call);
    look_at_check(run, check);
    if (is_empty(because)) {
        find_empty(run, because, "'because'");
    }
    bool says_more = (because && !is_empty(because)) || (check && !is_empty(check));
    bool fails = call->returns != KIND_VOID && !allows_everything(run, expect, call);
    if (fails || says_more) {
        lint_mark(run->lint, run->step.node, MARK_CAN_FAIL);
    }
}

/* The last step that can fail, and so the last that shows what those before it did. */
static const struct node *last_assertion(const struct runner *run, const struct node *steps)
{
    const struct node *last = NULL, *end = after(run, steps);
    for (const struct node *step = node_first(steps); step != end; step = after(run, step)) {
        if (lint_has(run->lint, step, MARK_CAN_FAIL) || step->kind != NODE_MAPPING) {
            last = step;
        }
    }
    return last;
}

void lint_idle_steps(struct runner *run, struct document *document)
{
    const struct node *rules = key_value(document->keys, DOCUMENT, rules);
    const struct node *steps = key_value(document->keys, DOCUMENT, steps);
    const struct node *end = after(run, steps);
    if (is_empty(rules)) {
        find_empty(run, rules, "'rules'");
    }
    const struct node *last = last_assertion(run, steps);
    for (const struct node *step = last ? after(run, last) : node_first(steps); step != end;) {
        run->nodes = &run->main.nodes;
        const struct node *next = after(run, step);
        if (!lint_has(run->lint, step, MARK_SAID) && !lint_is_needed(run, document, step) &&
            lint_find(run, document, LINT_ASSERTS_NOTHING, step,
                      "this step asserts nothing, and no later one shows what it did")) {
            lint_help(run, "check what it does, or leave it out");
        }
        step = next;
    }
}
