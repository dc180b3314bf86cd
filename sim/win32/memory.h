/*
 * Memory that a Win32 function itself reads or writes, as opposed to what it hands on to a native
 * call.
 */
#ifndef WIN32_MEMORY_H
#define WIN32_MEMORY_H

#include "nt/touch.h"
#include "rtl/bytes.h"

static inline NTSTATUS win32_touch(PETHREAD caller, const void *memory)
{
    return nt_touch(caller, memory);
}

/* win32_touch, and copies in; size may be 0. */
NTSTATUS win32_read(PETHREAD caller, void *to, const void *from, size_t size);

/* Longer than every name that means something. */
#define WIN32_TEXT_SIZE 1024

/* A string of the program, at most one of the two; neither is an empty one. */
struct win32_string {
    LPCSTR narrow;
    LPCWSTR wide;
};

#define WIN32_A(text) ((struct win32_string){.narrow = (text)})
#define WIN32_W(text) ((struct win32_string){.wide = (text)})

/* Reads a string as UTF-8, cut where the buffer ends; ANSI strings are taken for UTF-8. */
NTSTATUS win32_read_text(PETHREAD caller, char text[WIN32_TEXT_SIZE], struct win32_string string);

/* Reads a string whole, as UTF-8 without its terminator; on success *text is the caller's. */
NTSTATUS win32_read_all(PETHREAD caller, struct win32_string string, struct rtl_bytes *text);

/* The wide characters of a text in UTF-8, unterminated, appended to *wide. */
void win32_widen(const struct rtl_bytes *text, struct rtl_bytes *wide);

#endif
