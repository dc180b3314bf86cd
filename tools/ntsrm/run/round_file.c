#include "ntsrm/options.h"
#include "ntsrm/run/interruption.h"
#include "ntsrm/run/round_private.h"
#include "ntsrm/suite.h"

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

size_t tally_bad(const struct tally *tally)
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

void round_take(struct round *round, struct outcome_store *store)
{
    if (!store->file.goes_on) {
        file_take(round, store);
    }
    outcomes_note(round, &store->file);
    outputs_file(&round->run->outputs, &store->file);
    round->stop |= interruption_signal() != 0 && !store->file.more;
}
