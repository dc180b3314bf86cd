/* ntsrm explain: the story of a case, told or drawn, or what a word of the tables means. */
#include "command.h"
#include "drawing.h"
#include "lookup.h"
#include "options.h"
#include "scene.h"
#include "settings.h"
#include "story.h"
#include "suite.h"

#include "scenario/calls.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum explain_option {
    EXPLAIN_FORMAT = SETTING_COUNT,
    EXPLAIN_OPTION_COUNT
};

static const struct option options[] = {
    SETTING_OPTIONS,
    [EXPLAIN_FORMAT] = {"format", "text|svg", "text is the default, svg a drawing of one case"},
    [EXPLAIN_OPTION_COUNT] = {0},
};

/* All that one command line asks for. */
struct explanation {
    struct suite suite;
    struct page *page;
    struct page problems; /* for stderr */
    struct settings settings;
    struct run_options run_options;
    bool draws;
    size_t told; /* cases */
};

/* ---- words ---- */

/* Every call that returns it, and when. */
static void print_givers(struct page *page, const char *result)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        for (const struct call_result *at = call->results; at->name != NULL; at++) {
            if (strcmp(at->name, result) == 0) {
                page_put(page, STYLE_NAME, "  %s", call->name);
                page_put(page, STYLE_PLAIN, ": ");
                page_words(page, STYLE_PLAIN, at->when);
                page_end(page);
            }
        }
    }
}

static bool word_look_up(struct page *page, const char *word)
{
    if (rules_look_up(page, word) || calls_look_up(page, word)) {
        return true;
    }
    if (status_look_up(page, word)) {
        print_givers(page, word);
        return true;
    }
    return false;
}

/* A word that is in no table may still be the name of a folder. */
static bool is_path(const char *word)
{
    return strchr(word, '/') != NULL || strstr(word, ".yaml") != NULL || access(word, F_OK) == 0;
}

static enum exit_code unknown_word(const char *word)
{
    const char *known[LOOKUP_LIMIT];
    size_t count = status_words(known, calls_words(known, rules_words(known, 0)));
    usage_error(&command_explain, "'%s' is no rule, call or status, and not the path of a scenario",
                word);
    print_nearest("", word, known, count);
    return CODE_NOTHING;
}

/* ---- cases ---- */

static void case_tell(struct explanation *explanation, size_t index, const char *path)
{
    struct page *page = explanation->page;
    if (explanation->told > 0) {
        page_put(page, STYLE_FAINT, "\n----\n\n");
    }
    story_tell(page, explanation->suite.runner, index, path, &explanation->run_options);
}

static void case_draw(struct explanation *explanation, size_t index)
{
    struct scene scene = {0};
    struct runner *runner = explanation->suite.runner;
    struct page *problems = &explanation->problems;
    scene_take(&scene, runner, index, &explanation->run_options);
    drawing_put(&scene, &explanation->page->text);
    scene_free(&scene);
    if (runner_result(runner, index)->finding_count > 0) {
        runner_print_findings(runner, index, &problems->text, problems->color);
    }
}

static void file_explain(struct explanation *explanation, const char *path)
{
    struct suite *suite = &explanation->suite;
    for (size_t i = 0; i < runner_case_count(suite->runner); i++) {
        if (!suite_wants(suite, suite->runner, i)) {
            continue;
        }
        if (!explanation->draws) {
            case_tell(explanation, i, path);
        } else if (explanation->told == 0) {
            case_draw(explanation, i);
        }
        explanation->told++;
        int code = case_exit_code(runner_result(suite->runner, i));
        suite->code = code_worst(suite->code, (enum exit_code)code);
        if (!explanation->draws) {
            page_print(explanation->page, stdout);
        }
    }
}

/* One file is one drawing; of several none is shown. */
static void check_count(struct explanation *explanation)
{
    struct suite *suite = &explanation->suite;
    if (suite->code == CODE_PASSED && !targets_are_met(&suite->targets, &command_explain)) {
        suite->code = CODE_NOTHING;
    } else if (explanation->told == 0 && suite->code == CODE_PASSED) {
        usage_error(&command_explain, "there is no such case");
        suite->code = CODE_NOTHING;
    } else if (explanation->draws && explanation->told > 1) {
        text_reset(&explanation->page->text);
        suite->code =
            usage_error(&command_explain,
                        "these are %zu cases, and a drawing shows one: choose with --filter, "
                        "file.yaml:LINE or file.yaml:ID",
                        explanation->told);
    }
}

static void files_explain(struct explanation *explanation)
{
    struct suite *suite = &explanation->suite;
    struct page *problems = &explanation->problems;
    for (size_t i = 0; i < suite->targets.count; i++) {
        if (!suite_load(suite, i, problems)) {
            continue;
        }
        if (runner_validate(suite->runner)) {
            file_explain(explanation, suite->targets.list[i].path);
        } else {
            suite_refuse(suite, problems);
        }
    }
    check_count(explanation);
    page_print(explanation->page, stdout);
    page_print(problems, stderr);
    page_free(problems);
}

/* ---- the command ---- */

static bool format_read(struct explanation *explanation, const char *word)
{
    explanation->draws = strcmp(word, "svg") == 0;
    if (!explanation->draws && strcmp(word, "text") != 0) {
        usage_error(&command_explain, "--format is text or svg, not '%s'", word);
        return false;
    }
    return true;
}

static bool option_read(struct explanation *explanation, const struct given_option *given)
{
    return given->option == EXPLAIN_FORMAT
               ? format_read(explanation, given->value)
               : setting_read(&explanation->settings, (enum setting)given->option, given->value);
}

static enum exit_code no_drawing(struct page *page, const char *word)
{
    text_reset(&page->text);
    return usage_error(&command_explain, "--format svg draws scenarios, and '%s' is none", word);
}

static enum exit_code explain_run(const struct invocation *invocation)
{
    struct explanation explanation = {
        .page = invocation->page,
        .problems = {.color = invocation->stderr_color, .width = invocation->page->width},
        .settings = {.command = &command_explain},
    };
    struct suite *suite = &explanation.suite;
    enum exit_code code = CODE_USAGE;
    const char *word = invocation->operands[0];
    bool read = true;
    for (size_t i = 0; i < invocation->option_count && read; i++) {
        read = option_read(&explanation, &invocation->options[i]);
    }
    if (read && strchr(word, '/') == NULL && word_look_up(invocation->page, word)) {
        return explanation.draws ? no_drawing(invocation->page, word) : CODE_PASSED;
    }
    if (read && !is_path(word)) {
        return unknown_word(word);
    }
    if (read &&
        settings_apply(&explanation.settings, invocation, suite, &explanation.run_options)) {
        files_explain(&explanation);
        code = suite->code;
    }
    suite_close(suite);
    return code;
}

const struct command command_explain = {
    .name = "explain",
    .operands = "PATH|WORD",
    .least = 1,
    .most = 1,
    .summary = "tell what happens in a scenario, step by step, and why",
    .details =
        "Who calls what, every rule that is asked, its answer and what it rests on, what is "
        "copied, referenced and changed, and what comes back. An argument with / or .yaml is a "
        "path; file.yaml:LINE and file.yaml:ID choose among the cases of a file.\n"
        "WORD is a rule (gate.same_user), a policy, a call or a status, which is looked up.\n"
        "With --format svg, what happens in one case is drawn: a line for each thread, a row for "
        "each step, and who acts as whom or keeps whose security from then on.\n"
        "Exit code as for run; 5 if there is no such case or word.",
    .options = options,
    .run = explain_run,
};
