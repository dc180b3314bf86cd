#include "ntsrm/run/round.h"

#include "ntsrm/discover.h"
#include "ntsrm/ids.h"
#include "ntsrm/options.h"
#include "ntsrm/report/words.h"
#include "ntsrm/run/blessing.h"
#include "ntsrm/run/crew.h"
#include "ntsrm/run/expected_failures.h"
#include "ntsrm/run/failed_ids.h"
#include "ntsrm/run/interruption.h"
#include "ntsrm/suite.h"
#include "ntsrm/suite_root.h"
#include "ntsrm/terminal.h"

#include "ex/rules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct round {
    struct run *run;
    struct targets targets;
    struct run_plan plan;
    struct failed_ids failed;
    struct expected_failures expected;
    struct blessing blessing;
    struct ids ids;
    struct tally tally;
    struct page talk; /* for stderr */
    uint32_t *order;  /* of the files, if they are shuffled */
    size_t matched;   /* cases, in this part of the run or another */
    size_t failures;
    size_t done; /* files */
    struct ex_answers answers[RULE_COUNT];
    enum exit_code code; /* the worst so far */
    bool stop, cut;
};

/* ---- one file ---- */

/* An id that another scenario has makes the file invalid; its results don't count then. */
static void ids_check(struct round *round, struct outcome_store *store)
{
    struct diagnostics diagnostics = {0};
    struct text source = {0};
    const char *path = store->file.path;
    for (size_t i = 0; i < store->scenario_count; i++) {
        const struct scenario_mark *mark = &store->scenarios[i];
        const struct used_id *used = ids_add(&round->ids, mark->id, path, mark->place);
        if (used != NULL && diagnostics.name == NULL) {
            text_read_file(&source, path, SIZE_MAX / 2);
            diagnostics_begin(&diagnostics, path, source.bytes, source.length);
        }
        if (used != NULL) {
            id_refuse(&diagnostics, mark->id, mark->place, used);
        }
    }
    if (diagnostics.errors > 0) {
        outcome_store_refuse(store, CODE_INVALID);
        outcome_store_complain(store, &diagnostics);
    }
    diagnostics_free(&diagnostics);
    text_free(&source);
}

/* What people are told of a file that could not run, unless stdout tells them. */
static void file_talk(struct round *round, const struct file_outcome *file)
{
    if (file->code == CODE_PASSED) {
        return;
    }
    if (*file->explanation == '\0') {
        usage_error(round->plan.command, "%s: %s", file->path, file->complaints[0].message);
    } else if (outputs_page(&round->run->outputs) == NULL) {
        page_put_styled(&round->talk, file->explanation);
        page_print(&round->talk, stderr);
    }
}

static size_t tally_bad(const struct tally *tally)
{
    return tally->cases[CASE_FAIL] + tally->cases[CASE_XPASS] + tally->cases[CASE_ERROR];
}

/*
 * Cuts off what comes after the last failure that is wanted; all outcomes are there then. False if
 * nothing does.
 */
static bool file_cut(struct file_outcome *file, size_t wanted)
{
    struct tally tally = {.files = file->tally.files};
    size_t count = 0;
    while (count < file->outcome_count && wanted > 0) {
        enum case_state state = file->outcomes[count++].state;
        tally.cases[state]++;
        wanted -= case_is_bad(state);
    }
    bool any = count < file->outcome_count;
    file->outcome_count = count;
    file->tally = tally;
    return any;
}

static void outcomes_note(struct round *round, const struct file_outcome *file)
{
    for (size_t i = 0; i < file->outcome_count; i++) {
        const struct outcome *outcome = &file->outcomes[i];
        const struct case_result result = {.state = outcome->state, .trouble = outcome->trouble};
        if (round->run->bless && outcome->state == CASE_FAIL) {
            blessing_note(&round->blessing, file->path, outcome->id);
        } else {
            round->code = code_worst(round->code, (enum exit_code)case_exit_code(&result));
        }
        if (outcome->state != CASE_NOT_RUN) {
            failed_ids_note(&round->failed, outcome->id, case_is_bad(outcome->state));
            expected_failures_note(&round->expected, outcome->id, outcome->scenario,
                                   outcome->state);
        }
    }
}

static void tally_add(struct tally *sum, const struct tally *tally)
{
    for (size_t i = 0; i < CASE_STATES; i++) {
        sum->cases[i] += tally->cases[i];
    }
    sum->files += tally->files;
    sum->invalid += tally->invalid;
    sum->unreadable += tally->unreadable;
}

/* Files with fixtures may lie elsewhere than the scenarios that use them. */
static void sources_watch(const struct round *round, const struct outcome_store *store)
{
    for (const char *const *name = store->sources; name != NULL && *name != NULL; name++) {
        watch_file(round->run->watch, *name);
    }
}

static void file_take(struct round *round, struct outcome_store *store)
{
    struct file_outcome *file = &store->file;
    ids_check(round, store);
    size_t wanted = round->run->max_failures - round->failures;
    bool rest = tally_bad(&file->tally) >= wanted && file_cut(file, wanted);
    round->done++;
    round->matched += store->matched;
    round->failures += tally_bad(&file->tally);
    round->code = code_worst(round->code, file->code);
    tally_add(&round->tally, &file->tally);
    file_talk(round, file);
    /* --fail-fast stops at whatever is not as it should be. */
    round->stop = round->failures >= round->run->max_failures ||
                  (round->run->max_failures == 1 && file->code != CODE_PASSED);
    round->cut = round->stop && (rest || round->done < round->targets.count);
    if (round->run->watch != NULL) {
        sources_watch(round, store);
    }
}

static void part_take(struct round *round, struct outcome_store *store)
{
    if (!store->file.goes_on) {
        file_take(round, store);
    }
    outcomes_note(round, &store->file);
    outputs_file(&round->run->outputs, &store->file);
    round->stop |= interruption_signal() != 0 && !store->file.more;
}

/* ---- all of them ---- */

static void files_run(struct round *round)
{
    struct run *run = round->run;
    struct crew *crew = crew_new(&round->plan, run->jobs, round->order);
    struct progress progress;
    struct outcome_store *store;
    progress_begin(&progress);
    while (!round->stop && (store = crew_next(crew)) != NULL) {
        if (store->file.code != CODE_PASSED || store->file.outcome_count > 0) {
            progress_clear(&progress);
        }
        part_take(round, store);
        progress_show(&progress, round->done, round->targets.count, tally_bad(&round->tally));
    }
    progress_clear(&progress);
    if (run->coverage) {
        crew_add_coverage(crew, round->answers);
    }
    crew_free(crew);
}

static void coverage_check(struct round *round, struct run_coverage *coverage)
{
    const struct run *run = round->run;
    *coverage = (struct run_coverage){
        .answers = round->answers,
        .has_minimum = run->has_minimum,
        .minimum = run->minimum,
    };
    if (coverage_is_enough(coverage)) {
        return;
    }
    round->code = code_worst(round->code, CODE_FAILED);
    if (outputs_page(&round->run->outputs) == NULL) {
        struct text words = {0};
        append_coverage(&words, coverage);
        usage_error(round->plan.command, "%s", words.bytes);
        text_free(&words);
    }
}

/* Nothing to run is a mistake in most command lines; a part of a run may well be empty. */
static bool is_empty(const struct round *round)
{
    bool other_part = round->run->facts.shard_count > 1 && round->matched > 0;
    return round->tally.files == 0 && round->code == CODE_PASSED && !other_part &&
           !round->run->allow_empty;
}

/* ---- expected failures ---- */

static bool is_suite(const char *folder)
{
    struct text mark = {0};
    text_append_format(&mark, "%s/.ntsrm-root", folder);
    bool marked = access(mark.bytes, F_OK) == 0;
    text_free(&mark);
    return marked;
}

static bool names_part(const struct targets *targets)
{
    size_t i = 0;
    while (i < targets->count && targets->list[i].part == NULL) {
        i++;
    }
    return i < targets->count;
}

static enum run_extent extent_of(const struct round *round)
{
    const struct run *run = round->run;
    const struct selection *selection = &run->selection;
    if (selection->filter_count > 0 || selection->shard_count > 1 || selection->failed != NULL ||
        run->settings.profile_count > 0 || names_part(&round->targets) || round->cut ||
        interruption_signal() != 0 || round->tally.invalid + round->tally.unreadable > 0) {
        return RUN_PART;
    }
    for (size_t i = 0; i < run->invocation->operand_count; i++) {
        if (is_suite(run->invocation->operands[i])) {
            return RUN_SUITE;
        }
    }
    return RUN_PATHS;
}

static bool expected_read(struct round *round)
{
    const struct run *run = round->run;
    enum exit_code code = CODE_PASSED;
    for (size_t i = 0; i < run->expected_count; i++) {
        code = code_worst(
            code, expected_failures_read(&round->expected, run->expected_paths[i], &round->talk));
        if (run->watch != NULL) {
            watch_file(run->watch, run->expected_paths[i]);
        }
    }
    round->expected.fix = run->fix;
    page_print(&round->talk, stderr);
    round->code = code_worst(round->code, code);
    return code == CODE_PASSED;
}

static void expected_finish(struct round *round)
{
    const enum run_extent extent = extent_of(round);
    enum exit_code code = round->run->fix
                              ? expected_failures_fix(&round->expected, extent, &round->talk)
                              : expected_failures_check(&round->expected, extent, &round->talk);
    page_print(&round->talk, stderr);
    round->code = code_worst(round->code, code);
}

/* Where all files belong to one suite: those of the first and of the last one. */
static void suite_version_find(struct round *round)
{
    struct run *run = round->run;
    struct text roots[2] = {{0}, {0}}, name = {0};
    const size_t count = round->targets.count;
    for (size_t i = 0; i < 2 && count > 0; i++) {
        const struct target *target = &round->targets.list[i == 0 ? 0 : count - 1];
        suite_root_name(target->path, target->root, &roots[i], &name);
    }
    run->facts.suite_version = NULL;
    if (count > 0 && strcmp(roots[0].bytes, roots[1].bytes) == 0) {
        suite_root_version(roots[0].bytes, &run->suite_version);
        if (run->suite_version.length > 0) {
            run->facts.suite_version = run->suite_version.bytes;
        }
    }
    text_free(&roots[0]);
    text_free(&roots[1]);
    text_free(&name);
}

/* ---- the end ---- */

static void failures_bless(struct round *round)
{
    struct page *page = outputs_page(&round->run->outputs);
    enum exit_code code = blessing_finish(&round->blessing, &round->targets, &round->run->options,
                                          &round->failed, page, &round->talk);
    if (page != NULL && round->blessing.count > 0) {
        page_print(page, stdout);
        fflush(stdout);
    }
    page_print(&round->talk, stderr);
    round->code = code_worst(round->code, code);
}

static void round_finish(struct round *round)
{
    struct run *run = round->run;
    struct run_end end = {.tally = round->tally, .cut = round->cut};
    struct run_coverage coverage;
    end.signal = interruption_signal();
    if (end.signal != 0) {
        usage_error(round->plan.command, "interrupted");
    } else if (is_empty(round)) {
        usage_error(round->plan.command, "there is no such case");
        round->code = CODE_NOTHING;
    } else if (run->coverage && !run->facts.list) {
        coverage_check(round, &coverage);
        end.coverage = &coverage;
    }
    if (!run->facts.list && end.signal == 0) {
        expected_finish(round);
        failures_bless(round);
    } else if (round->blessing.count > 0) {
        round->code = code_worst(round->code, CODE_FAILED);
    }
    end.code = round->code;
    if (!outputs_close(&run->outputs, &end)) {
        round->code = code_worst(round->code, CODE_TROUBLE);
    }
    if (!run->facts.list) {
        failed_ids_write(&round->failed);
    }
}

/* ---- beginning ---- */

static void plan_make(struct round *round)
{
    struct run *run = round->run;
    const struct run_facts *facts = &run->facts;
    round->plan = (struct run_plan){
        .command = run->outputs.command,
        .targets = &round->targets,
        .selection = &run->selection,
        .settings = &run->settings,
        .options = run->options,
        .repeat = facts->repeat,
        .shuffled = facts->shuffled,
        .seed = facts->seed,
        /* Where a run stops, and what no longer fails, is seen in the outcomes. */
        .all = outputs_want_all(&run->outputs, facts) || run->max_failures < SIZE_MAX ||
               failed_ids_any(&round->failed),
        .expected = &round->expected,
        .whole = run->max_failures < SIZE_MAX,
        .list = facts->list,
        .trace = run->trace,
        .durations = facts->durations,
        .width = run->invocation->page->width,
    };
    if (facts->shuffled) {
        round->order = memory_resize(NULL, (round->targets.count + 1) * sizeof *round->order);
        numbers_shuffle(round->order, round->targets.count, facts->seed);
    }
}

static bool any_matches(const struct round *round)
{
    struct run_plan plan = round->plan;
    plan.list = true;
    struct crew *crew = crew_new(&plan, round->run->jobs, NULL);
    const struct outcome_store *store;
    size_t matched = 0;
    while (matched == 0 && (store = crew_next(crew)) != NULL) {
        matched = store->matched;
    }
    crew_free(crew);
    return matched > 0;
}

/* What failed may be gone by now, or not be meant by this command line. */
static void failed_choose(struct round *round)
{
    struct selection *selection = &round->run->selection;
    selection->failed = &round->failed;
    if (!failed_ids_any(&round->failed) || !any_matches(round)) {
        selection->failed = NULL;
        fprintf(stderr,
                "ntsrm run: none of these cases failed the last time, so all of them run\n");
    }
}

/* Before anything is read, so that no change is missed. */
static void targets_watch(struct watch *watch, const struct targets *targets)
{
    for (size_t i = 0; i < targets->folder_count; i++) {
        watch_folder(watch, targets->folders[i]);
    }
    for (size_t i = 0; i < targets->count; i++) {
        if (!is_scenario_name(targets->list[i].path)) {
            watch_file(watch, targets->list[i].path);
        }
    }
}

static bool is_all_there(const struct targets *targets)
{
    size_t i = 0;
    while (i < targets->count && targets->list[i].trouble == NULL) {
        i++;
    }
    return i == targets->count;
}

static bool watch_begin(struct round *round)
{
    struct run *run = round->run;
    /* A path that is not there is a slip of who types it; later on it may come back. */
    if (!run->watches || (run->watch == NULL && !is_all_there(&round->targets))) {
        return true;
    }
    watch_free(run->watch);
    run->watch = watch_new();
    if (run->watch == NULL) {
        usage_error(round->plan.command, "--watch: %s", strerror(errno));
        return false;
    }
    targets_watch(run->watch, &round->targets);
    return true;
}

static void round_free(struct round *round)
{
    outputs_abandon(&round->run->outputs);
    failed_ids_free(&round->failed);
    expected_failures_free(&round->expected);
    blessing_free(&round->blessing);
    targets_free(&round->targets);
    ids_free(&round->ids);
    page_free(&round->talk);
    free(round->order);
}

enum exit_code round_run(struct run *run)
{
    const struct invocation *invocation = run->invocation;
    struct round round = {
        .run = run,
        .targets = {.keep_troubles = true},
        .talk = {.color = invocation->stderr_color, .width = invocation->page->width},
    };
    round.code = targets_find(&round.targets, run->outputs.command, invocation->operands,
                              invocation->operand_count, run->settings.root);
    if (round.code != CODE_PASSED) {
        round_free(&round);
        return round.code;
    }
    failed_ids_read(&round.failed);
    suite_version_find(&round);
    plan_make(&round);
    run->selection.failed = NULL;
    if (run->last_failed) {
        failed_choose(&round);
    }
    bool begun = watch_begin(&round) && expected_read(&round);
    round.plan.all |= round.expected.count > 0;
    interruption_await();
    if (begun && outputs_open(&run->outputs, &run->facts, invocation->page)) {
        files_run(&round);
        round_finish(&round);
    } else if (round.code == CODE_PASSED) {
        round.code = CODE_TROUBLE;
    }
    interruption_await_no_more();
    round_free(&round);
    return round.code;
}
