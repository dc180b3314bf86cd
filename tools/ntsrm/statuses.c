#include "statuses.h"

#include "coverage/matrix.h"
#include "options.h"
#include "page.h"
#include "suite.h"

#include "scenario/assertions.h"

#include <stdlib.h>
#include <string.h>

#define COUNT_COLUMN  42
#define REASON_COLUMN 62

/* All that one matrix needs to know. */
struct matrix {
    struct suite suite;
    struct assertions assertions;
    struct page *page;
    char *const *calls; /* names; none: all of them */
    size_t call_count;
    size_t results[RESULT_STATES], unlisted; /* so many of them */
};

/* ---- reading ---- */

static bool is_call(const char *operand)
{
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (strcmp(operand, call->name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_wanted(const struct matrix *matrix, const struct call *call)
{
    for (size_t i = 0; i < matrix->call_count; i++) {
        if (strcmp(matrix->calls[i], call->name) == 0) {
            return true;
        }
    }
    return matrix->call_count == 0;
}

static size_t files_count(struct matrix *matrix)
{
    struct suite *suite = &matrix->suite;
    size_t valid = 0;
    for (size_t i = 0; i < suite->targets.count; i++) {
        if (!suite_load(suite, i, matrix->page)) {
            continue;
        }
        if (runner_validate(suite->runner)) {
            const struct run_options options = {.select = suite_wants, .context = suite};
            assertions_count(&matrix->assertions, suite->runner, &options);
            valid++;
        } else {
            suite_refuse(suite, matrix->page);
        }
    }
    return valid;
}

/* ---- printing ---- */

static void print_result(struct matrix *matrix, size_t number, size_t result)
{
    struct page *page = matrix->page;
    const struct call *call = call_at(number);
    const struct assertion *assertion = &matrix->assertions.calls[number].results[result];
    enum result_state state = result_state(&matrix->assertions, number, result);
    bool bad = state == RESULT_MISSING || state == RESULT_REFUTED;
    matrix->results[state]++;
    page_put(page, STYLE_PLAIN, "    %s", assertion_result(call, result));
    page_to(page, COUNT_COLUMN);
    page_put(page, bad ? STYLE_BAD : STYLE_PLAIN, "%9zu  %5zu", assertion->scenarios,
             assertion->cases);
    if (state == RESULT_EXCUSED) {
        page_to(page, REASON_COLUMN);
        page_words(page, STYLE_FAINT, result_reason(call, result));
    }
    page_end(page);
}

static void print_call(struct matrix *matrix, size_t number)
{
    const struct call *call = call_at(number);
    page_put(matrix->page, STYLE_NAME, "  %s\n", call->name);
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call, i) != NULL) {
            print_result(matrix, number, i);
        }
    }
}

static void print_calls(struct matrix *matrix)
{
    const char *header = "";
    const struct call *call;
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        if (!is_wanted(matrix, call)) {
            continue;
        }
        if (strcmp(header, call->header) != 0) {
            page_put(matrix->page, STYLE_HEADING, "%s%s", *header != '\0' ? "\n" : "",
                     call->header);
            page_to(matrix->page, COUNT_COLUMN);
            page_put(matrix->page, STYLE_HEADING, "scenarios  cases\n");
            header = call->header;
        }
        print_call(matrix, i);
    }
}

static void print_all_that_are(struct matrix *matrix, enum result_state state, const char *heading)
{
    const struct call *call;
    if (matrix->results[state] == 0) {
        return;
    }
    page_put(matrix->page, STYLE_HEADING, "\n%s\n", heading);
    for (size_t i = 0; (call = call_at(i)) != NULL; i++) {
        for (size_t j = 0; j < CALL_RESULTS_LIMIT && is_wanted(matrix, call); j++) {
            if (assertion_result(call, j) != NULL &&
                result_state(&matrix->assertions, i, j) == state) {
                matrix_print_result(matrix->page, call, j);
            }
        }
    }
}

static void print_unlisted(struct matrix *matrix)
{
    for (size_t i = 0; i < matrix->assertions.unlisted_count; i++) {
        const struct unlisted_result *one = &matrix->assertions.unlisted[i];
        if (!is_wanted(matrix, one->call)) {
            continue;
        }
        if (matrix->unlisted++ == 0) {
            page_put(matrix->page, STYLE_HEADING, "\nasserted, but not in the call table:\n");
        }
        matrix_print_unlisted(matrix->page, one);
    }
}

static enum exit_code matrix_print(struct matrix *matrix)
{
    const size_t *results = matrix->results;
    print_calls(matrix);
    print_all_that_are(matrix, RESULT_MISSING, "missing, no scenario asserts it:");
    print_all_that_are(matrix, RESULT_REFUTED,
                       "asserted, although the call table says why no scenario can show it:");
    print_unlisted(matrix);
    bool clean = results[RESULT_MISSING] + results[RESULT_REFUTED] + matrix->unlisted == 0;
    page_put(matrix->page, clean ? STYLE_GOOD : STYLE_BAD,
             "\nresults: %zu asserted, %zu that no scenario can show, %zu missing",
             results[RESULT_ASSERTED] + results[RESULT_REFUTED], results[RESULT_EXCUSED],
             results[RESULT_MISSING]);
    if (results[RESULT_REFUTED] + matrix->unlisted > 0) {
        page_put(matrix->page, STYLE_BAD, "; the call table is wrong about %zu",
                 results[RESULT_REFUTED] + matrix->unlisted);
    }
    page_end(matrix->page);
    return clean ? CODE_PASSED : CODE_FAILED;
}

/* ---- the command ---- */

static enum exit_code matrix_make(struct matrix *matrix, const struct invocation *invocation)
{
    struct suite *suite = &matrix->suite;
    suite_open(suite, &command_calls, invocation, NULL);
    if (files_count(matrix) == 0) {
        if (suite->code == CODE_PASSED) {
            usage_error(&command_calls, "there is no scenario");
            suite->code = CODE_NOTHING;
        }
        return suite->code;
    }
    return code_worst(suite->code, matrix_print(matrix));
}

/* The names of calls first, the paths behind them. */
static char **operands_sort(struct matrix *matrix, struct invocation *files)
{
    static char usual[] = "scenarios";
    size_t count = files->operand_count, sorted = 0;
    char **operands = memory_resize(NULL, (count + 1) * sizeof *operands);
    for (int paths = 0; paths < 2; paths++) {
        for (size_t i = 0; i < count; i++) {
            if (is_call(files->operands[i]) == (paths == 0)) {
                operands[sorted++] = files->operands[i];
            }
        }
        matrix->call_count = paths == 0 ? sorted : matrix->call_count;
    }
    if (sorted == matrix->call_count) {
        operands[sorted++] = usual;
    }
    matrix->calls = operands;
    files->operands = operands + matrix->call_count;
    files->operand_count = sorted - matrix->call_count;
    return operands;
}

enum exit_code statuses_run(const struct invocation *invocation)
{
    struct matrix matrix = {.page = invocation->page};
    struct invocation files = *invocation;
    char **operands = operands_sort(&matrix, &files);
    enum exit_code code = matrix_make(&matrix, &files);
    assertions_free(&matrix.assertions);
    suite_close(&matrix.suite);
    free(operands);
    return code;
}
