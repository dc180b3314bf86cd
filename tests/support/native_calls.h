/* Which native calls a Win32 function made: what its page writes down, as the trace shows it. */
#ifndef TESTS_SUPPORT_NATIVE_CALLS_H
#define TESTS_SUPPORT_NATIVE_CALLS_H

#include "world.h"

/* The last error that tests begin with. */
#define BEFORE 4711u

/* A Win32 function that fails: zero, and the reason. */
#define ck_assert_refused(call, error)            \
    do {                                          \
        ck_assert(!(call));                       \
        ck_assert_uint_eq(GetLastError(), error); \
    } while (0)

/* One that succeeds, and leaves the last error alone. */
#define ck_assert_done(call)                       \
    do {                                           \
        ck_assert(call);                           \
        ck_assert_uint_eq(GetLastError(), BEFORE); \
    } while (0)

/* Traces from here on, nothing else so far. */
void native_calls_watch(struct srm_world *w);

/*
 * The native calls inside the Win32 calls since then: "NtOpenProcessToken NtClose". The status
 * follows one that did not give STATUS_SUCCESS: "NtOpenThreadToken=STATUS_NO_TOKEN". Valid until
 * the next call; traces no longer.
 */
const char *native_calls(struct srm_world *w);

#endif
