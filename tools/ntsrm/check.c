/* ntsrm check: is every file right, as far as one can say without running it? */
#include "command.h"
#include "options.h"
#include "suite.h"
#include "terminal.h"

enum check_option { CHECK_ROOT, CHECK_LINT, CHECK_OPTION_COUNT };

static const struct option options[] = {
    [CHECK_ROOT] = {"root", "FOLDER", "`use` reads nothing outside of this folder"},
    [CHECK_LINT] = {"lint", NULL, "say also what is right and hardly meant, see docs/lint.md"},
    [CHECK_OPTION_COUNT] = {0},
};

struct check {
    struct suite suite;
    struct page *page;
    size_t valid;
    bool lint;
    size_t findings, files_found; /* and in how many files */
};

/* What is right may still not be meant. */
static void warnings_take(struct check *check)
{
    struct suite *suite = &check->suite;
    const size_t warnings = runner_diagnostics(suite->runner, 0)->warnings;
    if (warnings > 0) {
        runner_print_diagnostics(suite->runner, &check->page->text, check->page->color);
        suite->code = code_worst(suite->code, CODE_FAILED);
        check->findings += warnings;
        check->files_found++;
    }
}

static void file_check(struct check *check, size_t index)
{
    struct suite *suite = &check->suite;
    if (!suite_load(suite, index, check->page)) {
        if (check->lint && suite->fixtures && runner_lint(suite->runner)) {
            warnings_take(check);
        }
        return;
    }
    if (check->lint ? runner_lint(suite->runner) : runner_validate(suite->runner)) {
        check->valid++;
        warnings_take(check);
    } else {
        suite_refuse(suite, check->page);
    }
}

static void files_check(struct check *check)
{
    struct suite *suite = &check->suite;
    struct progress progress;
    progress_begin(&progress);
    for (size_t i = 0; i < suite->targets.count; i++) {
        file_check(check, i);
        if (check->page->text.length > 0) {
            progress_clear(&progress);
            page_print(check->page, stdout);
        }
        progress_show(&progress, i + 1, suite->targets.count, suite->invalid + check->files_found);
    }
    progress_clear(&progress);
}

/* Nothing, if there is nothing to say of a file that was looked at so closely. */
static void summary_print(struct check *check)
{
    struct page *page = check->page;
    const size_t invalid = check->suite.invalid;
    if (check->lint && check->findings + invalid == 0) {
        return;
    }
    page_put(page, STYLE_PLAIN, "%zu file%s valid", check->valid, check->valid == 1 ? "" : "s");
    if (check->findings > 0) {
        page_put(page, STYLE_DOUBT, ", %zu finding%s in %zu file%s", check->findings,
                 check->findings == 1 ? "" : "s", check->files_found,
                 check->files_found == 1 ? "" : "s");
    }
    if (invalid > 0) {
        page_put(page, STYLE_BAD, ", %zu invalid", invalid);
    }
    page_end(page);
}

static enum exit_code check_run(const struct invocation *invocation)
{
    struct check check = {.page = invocation->page};
    struct suite *suite = &check.suite;
    const char *root = NULL;
    for (size_t i = 0; i < invocation->option_count; i++) {
        if (invocation->options[i].option == CHECK_LINT) {
            check.lint = true;
        } else {
            root = invocation->options[i].value;
        }
    }
    suite_open(suite, &command_check, invocation, root);
    files_check(&check);
    if (check.valid == 0 && suite->code == CODE_PASSED) {
        usage_error(&command_check, "there is no scenario");
        suite->code = CODE_NOTHING;
    } else {
        summary_print(&check);
    }
    return suite_close(suite);
}

const struct command command_check = {
    .name = "check",
    .operands = "PATH...",
    .least = 1,
    .most = (size_t)-1,
    .summary = "read and validate scenarios without running them",
    .details = "Everything that is wrong is shown, all of a file at once. With --lint also what "
               "is right and hardly meant, such as tokens that nothing uses; cases are run for "
               "that, and nothing is printed if nothing is found. Exit code: 0 all are right, 1 "
               "--lint found something, 3 a scenario is invalid, 4 a file cannot be read, 5 there "
               "is no scenario.",
    .options = options,
    .run = check_run,
};
