#include "ntsrm/options.h"
#include "ntsrm/report/words.h"
#include "ntsrm/run/interruption.h"
#include "ntsrm/run/round_private.h"

#include <unistd.h>

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

/* Nobody can know which cases a file has that is refused, or that was not come to. */
static bool knows_parts(const struct round *round)
{
    return !round->run->allow_empty && !round->cut &&
           round->tally.invalid + round->tally.unreadable == 0;
}

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

static void expected_finish(struct round *round)
{
    if (round->run->expected_count == 0) {
        return;
    }
    const enum run_extent extent = extent_of(round);
    enum exit_code code = round->run->fix
                              ? expected_failures_fix(&round->expected, extent, &round->talk)
                              : expected_failures_check(&round->expected, extent, &round->talk);
    page_print(&round->talk, stderr);
    round->code = code_worst(round->code, code);
}

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

void round_finish(struct round *round)
{
    struct run *run = round->run;
    struct run_end end = {.tally = round->tally, .cut = round->cut};
    struct run_coverage coverage;
    end.signal = interruption_signal();
    if (end.signal != 0) {
        usage_error(round->plan.command, "interrupted");
    } else if (knows_parts(round) && !targets_are_met(&round->targets, round->plan.command)) {
        round->code = round->code == CODE_PASSED ? CODE_NOTHING : round->code;
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
