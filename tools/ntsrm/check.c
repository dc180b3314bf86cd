/* ntsrm check: is every file right, as far as one can say without running it? */
#include "command.h"
#include "options.h"
#include "suite.h"
#include "terminal.h"

enum check_option {
    CHECK_ROOT,
    CHECK_OPTION_COUNT
};

static const struct option options[] = {
    [CHECK_ROOT] = {"root", "FOLDER", "`use` reads nothing outside of this folder"},
    [CHECK_OPTION_COUNT] = {0},
};

static size_t files_check(struct suite *suite, struct page *page)
{
    struct progress progress;
    size_t valid = 0;
    progress_begin(&progress);
    for (size_t i = 0; i < suite->targets.count; i++) {
        if (!suite_load(suite, i, page)) {
            continue;
        }
        if (runner_validate(suite->runner)) {
            valid++;
        } else {
            suite_refuse(suite, page);
        }
        if (page->text.length > 0) {
            progress_clear(&progress);
            page_print(page, stdout);
        }
        progress_show(&progress, i + 1, suite->targets.count, suite->invalid);
    }
    progress_clear(&progress);
    return valid;
}

static enum exit_code check_run(const struct invocation *invocation)
{
    struct suite suite = {0};
    struct page *page = invocation->page;
    const char *root = NULL;
    for (size_t i = 0; i < invocation->option_count; i++) {
        root = invocation->options[i].value;
    }
    suite_open(&suite, &command_check, invocation, root);
    size_t valid = files_check(&suite, page);
    if (valid == 0 && suite.code == CODE_PASSED) {
        usage_error(&command_check, "there is no scenario");
        suite.code = CODE_NOTHING;
    } else {
        page_put(page, STYLE_PLAIN, "%zu file%s valid", valid, valid == 1 ? "" : "s");
        if (suite.invalid > 0) {
            page_put(page, STYLE_BAD, ", %zu invalid", suite.invalid);
        }
        page_end(page);
    }
    return suite_close(&suite);
}

const struct command command_check = {
    .name = "check",
    .operands = "PATH...",
    .least = 1,
    .most = (size_t)-1,
    .summary = "read and validate scenarios without running them",
    .details = "Everything that is wrong is shown, all of a file at once. Exit code: 0 all are "
               "right, 3 a scenario is invalid, 4 a file cannot be read, 5 there is no scenario.",
    .options = options,
    .run = check_run,
};
