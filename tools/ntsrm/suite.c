#include "suite.h"

#include "options.h"

#include <stdlib.h>
#include <string.h>

enum exit_code suite_open(struct suite *suite, const struct command *command,
                          const struct invocation *invocation, const char *root)
{
    suite->command = command;
    suite->runner = runner_new();
    suite->code = targets_find(&suite->targets, command, invocation->operands,
                               invocation->operand_count, root);
    return suite->code;
}

void suite_refuse(struct suite *suite, struct page *page)
{
    runner_print_diagnostics(suite->runner, &page->text, page->color);
    suite->code = code_worst(suite->code, CODE_INVALID);
    suite->invalid++;
}

void id_refuse(struct diagnostics *diagnostics, const char *id, struct place place,
               const struct used_id *used)
{
    diagnostic_add(diagnostics, SEVERITY_ERROR, place, (unsigned)strlen("scenario"),
                   "another scenario has the id '%s'", id);
    diagnostic_help(diagnostics, "it stands at %s:%u:%u; ids are unique in a run", used->path,
                    (unsigned)used->place.line, (unsigned)used->place.column);
}

/* An id that another scenario of the run has: said like anything else that is wrong with a file. */
static void print_taken(const struct suite *suite, const struct scenario_info *info,
                        const struct used_id *used, struct page *page)
{
    const struct diagnostics *file = runner_diagnostics(suite->runner, 0);
    struct diagnostics diagnostics = {0};
    diagnostics_begin(&diagnostics, file->name, file->source, file->source_length);
    id_refuse(&diagnostics, info->id, info->place, used);
    diagnostics_print(&diagnostics, &page->text, page->color);
    diagnostics_free(&diagnostics);
}

static bool ids_are_new(struct suite *suite, struct page *page)
{
    bool all = true;
    for (size_t i = 0; i < runner_scenario_count(suite->runner); i++) {
        const struct scenario_info *info = runner_scenario(suite->runner, i);
        const struct used_id *used =
            ids_add(&suite->ids, info->id, suite->target->path, info->place);
        if (used != NULL) {
            print_taken(suite, info, used, page);
            all = false;
        }
    }
    return all;
}

/* A file that could not be loaded; what is no file at all has nothing to be shown. */
static void file_refuse(struct suite *suite, struct page *page, enum load_result result)
{
    const char *trouble = target_trouble(suite->target);
    if (trouble != NULL) {
        usage_error(suite->command, "%s: %s", suite->target->path, trouble);
        suite->code = CODE_TROUBLE;
    } else if (result == LOAD_IO) {
        runner_print_diagnostics(suite->runner, &page->text, page->color);
        suite->code = CODE_TROUBLE;
    } else {
        suite_refuse(suite, page);
    }
}

bool suite_load(struct suite *suite, size_t index, struct page *page)
{
    struct target *target = &suite->targets.list[index];
    suite->target = target;
    suite->fixtures = false;
    if (target->repeated) {
        return false;
    }
    enum load_result result = runner_load(suite->runner, target->path, target->root);
    if (result == LOAD_FIXTURES) {
        suite->fixtures = true;
        return false;
    }
    if (result != LOAD_OK) {
        file_refuse(suite, page, result);
        return false;
    }
    if (!ids_are_new(suite, page)) {
        suite->code = code_worst(suite->code, CODE_INVALID);
        suite->invalid++;
        return false;
    }
    return true;
}

bool suite_wants(void *context, struct runner *runner, size_t index)
{
    struct suite *suite = context;
    const struct case_info info = runner_case(runner, index);
    if (suite->has_profile && info.names_profile && info.profile != suite->profile) {
        return false;
    }
    return selection_names(&suite->targets, suite->target, runner, index, suite->profile_name) &&
           selection_matches(&suite->selection, runner, index,
                             selection_case_id(&suite->id, runner, index, suite->profile_name));
}

enum exit_code suite_close(struct suite *suite)
{
    enum exit_code code = suite->code;
    targets_free(&suite->targets);
    ids_free(&suite->ids);
    selection_free(&suite->selection);
    runner_free(suite->runner);
    text_free(&suite->id);
    return code;
}
