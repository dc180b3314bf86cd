#include "ntsrm/discover.h"
#include "ntsrm/run/crew.h"
#include "ntsrm/run/interruption.h"
#include "ntsrm/run/order.h"
#include "ntsrm/run/round_private.h"
#include "ntsrm/terminal.h"

#include <stdlib.h>

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
        round_take(round, store);
        progress_show(&progress, round->done, round->targets.count, tally_bad(&round->tally));
    }
    progress_clear(&progress);
    if (run->coverage) {
        round->answers = memory_zeroed(RULE_COUNT, sizeof *round->answers);
        crew_add_coverage(crew, round->answers);
    }
    crew_free(crew);
}

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
    free(round->answers);
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
    if (outputs_want_suite(&run->outputs)) {
        round_find_suite(&round);
    }
    plan_make(&round);
    run->selection.failed = NULL;
    if (run->last_failed) {
        round_choose_failed(&round);
    }
    bool begun = round_begin_watch(&round) && round_read_expected(&round);
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
