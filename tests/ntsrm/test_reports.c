/*
 * Reports of sample_run.h as they stand in tests/ntsrm/reports. With arguments the program prints
 * one of them, to be looked at, to be read by read_reports.py, or to be kept:
 *     test-ntsrm-reports <run> <format> [color]
 */
#include "ntsrm/sample_run.h"

#include "support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/ntsrm/reports/"

/* The hostile run is left to those for whom reports are written: see read_reports.py. */
static const char *const runs[] = {
    "plain", "special", "unreadable", "list", "empty", "shard", "cut", "interrupted",
};

/* Of tap13 only the first line differs from tap. */
static const char *const formats[] = {
    "human", "tap", "junit", "json", "jsonl", "github", "markdown",
};

static struct text report_of(const char *run, const char *format, bool color, size_t part_size)
{
    return sample_run_report(sample_run_find(run), report_format_find(format), color, part_size);
}

/* Whether files are told in one part or in several. */
static void check_report(const char *run, const char *format, size_t part_size)
{
    struct text path = {0}, expected = {0};
    struct text made = report_of(run, format, false, part_size);
    text_append_format(&path, FOLDER "%s.%s", run, format);
    text_read_file(&expected, path.bytes, 1 << 20);
    if (made.length != expected.length ||
        (made.length > 0 && memcmp(made.bytes, expected.bytes, made.length) != 0)) {
        ck_abort_msg("%s is:\n%s", path.bytes, made.length > 0 ? made.bytes : "nothing");
    }
    text_free(&path);
    text_free(&made);
    text_free(&expected);
}

START_TEST(report_is_as_it_was)
{
    for (size_t part_size = 0; part_size < 4; part_size++) {
        check_report(runs[(size_t)_i / ROWS(formats)], formats[(size_t)_i % ROWS(formats)],
                     part_size);
    }
}
END_TEST

START_TEST(formats_are_found_by_name)
{
    for (size_t i = 0; report_format_at(i) != NULL; i++) {
        ck_assert_ptr_eq(report_format_find(report_format_at(i)->name), report_format_at(i));
    }
    ck_assert_ptr_eq(report_format_at(0), &format_human);
    ck_assert_ptr_null(report_format_find("xml"));
    ck_assert_ptr_null(report_format_find(""));
}
END_TEST

int main(int argc, char **argv)
{
    if (argc > 2) {
        struct text report = report_of(argv[1], argv[2], argc > 3, 0);
        fputs(report.length > 0 ? report.bytes : "", stdout);
        text_free(&report);
        return EXIT_SUCCESS;
    }
    /* What is set where the tests run must not matter. */
    unsetenv("GITHUB_STEP_SUMMARY");
    unsetenv("GITHUB_WORKSPACE");
    TCase *tcase = suite_begin("reports");
    tcase_add_loop_test(tcase, report_is_as_it_was, 0, ROWS(runs) * ROWS(formats));
    tcase_add_test(tcase, formats_are_found_by_name);
    return suite_end();
}
