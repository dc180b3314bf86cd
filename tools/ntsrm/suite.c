#include "suite.h"

#include "options.h"

#include <stdlib.h>
#include <string.h>

#define FILTER_LIMIT 1000

enum exit_code suite_open(struct suite *suite, const struct command *command,
                          const struct invocation *invocation, const char *root)
{
    suite->command = command;
    suite->runner = runner_new();
    suite->code = targets_find(&suite->targets, command, invocation->operands,
                               invocation->operand_count, root);
    return suite->code;
}

bool suite_filter(struct suite *suite, const struct command *command, const char *expression)
{
    /* The C library's parser calls itself for every bracket, as deep as there is stack. */
    if (strlen(expression) > FILTER_LIMIT) {
        usage_error(command, "--filter is longer than %d characters", FILTER_LIMIT);
        return false;
    }
    int problem = regcomp(&suite->filter, expression, REG_EXTENDED | REG_NOSUB);
    if (problem != 0) {
        char message[200];
        regerror(problem, &suite->filter, message, sizeof message);
        usage_error(command, "--filter=%s: %s", expression, message);
        return false;
    }
    suite->has_filter = true;
    return true;
}

void suite_refuse(struct suite *suite, struct page *page)
{
    runner_print_diagnostics(suite->runner, &page->text, page->color);
    suite->code = code_worst(suite->code, CODE_INVALID);
    suite->invalid++;
}

/* An id that another scenario of the run has: said like anything else that is wrong with a file. */
static void print_taken(const struct suite *suite, const struct scenario_info *info,
                        const struct used_id *used, struct page *page)
{
    const struct diagnostics *file = runner_diagnostics(suite->runner, 0);
    struct diagnostics diagnostics = {0};
    diagnostics_begin(&diagnostics, file->name, file->source, file->source_length);
    diagnostic_add(&diagnostics, SEVERITY_ERROR, info->place, (unsigned)strlen("scenario"),
                   "another scenario has the id '%s'", info->id);
    diagnostic_help(&diagnostics, "it stands at %s:%u:%u; ids are unique in a run", used->path,
                    (unsigned)used->place.line, (unsigned)used->place.column);
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
    if (!target_is_file(suite->target, suite->command)) {
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
    const struct target *target = &suite->targets.list[index];
    suite->target = target;
    if (target->repeated) {
        return false;
    }
    enum load_result result = runner_load(suite->runner, target->path, target->root);
    if (result == LOAD_FIXTURES) {
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

/* The lines of a scenario go on until the next one begins. */
static bool scenario_has_line(const struct runner *runner, size_t scenario, unsigned long line)
{
    const struct scenario_info *info = runner_scenario(runner, scenario);
    bool first = scenario == 0;
    bool last = scenario + 1 == runner_scenario_count(runner);
    return (first || line >= info->place.line) &&
           (last || line < runner_scenario(runner, scenario + 1)->place.line);
}

static bool stands_on_line(const struct case_info *info, unsigned long line)
{
    return line >= info->place.line && line <= info->end_line;
}

/* Lines count from 1, and there are as many as the text has. */
static bool file_has_line(const struct runner *runner, unsigned long line)
{
    const struct diagnostics *file = runner_diagnostics(runner, 0);
    const char *end = file->source + file->source_length;
    unsigned long last = 0;
    for (const char *at = file->source; at < end && last < line; last++) {
        const char *break_at = memchr(at, '\n', (size_t)(end - at));
        at = break_at != NULL ? break_at + 1 : end;
    }
    return line > 0 && last == line;
}

/* A line inside a row means its cases, any other line of a scenario all of its cases. */
static bool case_has_line(const struct runner *runner, size_t index, unsigned long line)
{
    const struct case_info info = runner_case(runner, index);
    const struct scenario_info *scenario = runner_scenario(runner, info.scenario);
    if (!file_has_line(runner, line) || !scenario_has_line(runner, info.scenario, line)) {
        return false;
    }
    for (size_t i = 0; i < scenario->case_count; i++) {
        const struct case_info other = runner_case(runner, scenario->first_case + i);
        if (stands_on_line(&other, line)) {
            return stands_on_line(&info, line);
        }
    }
    return true;
}

static bool part_has(struct runner *runner, size_t index, const char *part)
{
    if (part == NULL) {
        return true;
    }
    if (part[strspn(part, "0123456789")] == '\0') {
        return case_has_line(runner, index, strtoul(part, NULL, 10));
    }
    const struct case_info info = runner_case(runner, index);
    return strcmp(part, runner_scenario(runner, info.scenario)->id) == 0 ||
           strcmp(part, runner_case_id(runner, index)) == 0;
}

static bool is_in_parts(const struct suite *suite, size_t index)
{
    const struct target *target = suite->target;
    while (!part_has(suite->runner, index, target->part)) {
        if (target->next_part == 0) {
            return false;
        }
        target = &suite->targets.list[target->next_part];
    }
    return true;
}

bool suite_wants(void *context, struct runner *runner, size_t index)
{
    const struct suite *suite = context;
    const struct case_info info = runner_case(runner, index);
    if (suite->has_profile && info.names_profile && info.profile != suite->profile) {
        return false;
    }
    if (!is_in_parts(suite, index)) {
        return false;
    }
    return !suite->has_filter ||
           regexec(&suite->filter, runner_case_id(runner, index), 0, NULL, 0) == 0 ||
           regexec(&suite->filter, runner_case_title(runner, index), 0, NULL, 0) == 0;
}

bool suite_selects(const struct suite *suite)
{
    return suite->has_filter || suite->has_profile || suite->target->part != NULL;
}

enum exit_code suite_close(struct suite *suite)
{
    enum exit_code code = suite->code;
    targets_free(&suite->targets);
    ids_free(&suite->ids);
    if (suite->has_filter) {
        regfree(&suite->filter);
    }
    runner_free(suite->runner);
    return code;
}
