#include "ntsrm/options.h"
#include "ntsrm/run/crew.h"
#include "ntsrm/run/round_private.h"
#include "ntsrm/suite_root.h"

#include <errno.h>
#include <string.h>

/* Where all files belong to one suite: those of the first and of the last one. */
void round_find_suite(struct round *round)
{
    struct run *run = round->run;
    struct text roots[2] = {{0}, {0}}, name = {0};
    const size_t count = round->targets.count;
    for (size_t i = 0; i < 2 && i < count; i++) {
        const struct target *target = &round->targets.list[i == 0 ? 0 : count - 1];
        suite_root_name(target->path, target->root, &roots[i], &name);
    }
    run->facts.suite_version = NULL;
    if (count == 1 || (count > 1 && strcmp(roots[0].bytes, roots[1].bytes) == 0)) {
        suite_root_version(roots[0].bytes, &run->suite_version);
        if (run->suite_version.length > 0) {
            run->facts.suite_version = run->suite_version.bytes;
        }
    }
    text_free(&roots[0]);
    text_free(&roots[1]);
    text_free(&name);
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
void round_choose_failed(struct round *round)
{
    struct selection *selection = &round->run->selection;
    selection->failed = &round->failed;
    if (!failed_ids_any(&round->failed) || !any_matches(round)) {
        selection->failed = NULL;
        fprintf(stderr, "ntsrm run: %s, so all of them run\n",
                round->failed.path.length > 0
                    ? "none of these cases failed the last time"
                    : "there is no place to remember cases in (XDG_CACHE_HOME, HOME)");
    }
}

/* Before anything is read, so that no change is missed. */
static void targets_watch(struct watch *watch, const struct targets *targets)
{
    for (size_t i = 0; i < targets->folder_count; i++) {
        watch_folder(watch, targets->folders[i]);
    }
    for (size_t i = 0; i < targets->count; i++) {
        const struct target *target = &targets->list[i];
        if (target->trouble != NULL || !is_scenario_name(target->path)) {
            watch_file(watch, target->path);
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

bool round_begin_watch(struct round *round)
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

bool round_read_expected(struct round *round)
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
