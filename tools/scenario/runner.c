#include "scenario/runner.h"

#include "scenario/cases.h"
#include "scenario/fixtures.h"
#include "scenario/observe.h"
#include "scenario/shadow.h"
#include "scenario/sources.h"
#include "scenario/steps.h"
#include "scenario/teardown.h"

#include "ex/rules.h"
#include "ntsrm/srm.h"

#include <stdlib.h>
#include <string.h>

void *array_grow(void *array, size_t count, size_t *capacity, size_t element_size)
{
    if (count < *capacity) {
        return array;
    }
    *capacity = *capacity ? *capacity * 2 : 16;
    return memory_resize(array, *capacity * element_size);
}

/* ---- for ever ---- */

static void read_known_sids(struct runner *run)
{
    run->known_sids = memory_resize(NULL, rtl_known_sid_count() * sizeof *run->known_sids);
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        const char *text = rtl_known_sid_at(i)->text;
        rtl_sid_from_text(text, strlen(text), &run->known_sids[i]);
    }
}

static void list_calls(struct runner *run)
{
    size_t count = 0;
    while (call_at(count)) {
        count++;
    }
    run->calls = memory_resize(NULL, count * sizeof *run->calls);
    for (size_t i = 0; i < count; i++) {
        run->calls[i] = call_at(i);
    }
}

static const struct run_options all_as_written;

struct runner *runner_new(void)
{
    struct runner *run = memory_resize(NULL, sizeof *run);
    memset(run, 0, sizeof *run);
    dictionary_init(&run->dictionary);
    list_calls(run);
    read_known_sids(run);
    se_design_init(&run->design);
    run->world = srm_world_new(NULL);
    run->scratch = srm_world_new(NULL);
    run->options = &all_as_written;
    return run;
}

void runner_free(struct runner *run)
{
    if (!run) {
        return;
    }
    sources_free(run);
    srm_world_delete(run->world);
    srm_world_delete(run->scratch);
    se_design_free(&run->design);
    dictionary_free(&run->dictionary);
    nodes_free(&run->main.nodes);
    diagnostics_free(&run->main.diagnostics);
    arena_free(&run->arena);
    arena_free(&run->file_arena);
    text_free(&run->id);
    text_free(&run->title);
    text_free(&run->print);
    free((void *)run->calls);
    free(run->known_sids);
    free(run->documents);
    free(run->cases);
    free(run->results);
    free(run->findings);
    free(run->names.names);
    free(run->accounts);
    free(run->sessions);
    free(run->debts);
    free(run->shadows.shadows);
    free(run->labels.labels);
    free(run->changes);
    free(run);
}

/* ---- the file ---- */

static void file_reset(struct runner *run, const char *name, const char *root)
{
    /* What another file's scenarios found in files of fixtures is not this one's. */
    for (size_t i = 0; i < run->used_count; i++) {
        struct source *source = run->used[i];
        if (source->result == READ_OK && source->diagnostics.errors > 0) {
            diagnostics_begin(&source->diagnostics, source->diagnostics.name,
                              source->diagnostics.source, source->diagnostics.source_length);
        }
    }
    run->main.name = name;
    run->root_given = root;
    run->used_count = 0;
    run->use_order_count = 0;
    run->document_count = 0;
    run->case_count = 0;
    run->finding_count = 0;
    run->broken = false;
    run->dry = false;
    run->row.count = 0;
    arena_reset(&run->file_arena);
}

/* A file for others: fixtures, and neither an id nor steps. */
static bool holds_only_fixtures(struct runner *run)
{
    const struct node *root = node_root(&run->main.nodes, 0);
    struct keyed keys;
    if (run->main.nodes.root_count != 1 || root->kind != NODE_MAPPING) {
        return false;
    }
    run->nodes = &run->main.nodes;
    return keys_collect(run, root, SPACE_DOCUMENT, &keys) && !key_value(keys, DOCUMENT, scenario) &&
           !key_value(keys, DOCUMENT, steps) && !key_value(keys, DOCUMENT, cases);
}

static void forget_results(struct runner *run)
{
    for (size_t i = 0; i < run->case_count; i++) {
        run->results[i] = (struct case_result){.state = CASE_NOT_RUN};
    }
}

static enum load_result file_find_cases(struct runner *run)
{
    const struct diagnostics *diagnostics = &run->main.diagnostics;
    if (run->main.result == READ_IO) {
        return LOAD_IO;
    }
    if (run->main.nodes.root_count == 1 && holds_only_fixtures(run)) {
        return diagnostics->errors > 0 ? LOAD_INVALID : LOAD_FIXTURES;
    }
    bool right = cases_find(run) && run->main.result == READ_OK;
    if (run->case_count == 0) {
        return LOAD_INVALID;
    }
    if (run->case_count > run->result_capacity) {
        run->result_capacity = run->case_count;
        run->results = memory_resize(run->results, run->case_count * sizeof *run->results);
    }
    forget_results(run);
    if (!right) {
        runner_validate(run); /* all that is wrong is to be seen at once */
    }
    return right ? LOAD_OK : LOAD_INVALID;
}

enum load_result runner_load(struct runner *run, const char *path, const char *root)
{
    file_reset(run, path, root);
    run->main.result = nodes_read_file(&run->main.nodes, path, &run->main.diagnostics);
    return file_find_cases(run);
}

enum load_result runner_load_memory(struct runner *run, const char *name, const char *bytes,
                                    size_t length, const char *root)
{
    file_reset(run, name, root);
    run->main.result =
        nodes_read_memory(&run->main.nodes, name, bytes, length, &run->main.diagnostics);
    return file_find_cases(run);
}

/* ---- one case ---- */

static bool unknown_policy(struct runner *run, const struct node *key)
{
    char names[RULE_COUNT][64];
    const char *switches[RULE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (ex_rule_row((enum ex_rule_id)i)->yes) {
            switches[count] = ex_policy_name((enum ex_rule_id)i, names[i], sizeof names[i]);
            count++;
        }
    }
    const char *nearest = words_nearest(key->text, key->length, switches, count);
    problem(run, key, "unknown policy '%s'", key->text);
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

static void case_begin(struct runner *run, const struct case_entry *entry)
{
    const struct run_options *options = run->options;
    run->entry = entry;
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
    if (options->watch_all) {
        for (unsigned i = 0; i < RULE_COUNT; i++) {
            ex_rules_watch(run->world, (enum ex_rule_id)i, true);
        }
    }
}

/* The world before the first step. False if something is wrong with it; it was reported. */
static bool case_stand(struct runner *run)
{
    const struct keyed *keys = &run->document->keys;
    bool right = set_policies(run, key_value(*keys, DOCUMENT, policy));
    right = set_policies(run, run->row.policy) && right;
    right = each_rule(run, key_value(*keys, DOCUMENT, rules), false) && right;
    right = fixtures_settings(run, key_value(*keys, DOCUMENT, settings)) && right;
    return fixtures_make(run) && right && !run->stopped;
}

/* Everything that a scenario says, in order. */
static void case_walk(struct runner *run)
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
    for (size_t i = 0; i < RULE_COUNT; i++) {
        run->coverage[i].asked_true += answers[i].asked_true;
        run->coverage[i].asked_false += answers[i].asked_false;
    }
}

static void case_judge(struct runner *run, struct case_result *result)
{
    const char *xfail = run->entry->info.xfail;
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

static void case_run(struct runner *run, size_t index)
{
    const struct case_entry *entry = &run->cases[index];
    struct case_result *result = &run->results[index];
    *result = (struct case_result){.state = CASE_SKIP, .reason = entry->info.skip};
    if (entry->info.skip) {
        return;
    }
    run->dry = false;
    case_begin(run, entry);
    case_walk(run);
    if (run->options->watch_all) {
        add_coverage(run);
    }
    observe_end(run, index);
    if (!run->broken) {
        teardown(run);
    }
    case_judge(run, result);
}

void runner_run_case(struct runner *run, size_t index, const struct run_options *options)
{
    run->options = options ? options : &all_as_written;
    case_run(run, index);
    run->options = &all_as_written; /* the caller's may be gone from now on */
}

bool runner_visit_fixtures(struct runner *run, const struct run_options *options, void *context,
                           void (*visit)(void *context, struct runner *runner))
{
    static const struct case_entry plain = {.info = {.profile = SRM_PROFILE_LAST}};
    if (run->document_count == 0 && !cases_find_fixtures(run)) {
        return false;
    }
    run->options = options ? options : &all_as_written;
    run->dry = false;
    case_begin(run, run->case_count > 0 ? &run->cases[0] : &plain);
    bool right = case_stand(run) && !run->broken;
    if (right) {
        visit(context, run);
        teardown(run);
    }
    run->options = &all_as_written;
    return right;
}

struct se_token *runner_token(struct runner *run, const char *text)
{
    size_t length = strlen(text);
    const struct name *name = names_find(run, text, length, word_hash(text, length));
    return name && name->kind == NAME_TOKEN ? name->object : NULL;
}

size_t runner_token_names(const struct runner *run, const char **names, size_t limit)
{
    size_t count = 0;
    for (uint32_t i = 0; i < run->names.count && count < limit; i++) {
        if (run->names.names[i]->kind == NAME_TOKEN) {
            names[count++] = run->names.names[i]->text;
        }
    }
    return count;
}

/* ---- all cases ---- */

bool runner_selects(struct runner *run, size_t index)
{
    const struct run_options *options = run->options;
    const struct case_info *info = &run->cases[index].info;
    if (options->has_profile && info->names_profile && info->profile != options->profile) {
        return false;
    }
    return !options->select || options->select(options->context, run, index);
}

/* The selected cases; have they all passed? */
static bool run_selected(struct runner *run)
{
    bool all_passed = true;
    for (size_t i = 0; i < run->case_count; i++) {
        run->results[i] = (struct case_result){.state = CASE_NOT_RUN};
        if (!runner_selects(run, i)) {
            continue;
        }
        case_run(run, i);
        bool passed = run->results[i].state == CASE_PASS;
        all_passed = all_passed && passed;
        if (!passed && run->options->fail_fast && run->results[i].state >= CASE_FAIL) {
            break;
        }
    }
    return all_passed;
}

bool runner_run(struct runner *run, const struct run_options *options)
{
    run->options = options ? options : &all_as_written;
    bool all_passed = run_selected(run);
    run->options = &all_as_written;
    if (all_passed) {
        cases_check_ids(run);
        all_passed = run->main.diagnostics.errors == 0;
    }
    /* A case that passes has been read as a whole; of any other the rest is unread. */
    if (!all_passed && !runner_validate(run)) {
        forget_results(run);
        return false;
    }
    return true;
}

bool runner_validate(struct runner *run)
{
    size_t finding_count = run->finding_count;
    run->dry = true;
    for (size_t i = 0; i < run->case_count; i++) {
        case_begin(run, &run->cases[i]);
        case_walk(run);
    }
    cases_check_ids(run);
    run->dry = false;
    run->finding_count = finding_count;
    for (size_t i = 0; i < runner_source_count(run); i++) {
        if (runner_diagnostics(run, i)->errors > 0) {
            return false;
        }
    }
    return true;
}
