/* One case: its world, its steps, and what came of it. */
#include "scenario/one_case.h"

#include "scenario/budgets.h"
#include "scenario/cases.h"
#include "scenario/fixtures.h"
#include "scenario/observe.h"
#include "scenario/runner.h"
#include "scenario/steps.h"
#include "scenario/teardown.h"
#include "scenario/words.h"

#include "ex/rules.h"
#include "ntsrm/srm.h"

static bool unknown_policy(struct runner *run, const struct node *key)
{
    char names[RULE_COUNT][64];
    const char *switches[RULE_COUNT];
    size_t count = 0;
    problem(run, key, "unknown policy '%s'", key->text);
    for (size_t i = 0; run->last_diagnostics && i < RULE_COUNT; i++) {
        if (ex_rule_row((enum ex_rule_id)i)->yes) {
            switches[count] = ex_policy_name((enum ex_rule_id)i, names[i], sizeof names[i]);
            count++;
        }
    }
    const char *nearest = words_nearest(key->text, key->length, switches, count);
    return nearest ? problem_help(run, "did you mean '%s'?", nearest) : false;
}

static bool set_policies(struct runner *run, const struct node *node)
{
    if (!node) {
        return true;
    }
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, "a mapping from switches to their words");
    }
    bool right = true;
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        const struct node *word = resolved(run, key + 1);
        enum ex_rule_id id = ex_policy_by_name(key->text);
        if (id == RULE_COUNT) {
            right = unknown_policy(run, key);
            continue;
        }
        const struct ex_rule_row *row = ex_rule_row(id);
        if (!node_is(word, row->yes) && !node_is(word, row->no)) {
            problem_kind(run, word, "a word of the policy");
            right = problem_help(run, "'%s' is %s or %s", key->text, row->yes, row->no);
            continue;
        }
        if (!run->dry) {
            ex_rules_set_policy(run->world, id, node_is(word, row->yes));
        }
    }
    return right;
}

/* The rules of `rules:`, each of which must be asked: watched at first, looked at in the end. */
static bool each_rule(struct runner *run, const struct node *rules, bool at_the_end)
{
    if (!rules) {
        return true;
    }
    if (rules->kind != NODE_SEQUENCE) {
        return problem_kind(run, rules, "a list of rules");
    }
    bool right = true;
    const struct node *end = after(run, rules);
    for (const struct node *entry = node_first(rules); entry != end; entry = after(run, entry)) {
        const struct word *word =
            entry->kind == NODE_SCALAR ? word_of(run, SPACE_RULE, entry) : NULL;
        if (!word) {
            right = problem_word(run, entry, SPACE_RULE);
            continue;
        }
        if (!run->dry && !at_the_end) {
            ex_rules_watch(run->world, (enum ex_rule_id)word->value, true);
        } else if (!run->dry) {
            const struct ex_answers *answers = &run->world->trace->answers[word->value];
            if (answers->asked_true + answers->asked_false == 0) {
                finding_plain(run, entry, "the rule %s was never asked", entry->text);
            }
        }
    }
    return right;
}

void case_begin(struct runner *run, const struct case_entry *entry)
{
    const struct run_options *options = run->options;
    run->entry = *entry;
    run->profile = options->has_profile ? options->profile : entry->info.profile;
    run->document = &run->documents[entry->info.scenario];
    run->nodes = &run->main.nodes;
    run->broken = run->stopped = false;
    run->trouble = TROUBLE_NONE;
    run->case_first_finding = run->finding_count;
    run->change_count = 0;
    run->labels.count = 0;
    run->incomplete = run->document->incomplete;
    run->problem_count = run->no_value_count = 0;
    run->step = (struct step_state){.index = 0};
    arena_reset(&run->arena);
    names_reset(run);
    cases_choose_row(run, entry);
    if (run->dry) {
        return;
    }
    srm_world_reset(run->world, ex_profile_name(run->profile));
    for (size_t i = 0; i < options->policy_count; i++) {
        ex_rules_set_policy(run->world, options->policies[i].policy, options->policies[i].answer);
    }
    for (unsigned i = 0; (options->watch_all || options->watch_policies) && i < RULE_COUNT; i++) {
        if (options->watch_all || ex_rule_row((enum ex_rule_id)i)->yes) {
            ex_rules_watch(run->world, (enum ex_rule_id)i, true);
        }
    }
}

bool case_stand(struct runner *run)
{
    const struct keyed *keys = &run->document->keys;
    bool right = set_policies(run, key_value(*keys, DOCUMENT, policy));
    right = set_policies(run, run->row.policy) && right;
    right = each_rule(run, key_value(*keys, DOCUMENT, rules), false) && right;
    right = fixtures_settings(run, key_value(*keys, DOCUMENT, settings)) && right;
    return fixtures_make(run) && right && !run->stopped;
}

/* Everything that a scenario says, in order. */
void case_walk(struct runner *run)
{
    const struct keyed *keys = &run->document->keys;
    const struct node *rules = key_value(*keys, DOCUMENT, rules);
    if (!case_stand(run) && !run->dry) {
        return;
    }
    if (!run->dry) {
        if (run->options->trace) {
            srm_trace(run->world, true);
        }
        observe_begin(run);
    }
    if (key_value(*keys, DOCUMENT, steps)) {
        steps_run(run, key_value(*keys, DOCUMENT, steps));
    }
    if (run->dry || (!run->stopped && !run->broken)) {
        each_rule(run, rules, true);
    }
    /* What was not read because of a problem may have used the rest. */
    if (!run->stopped && run->problem_count <= run->no_value_count) {
        cases_check_used(run);
    }
}

static void add_coverage(struct runner *run)
{
    const struct ex_answers *answers = run->world->trace->answers;
    if (!run->coverage) {
        run->coverage = memory_zeroed(RULE_COUNT, sizeof *run->coverage);
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        run->coverage[i].asked_true += answers[i].asked_true;
        run->coverage[i].asked_false += answers[i].asked_false;
    }
}

static void case_judge(struct runner *run, struct case_result *result)
{
    const char *xfail = run->entry.info.xfail;
    result->first_finding = run->case_first_finding;
    result->finding_count = run->finding_count - run->case_first_finding;
    result->step = run->step.index;
    result->trouble = run->broken ? TROUBLE_SCENARIO : run->trouble;
    result->reason = xfail;
    if (result->trouble != TROUBLE_NONE) {
        result->state = CASE_ERROR;
    } else if (result->finding_count > 0) {
        result->state = xfail ? CASE_XFAIL : CASE_FAIL;
    } else {
        result->state = xfail ? CASE_XPASS : CASE_PASS;
    }
}

struct case_result case_run(struct runner *run, const struct case_entry *entry)
{
    struct case_result result = {.state = CASE_NOT_RUN};
    run->dry = false;
    case_begin(run, entry);
    if (!budgets_begin(run)) {
        return result;
    }
    case_walk(run);
    if (run->options->watch_all) {
        add_coverage(run);
    }
    observe_end(run, entry->index);
    if (!run->broken) {
        teardown(run);
    }
    budgets_end(run);
    case_judge(run, &result);
    return result;
}
