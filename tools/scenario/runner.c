#include "scenario/runner.h"

#include "scenario/budgets.h"
#include "scenario/cases.h"
#include "scenario/limits.h"
#include "scenario/one_case.h"
#include "scenario/results.h"
#include "scenario/shadow.h"
#include "scenario/sources.h"
#include "scenario/teardown.h"
#include "scenario/twins.h"

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

/* Each of these two is made, or looked for, when a scenario names it. */
const SID *runner_known_sid(struct runner *run, size_t number)
{
    SE_SID *sid = &run->known_sids[number];
    if (sid->Sid.Revision == 0) {
        const char *text = rtl_known_sid_at(number)->text;
        rtl_sid_from_text(text, strlen(text), sid);
    }
    return &sid->Sid;
}

const struct call *runner_call(struct runner *run, size_t number)
{
    if (!run->calls[number]) {
        run->calls[number] = call_at(number);
    }
    return run->calls[number];
}

struct srm_world *runner_scratch(struct runner *run)
{
    if (!run->scratch) {
        run->scratch = srm_world_new(NULL);
    }
    return run->scratch;
}

static const struct run_options all_as_written;

struct runner *runner_new(void)
{
    struct runner *run = memory_zeroed(1, sizeof *run);
    run->dictionary = memory_zeroed(1, sizeof *run->dictionary);
    run->known_sids = memory_zeroed(rtl_known_sid_count(), sizeof *run->known_sids);
    se_design_init(&run->design);
    run->world = srm_world_new(NULL);
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
    if (run->scratch) {
        srm_world_delete(run->scratch);
    }
    se_design_free(&run->design);
    dictionary_free(run->dictionary);
    free(run->dictionary);
    nodes_free(&run->main.nodes);
    diagnostics_free(&run->main.diagnostics);
    arena_free(&run->arena);
    arena_free(&run->file_arena);
    text_free(&run->id);
    text_free(&run->title);
    text_free(&run->print);
    free(run->known_sids);
    free(run->coverage);
    free(run->documents);
    free(run->ranges);
    free(run->states);
    free(run->kept);
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
    run->range_count = 0;
    run->case_count = 0;
    run->kept_count = 0;
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

static enum load_result file_find_cases(struct runner *run)
{
    const struct diagnostics *diagnostics = &run->main.diagnostics;
    if (run->main.result == READ_IO) {
        return LOAD_IO;
    }
    if (run->main.nodes.root_count == 1 && !twin_begins(run) && holds_only_fixtures(run)) {
        return diagnostics->errors > 0 ? LOAD_INVALID : LOAD_FIXTURES;
    }
    bool right = cases_find(run) && run->main.result == READ_OK;
    if (run->case_count == 0) {
        return LOAD_INVALID;
    }
    results_forget(run);
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

/* ---- cases ---- */

/* The results of a case's own: those of a skipped one were made when the file was read. */
static struct case_result run_entry(struct runner *run, const struct case_entry *entry)
{
    return entry->info.skip ? *entry->skipped : case_run(run, entry);
}

void runner_run_case(struct runner *run, size_t index, const struct run_options *options)
{
    const struct case_entry entry = cases_at(run, index);
    run->options = options ? options : &all_as_written;
    budgets_forget(run);
    const struct case_result result = run_entry(run, &entry);
    results_replace(run, index, &result);
    run->options = &all_as_written; /* the caller's may be gone from now on */
}

bool runner_visit_fixtures(struct runner *run, const struct run_options *options, void *context,
                           void (*visit)(void *context, struct runner *runner))
{
    static const struct case_range no_rows = {.count = 1};
    struct case_entry first = {.info = {.profile = SRM_PROFILE_LAST}, .range = &no_rows};
    if (run->document_count == 0 && !cases_find_fixtures(run)) {
        return false;
    }
    if (run->case_count > 0) {
        first = cases_at(run, 0);
    }
    run->options = options ? options : &all_as_written;
    run->dry = false;
    case_begin(run, &first);
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

bool runner_selects(struct runner *run, const struct case_entry *entry)
{
    const struct run_options *options = run->options;
    const struct case_info *info = &entry->info;
    if (options->has_profile && info->names_profile && info->profile != options->profile) {
        return false;
    }
    return !options->select || options->select(options->context, run, entry->index);
}

static struct case_result run_timed(struct runner *run, const struct case_entry *entry)
{
    const struct run_options *options = run->options;
    if (!options->timed) {
        return run_entry(run, entry);
    }
    options->timed(options->context, run, entry->index, false);
    const struct case_result result = run_entry(run, entry);
    options->timed(options->context, run, entry->index, true);
    return result;
}

/* The last case that is run of a file in which nearly nothing is as it should be. */
static void give_up(struct runner *run, struct case_result *result)
{
    finding_plain(run, run->document->root,
                  "%u cases of the file did not pass; those after this one are not run",
                  FAILURES_LIMIT);
    result->finding_count++;
    result->state = CASE_ERROR;
    result->trouble = TROUBLE_BUDGET;
}

/* The selected cases; have they all passed? */
static bool run_selected(struct runner *run)
{
    const struct run_options *options = run->options;
    bool all_passed = true;
    size_t bad = 0;
    results_forget(run);
    budgets_forget(run);
    for (size_t i = 0; i < run->case_count; i++) {
        size_t index = options->order ? options->order(options->context, i, run->case_count) : i;
        const struct case_entry entry = cases_at(run, index);
        if (!runner_selects(run, &entry)) {
            continue;
        }
        struct case_result result = run_timed(run, &entry);
        if (result.state == CASE_NOT_RUN) {
            continue;
        }
        bad += result.state >= CASE_FAIL;
        if (bad == FAILURES_LIMIT) {
            give_up(run, &result);
        }
        results_add(run, index, &result);
        if (bad == 1 && run->case_count > CASES_LARGE && !run->validated) {
            run->validated = true;
            if (!runner_validate(run)) {
                return false;
            }
        }
        all_passed = all_passed && result.state == CASE_PASS;
        if ((options->fail_fast && bad > 0) || bad == FAILURES_LIMIT) {
            break;
        }
    }
    results_sort(run);
    return all_passed;
}

static bool ids_differ(struct runner *run)
{
    cases_check_ids(run);
    return run->main.diagnostics.errors == 0;
}

bool runner_run(struct runner *run, const struct run_options *options)
{
    run->options = options ? options : &all_as_written;
    bool large = run->case_count > CASES_LARGE;
    run->validated = false;
    if (run->options->budget && !budgets_check(run)) {
        run->options = &all_as_written;
        results_forget(run); /* what else is wrong is not worth reading so many cases */
        return false;
    }
    bool all_passed = (!large || ids_differ(run)) && run_selected(run);
    run->options = &all_as_written;
    if (all_passed && !large) {
        all_passed = ids_differ(run);
    }
    /* A case that passes has been read as a whole; of any other the rest is unread. */
    if (!all_passed && !(run->validated ? sources_are_right(run) : runner_validate(run))) {
        results_forget(run);
        return false;
    }
    return true;
}
