/*
 * What every test program needs of Check: running a suite, tables of rows, and statuses that print
 * by name.
 */
#ifndef TESTS_SUPPORT_SUITE_H
#define TESTS_SUPPORT_SUITE_H

#include <check.h>

#include "ntsrm/ntdef.h"

/* How many times tcase_add_loop_test runs for a table. */
#define ROWS(table) ((int)(sizeof(table) / sizeof *(table)))

/*
 * ck_assert_msg for places that are passed very often: Check notes every assertion that holds, with
 * a system call.
 */
#define require(condition, ...)        \
    do {                               \
        if (!(condition))              \
            ck_abort_msg(__VA_ARGS__); \
    } while (0)

/* The name of a status; valid until the fourth call after this one. */
const char *status_text(NTSTATUS status);

#define ck_assert_status(call, expected)                                         \
    do {                                                                         \
        const NTSTATUS status_was = (call);                                      \
        ck_assert_msg(status_was == (expected), "%s is %s instead of %s", #call, \
                      status_text(status_was), status_text(expected));           \
    } while (0)

/* Makes a suite of one test case; add tests to the case, then run it. */
TCase *suite_begin(const char *name);
/* The same for another test case of that suite. */
TCase *suite_add(const char *name);
/* Runs it. The exit status of the program. */
int suite_end(void);

/* A number from the environment, or what it is without. */
unsigned long number_from_environment(const char *name, unsigned long usual);

#endif
