/*
 * Runs the cases, and each again with one contested point after the other answered the other way.
 * A scenario that then goes otherwise relies on the point, and should say so.
 */
#include "scenario/lint/lint.h"

#include "scenario/budgets.h"
#include "scenario/cases.h"
#include "scenario/one_case.h"

#include "ex/rules.h"

#include <string.h>

/* With that many open points all their answers together are tried where an expectation is wide. */
#define TOGETHER_LIMIT 4U

struct points {
    struct runner *run;
    struct document *document;
    bool said[RULE_COUNT];              /* by name, or found already */
    bool asked[RULE_COUNT];             /* in the case */
    struct run_policy open[RULE_COUNT]; /* asked, and nobody says how: the other answer */
    size_t open_count;
    bool has_lists; /* of allowed answers */
};

/* ---- experiments ---- */

struct case_result lint_try(struct runner *run, const struct case_entry *entry,
                            const struct run_options *options)
{
    static const struct run_options as_written;
    const struct run_options *usual = run->options;
    const struct diagnostics before = run->main.diagnostics;
    const size_t finding_count = run->finding_count;
    run->options = options ? options : &as_written;
    budgets_forget(run); /* other experiments took no time of this one */
    const struct case_result result = case_run(run, entry);
    run->options = usual;
    struct diagnostics *now = &run->main.diagnostics;
    if (now->errors > 0) {
        now->errors = before.errors;
        now->warnings = before.warnings;
        now->count = before.count;
        now->last = before.last;
        now->kept = before.kept;
        now->dropped = before.dropped;
        now->texts.length = before.texts.length;
    }
    for (size_t i = 0; i < run->used_count; i++) {
        struct diagnostics *used = &run->used[i]->diagnostics;
        if (used->errors > 0) {
            diagnostics_begin(used, used->name, used->source, used->source_length);
        }
    }
    run->finding_count = finding_count;
    run->broken = false;
    run->nodes = &run->main.nodes;
    return result;
}

static bool passes(struct runner *run, const struct case_entry *entry)
{
    return lint_try(run, entry, NULL).state == CASE_PASS;
}

#define MOST_CASES 10000U
#define MOST_STEPS 1000000U

static size_t step_count(const struct document *document)
{
    return key_value(document->keys, DOCUMENT, steps)->count;
}

size_t lint_case_count(const struct document *document)
{
    const size_t most = MOST_STEPS / (step_count(document) + 1) + 1;
    const size_t limit = most < MOST_CASES ? most : MOST_CASES;
    return document->info.case_count < limit ? document->info.case_count : limit;
}

bool lint_is_needed(struct runner *run, struct document *document, const struct node *node)
{
    const uint64_t steps = step_count(document);
    bool needed = false;
    if (!lint_runs_all(document) || run->lint->tried > MOST_STEPS) {
        return true;
    }
    for (size_t i = 0; i < document->info.case_count && !needed; i++) {
        const struct case_entry entry = cases_at(run, document->info.first_case + i);
        if (entry.info.skip || entry.info.xfail || !passes(run, &entry)) {
            continue;
        }
        run->lint->without = node;
        run->lint->tried += 2 * steps;
        needed = !passes(run, &entry) || run->lint->tried > MOST_STEPS;
        run->lint->without = NULL;
    }
    return needed;
}

/* ---- what is said ---- */

/* policy.x somewhere under rules or because: whoever names the rule knows of it. */
static void find_said(struct points *points)
{
    struct runner *run = points->run;
    const struct node *end = after(run, points->document->root);
    for (const struct node *node = points->document->root; node != end; node++) {
        if (node->kind == NODE_SCALAR && strncmp(node->text, "policy.", 7) == 0) {
            const enum ex_rule_id id = ex_rule_by_name(node->text);
            points->said[id == RULE_COUNT ? 0 : id] |= id != RULE_COUNT;
        }
    }
}

/* What the case says of them itself. */
static void read_set(struct points *points, const struct node *policies, bool set[RULE_COUNT])
{
    struct runner *run = points->run;
    if (!policies || policies->kind != NODE_MAPPING) {
        return;
    }
    const struct node *end = after(run, policies);
    for (const struct node *key = node_first(policies); key != end; key = after(run, key + 1)) {
        const enum ex_rule_id id = ex_policy_by_name(key->text);
        if (id != RULE_COUNT) {
            set[id] = true;
            lint_mark(run->lint, key, points->asked[id] ? MARK_ASKED : MARK_SET);
        }
    }
}

/* ---- one case ---- */

static void read_open(struct points *points, const bool set[RULE_COUNT])
{
    points->open_count = 0;
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (points->asked[i] && !set[i]) {
            points->open[points->open_count++] = (struct run_policy){
                .policy = (enum ex_rule_id)i,
                .answer = !ex_rule_row((enum ex_rule_id)i)->standard,
            };
        }
    }
}

static void find_relied(struct points *points, const struct case_result *result,
                        const struct run_policy *other)
{
    struct runner *run = points->run;
    const struct ex_rule_row *row = ex_rule_row(other->policy);
    const struct finding *finding =
        result->finding_count > 0 ? &run->findings[result->first_finding] : NULL;
    const bool here = finding && finding->source == 0;
    char buffer[64];
    struct text message = {.bytes = NULL};
    const char *name = ex_policy_name(other->policy, buffer, sizeof buffer);
    const char *usual = row->standard ? row->yes : row->no;
    text_append_format(&message, "this holds with '%s: %s', and not with '%s', which is contested",
                       name, usual, row->standard ? row->no : row->yes);
    struct place place = here ? finding->place : points->document->info.place;
    if (lint_find_at(run, points->document, LINT_CONTESTED_RULE, place, here ? finding->width : 1,
                     message.bytes)) {
        lint_help(run, "write 'policy: {%s: %s}', or name %s under 'rules:' or 'because:'", name,
                  usual, row->id);
    }
    text_free(&message);
    points->said[other->policy] = true;
}

/* All answers of several points, for expectations that allow more than one answer. */
static void run_together(struct points *points, const struct case_entry *entry)
{
    const size_t count = points->open_count < TOGETHER_LIMIT ? points->open_count : TOGETHER_LIMIT;
    for (unsigned chosen = 1; chosen < 1U << count; chosen++) {
        struct run_policy policies[TOGETHER_LIMIT];
        struct run_options options = {.policies = policies};
        for (size_t i = 0; i < count; i++) {
            if (chosen >> i & 1) {
                policies[options.policy_count++] = points->open[i];
            }
        }
        lint_try(points->run, entry, &options);
    }
}

static void run_otherwise(struct points *points, const struct case_entry *entry)
{
    for (size_t i = 0; i < points->open_count; i++) {
        const struct run_policy *other = &points->open[i];
        const struct run_options options = {.policies = other, .policy_count = 1};
        if (points->said[other->policy] && !points->has_lists) {
            continue;
        }
        const struct case_result result = lint_try(points->run, entry, &options);
        if (result.state != CASE_PASS && result.trouble != TROUBLE_BUDGET &&
            !points->said[other->policy]) {
            find_relied(points, &result, other);
        }
    }
    if (points->has_lists) {
        run_together(points, entry);
    }
}

static void read_asked(struct points *points)
{
    const struct ex_answers *answers = points->run->world->trace->answers;
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        points->asked[i] = ex_rule_row((enum ex_rule_id)i)->yes &&
                           answers[i].asked_true + answers[i].asked_false > 0;
    }
}

static void look_at_case(struct points *points, size_t index)
{
    static const struct run_options watching = {.watch_policies = true};
    struct runner *run = points->run;
    const struct case_entry entry = cases_at(run, index);
    bool set[RULE_COUNT] = {false};
    run->lint->answer_count = 0;
    if (entry.info.skip || entry.info.xfail ||
        lint_try(run, &entry, &watching).state != CASE_PASS) {
        return;
    }
    read_asked(points);
    cases_choose_row(run, &entry);
    read_set(points, key_value(points->document->keys, DOCUMENT, policy), set);
    read_set(points, run->row.policy, set);
    read_open(points, set);
    run_otherwise(points, &entry);
}

/* ---- the document ---- */

static bool is_usual(struct runner *run, const struct node *key)
{
    const enum ex_rule_id id = ex_policy_by_name(key->text);
    const struct ex_rule_row *row = id == RULE_COUNT ? NULL : ex_rule_row(id);
    return row && node_is(resolved(run, key + 1), row->standard ? row->yes : row->no);
}

/* That the other answer, or both of a row, make no difference is a claim; this is none. */
static void find_unused_policies(struct runner *run, struct document *document)
{
    const struct node *policies = key_value(document->keys, DOCUMENT, policy);
    const struct node *end = policies ? after(run, policies) : NULL;
    for (const struct node *key = policies ? node_first(policies) : NULL; key != end;
         key = after(run, key + 1)) {
        if (lint_has(run->lint, key, MARK_SET) && !lint_has(run->lint, key, MARK_ASKED) &&
            is_usual(run, key) &&
            lint_find(run, document, LINT_UNUSED_POLICY, key, "no case comes to the point '%s'",
                      key->text)) {
            lint_help(run, "leave it out");
        }
    }
}

/* Lists of allowed answers that a dry run has met. */
static bool has_lists(const struct points *points)
{
    const struct runner *run = points->run;
    const struct node *end = after(run, points->document->root);
    for (const struct node *node = points->document->root; node != end; node++) {
        if (lint_has(run->lint, node, MARK_ANSWERS)) {
            return true;
        }
    }
    return false;
}

void lint_run_cases(struct runner *run, struct document *document)
{
    struct points points = {.run = run, .document = document, .has_lists = false};
    const size_t count = document->info.case_count, first = document->info.first_case;
    const size_t looked = lint_case_count(document);
    const size_t stride = looked < count ? cases_spread(count) : 1;
    find_said(&points);
    points.has_lists = has_lists(&points);
    for (size_t i = 0, at = 0; i < looked; i++, at = (at + stride) % count) {
        look_at_case(&points, first + at);
    }
    if (looked == count) {
        find_unused_policies(run, document);
    }
}
