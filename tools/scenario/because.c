#include "scenario/steps.h"

#include "scenario/runner.h"

#include "ex/rules.h"
#include "ex/trace.h"

static bool is_group(const struct node *node)
{
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (node_is(node, ex_rule_row((enum ex_rule_id)i)->group)) {
            return true;
        }
    }
    return false;
}

/* One rule and the answer that it must have given. */
static bool read_rule(struct runner *run, const struct node *rule, const struct node *answer,
                      enum ex_rule_id *id, bool *yes)
{
    const struct word *word = rule->kind == NODE_SCALAR ? word_of(run, SPACE_RULE, rule) : NULL;
    struct value value = {.number = 1};
    if (!word) {
        problem_word(run, rule, SPACE_RULE);
        return run->last_diagnostics && is_group(rule)
                   ? problem_help(run, "'ntsrm rules %s' lists the rules of this group", rule->text)
                   : false;
    }
    if (answer && !kind_parse(run, resolved(run, answer), KIND_BOOLEAN, &value)) {
        return false;
    }
    *id = (enum ex_rule_id)word->value;
    *yes = value.number != 0;
    return true;
}

/* Rules of a group stand together in rules.def. */
static void watch_group(struct runner *run, enum ex_rule_id id)
{
    const uint8_t group = ex_rule_row(id)->group_index;
    unsigned first = id, rule;
    while (first > 0 && ex_rule_row((enum ex_rule_id)(first - 1))->group_index == group) {
        first--;
    }
    for (rule = first; rule < RULE_COUNT; rule++) {
        if (ex_rule_row((enum ex_rule_id)rule)->group_index != group) {
            return;
        }
        ex_rules_watch(run->world, (enum ex_rule_id)rule, true);
    }
}

static void compare_rule(struct runner *run, const struct node *node, enum ex_rule_id id,
                         bool answer)
{
    const struct ex_trace *trace = run->world->trace;
    const uint8_t group = ex_rule_row(id)->group_index;
    const uint16_t last = trace->last_rule[group];
    if (last == id + 1 && trace->last_answer[group] == answer) {
        return;
    }
    struct text expected = {.bytes = NULL}, actual = {.bytes = NULL};
    text_append_format(&expected, "%s: %s", ex_rule_row(id)->id, answer ? "true" : "false");
    if (last == 0) {
        text_append_format(&actual, "no rule of the group '%s'", ex_rule_row(id)->group);
    } else {
        text_append_format(&actual, "%s: %s", ex_rule_row((enum ex_rule_id)(last - 1))->id,
                           trace->last_answer[group] ? "true" : "false");
    }
    finding_compared(run, node, "because", expected.bytes, actual.bytes);
    text_free(&expected);
    text_free(&actual);
}

static bool handle_rule(struct runner *run, const struct node *rule, const struct node *answer,
                        bool compare)
{
    enum ex_rule_id id = RULE_COUNT;
    bool yes = true;
    if (!read_rule(run, rule, answer, &id, &yes)) {
        return false;
    }
    if (run->dry) {
        return true;
    }
    if (compare) {
        compare_rule(run, rule, id, yes);
    } else {
        watch_group(run, id);
    }
    return true;
}

/* A rule, a mapping from rules to answers, or a list of either. */
static bool handle_all(struct runner *run, const struct node *node, bool compare)
{
    if (node->kind == NODE_SCALAR) {
        return handle_rule(run, node, NULL, compare);
    }
    bool right = true, mapping = node->kind == NODE_MAPPING;
    const struct node *end = after(run, node);
    for (const struct node *entry = node_first(node); entry != end;) {
        right = (mapping ? handle_rule(run, resolved(run, entry), entry + 1, compare)
                         : handle_all(run, resolved(run, entry), compare)) &&
                right;
        entry = after(run, mapping ? entry + 1 : entry);
    }
    return right;
}

bool because_watch(struct runner *run, const struct node *because)
{
    return handle_all(run, because, false);
}

void because_compare(struct runner *run, const struct node *because)
{
    handle_all(run, because, true);
}
