/*
 * The dictionary of results: NTSTATUS values and Win32 errors by value, by name and in order.
 *
 * Rows are those of status.def, in byte order of their names, and live as long as the program. What
 * is returned is borrowed; a look-up that finds nothing returns NULL.
 */
#ifndef RTL_STATUS_H
#define RTL_STATUS_H

#include <stddef.h>

#include "ntsrm/ntdef.h"

struct rtl_status {
    const char *name; /* with its prefix: "STATUS_ACCESS_DENIED" */
    NTSTATUS value;
    DWORD win32;
    const char *meaning;
};

struct rtl_error {
    const char *name; /* "ERROR_ACCESS_DENIED", "RPC_S_NO_CALL_ACTIVE" */
    DWORD value;
    const char *meaning;
};

/* Rows by value. */
const struct rtl_status *rtl_status_by_value(NTSTATUS value);
const struct rtl_error *rtl_error_by_value(DWORD value);

/* Rows by full name; `name` need not be terminated. Upper and lower case differ. */
const struct rtl_status *rtl_status_by_name(const char *name, size_t length);
const struct rtl_error *rtl_error_by_name(const char *name, size_t length);

/* All rows: index 0 to count - 1. */
size_t rtl_status_count(void);
const struct rtl_status *rtl_status_at(size_t index);
size_t rtl_error_count(void);
const struct rtl_error *rtl_error_at(size_t index);

/*
 * The Win32 error that a status becomes, ERROR_MR_MID_NOT_FOUND if it has none. Several statuses
 * share an error, so that the way back does not exist (impersonation section 8).
 * Page: winternl RtlNtStatusToDosError
 */
DWORD rtl_status_to_win32(NTSTATUS value);

/* Enough for the text of any status, with its terminator. */
enum { RTL_STATUS_TEXT_SIZE = 64 };

/*
 * Writes the name of a status, or 0xC0001234 if it has none. Always terminated where size is not 0;
 * returns the length of the full text, which was cut if that is not below size.
 */
size_t rtl_status_print(NTSTATUS value, char *buffer, size_t size);

#endif
