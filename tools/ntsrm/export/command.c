/* ntsrm export: scenarios as JSON, for programs that run them and are not ours. */
#include "ntsrm/command.h"
#include "ntsrm/export/twin.h"
#include "ntsrm/json.h"
#include "ntsrm/new_file.h"
#include "ntsrm/options.h"
#include "ntsrm/suite.h"
#include "ntsrm/suite_root.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum export_option { EXPORT_JSON, EXPORT_TABLES, EXPORT_OUTPUT, EXPORT_ROOT, EXPORT_OPTION_COUNT };

static const struct option options[] = {
    [EXPORT_JSON] = {"json", NULL, "as JSON, which is all that there is: may be left out"},
    [EXPORT_TABLES] = {"tables", NULL,
                       "no scenarios, but what the words in them mean: numbers of constants, SIDs, "
                       "templates of tokens, defaults, calls"},
    [EXPORT_OUTPUT] = {"output", "FOLDER", "a file for each twin, below this folder"},
    [EXPORT_ROOT] = {"root", "FOLDER", "`use` reads nothing outside of this folder"},
    [EXPORT_OPTION_COUNT] = {0},
};

struct export
{
    struct suite suite;
    const char *folder; /* NULL: stdout */
    struct page *page;
    struct text root, name, version, path; /* of the file or twin at hand */
    size_t count;                          /* twins */
};

/* ---- one twin ---- */

static void export_trouble(struct export *export)
{
    usage_error(export->suite.command, "%s: %s", export->path.bytes, strerror(errno));
    export->suite.code = code_worst(export->suite.code, CODE_TROUBLE);
}

/* Twins lie as their files do, and are called by the id of the scenario, which is unique. */
static void path_make(struct export *export, const char *id)
{
    struct text folder = {0};
    folder_of(export->name.bytes, &folder);
    text_reset(&export->path);
    text_append_format(&export->path, "%s/", export->folder);
    if (strcmp(folder.bytes, ".") != 0) {
        text_append_format(&export->path, "%s/", folder.bytes);
    }
    text_append_format(&export->path, "%s.json", id);
    text_free(&folder);
}

static void scenario_export(struct export *export, size_t scenario)
{
    struct runner *runner = export->suite.runner;
    const struct twin_facts facts = {
        .file = export->name.bytes,
        .suite = export->version.bytes,
        .lines = export->folder != NULL,
    };
    struct new_file file;
    export->count++;
    if (export->folder == NULL) {
        twin_write(runner, scenario, &facts, stdout);
        return;
    }
    path_make(export, runner_scenario(runner, scenario)->id);
    if (!new_file_begin(&file, export->path.bytes)) {
        export_trouble(export);
        return;
    }
    twin_write(runner, scenario, &facts, file.stream);
    if (!new_file_end(&file)) {
        export_trouble(export);
    }
}

/* Of a scenario whose cases were not asked for there is no twin. */
static bool is_wanted(struct export *export, size_t scenario)
{
    struct suite *suite = &export->suite;
    const struct scenario_info *info = runner_scenario(suite->runner, scenario);
    bool wanted = suite->target->part == NULL;
    for (size_t i = 0; i < info->case_count && suite->target->part != NULL; i++) {
        wanted |= selection_names(&suite->targets, suite->target, suite->runner,
                                  info->first_case + i, NULL);
    }
    return wanted;
}

static void file_export(struct export *export)
{
    const struct target *target = export->suite.target;
    if (runner_is_twin(export->suite.runner)) {
        usage_error(export->suite.command, "%s: this is a twin", target->path);
        export->suite.code = code_worst(export->suite.code, CODE_TROUBLE);
        return;
    }
    suite_root_name(target->path, target->root, &export->root, &export->name);
    suite_root_version(export->root.bytes, &export->version);
    for (size_t i = 0; i < runner_scenario_count(export->suite.runner); i++) {
        if (is_wanted(export, i)) {
            scenario_export(export, i);
        }
    }
}

/* ---- all of them ---- */

static void export_files(struct export *export)
{
    struct suite *suite = &export->suite;
    for (size_t i = 0; i < suite->targets.count; i++) {
        if (suite_load(suite, i, export->page)) {
            if (runner_validate(suite->runner)) {
                file_export(export);
            } else {
                suite_refuse(suite, export->page);
            }
        }
        page_print(export->page, stderr); /* stdout has JSON and nothing else */
    }
}

static enum exit_code print_tables(void)
{
    json_t *tables = twin_tables();
    char *json = json_dumps(tables, JSON_INDENT(1));
    printf("%s\n", json);
    free(json);
    json_decref(tables);
    return CODE_PASSED;
}

static void export_free(struct export *export)
{
    text_free(&export->root);
    text_free(&export->name);
    text_free(&export->version);
    text_free(&export->path);
}

static enum exit_code export_run(const struct invocation *invocation)
{
    struct export export = {.page = invocation->page};
    const char *root = NULL;
    bool tables = false;
    json_memory_begin();
    for (size_t i = 0; i < invocation->option_count; i++) {
        const struct given_option *given = &invocation->options[i];
        tables = tables || given->option == EXPORT_TABLES;
        export.folder = given->option == EXPORT_OUTPUT ? given->value : export.folder;
        root = given->option == EXPORT_ROOT ? given->value : root;
    }
    if (tables && invocation->operand_count == 0 && !export.folder) {
        return print_tables();
    }
    if (tables || invocation->operand_count == 0) {
        return usage_error(&command_export, tables ? "--tables goes with no path and no --output"
                                                   : "PATH... or --tables is missing");
    }
    if (export.folder && export.folder[0] == '\0') {
        return usage_error(&command_export, "--output needs the name of a folder");
    }
    export.page->color = invocation->stderr_color;
    suite_open(&export.suite, &command_export, invocation, root);
    export_files(&export);
    if (export.suite.code == CODE_PASSED &&
        !targets_are_met(&export.suite.targets, &command_export)) {
        export.suite.code = CODE_NOTHING;
    } else if (export.count == 0 && export.suite.code == CODE_PASSED) {
        usage_error(&command_export, "there is no such scenario");
        export.suite.code = CODE_NOTHING;
    }
    export_free(&export);
    return suite_close(&export.suite);
}

const struct command command_export = {
    .name = "export",
    .operands = "[PATH...]",
    .least = 0,
    .most = (size_t)-1,
    .summary = "scenarios as JSON, for other programs that run them",
    .details =
        "Each scenario has a twin, which says all that running it takes: every case with its id, "
        "its values and its version of NT, fixtures of other files, and each scalar with the type "
        "that the language gives it. Twins go to stdout, one on a line, or into a folder, where "
        "they lie as the files lie below their root, each called by its scenario's id. "
        "scenarios/INTERPRETING.md tells how twins are read, 'ntsrm schema --twin' what they look "
        "like, --tables what their words mean.\n"
        "Exit code: 0 all were written, 3 a scenario is invalid, 4 a file cannot be read or "
        "written, 5 there is no scenario.",
    .options = options,
    .run = export_run,
};
