/* ntsrm explain: the story of a case, or what a word of the tables means. */
#include "command.h"
#include "lookup.h"
#include "options.h"
#include "settings.h"
#include "story.h"
#include "suite.h"

#include "scenario/calls.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct option options[] = {
    SETTING_OPTIONS,
    [SETTING_COUNT] = {0},
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

static size_t file_explain(struct suite *suite, struct page *page, const char *path,
                           struct run_options *run_options)
{
    size_t told = 0;
    for (size_t i = 0; i < runner_case_count(suite->runner); i++) {
        if (!suite_wants(suite, suite->runner, i)) {
            continue;
        }
        if (told++ > 0) {
            page_put(page, STYLE_FAINT, "\n----\n\n");
        }
        story_tell(page, suite->runner, i, path, run_options);
        int code = case_exit_code(runner_result(suite->runner, i));
        suite->code = code_worst(suite->code, (enum exit_code)code);
        page_print(page, stdout);
    }
    return told;
}

static void files_explain(struct suite *suite, const struct invocation *invocation,
                          struct run_options *run_options)
{
    struct page *page = invocation->page;
    struct page problems = {.color = invocation->stderr_color, .width = page->width};
    size_t told = 0;
    for (size_t i = 0; i < suite->targets.count; i++) {
        if (!suite_load(suite, i, &problems)) {
            continue;
        }
        if (runner_validate(suite->runner)) {
            told += file_explain(suite, page, suite->targets.list[i].path, run_options);
        } else {
            suite_refuse(suite, &problems);
        }
    }
    if (told == 0 && suite->code == CODE_PASSED) {
        usage_error(&command_explain, "there is no such case");
        suite->code = CODE_NOTHING;
    }
    page_print(&problems, stderr);
    page_free(&problems);
}

static enum exit_code explain_run(const struct invocation *invocation)
{
    struct settings settings = {.command = &command_explain};
    struct run_options run_options = {0};
    struct suite suite = {0};
    enum exit_code code = CODE_USAGE;
    const char *word = invocation->operands[0];
    bool read = true;
    for (size_t i = 0; i < invocation->option_count && read; i++) {
        read = setting_read(&settings, (enum setting)invocation->options[i].option,
                            invocation->options[i].value);
    }
    if (read && strchr(word, '/') == NULL && word_look_up(invocation->page, word)) {
        return CODE_PASSED;
    }
    if (read && !is_path(word)) {
        return unknown_word(word);
    }
    if (read && settings_apply(&settings, invocation, &suite, &run_options)) {
        files_explain(&suite, invocation, &run_options);
        code = suite.code;
    }
    suite_close(&suite);
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
        "Exit code as for run; 5 if there is no such case or word.",
    .options = options,
    .run = explain_run,
};
