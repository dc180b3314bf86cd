/*
 * A growable byte buffer, used for messages, for output and for the bytes of a file.
 *
 * A zeroed struct is an empty text. `bytes` is NULL until something was appended and NUL-terminated
 * from then on. text_reset keeps the memory, so that a text is reused from file to file.
 * Memory that cannot be had ends the program: there is no scenario that could go on without it.
 */
#ifndef NTSRM_TOOLS_SCENARIO_TEXT_H
#define NTSRM_TOOLS_SCENARIO_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *bytes;
    size_t length, capacity;
};

/* A function that is rarely called: the compiler puts what leads to it out of the way. */
#define COLD __attribute__((cold))

/* realloc that never returns NULL. */
void *memory_resize(void *memory, size_t size);
/* calloc that never returns NULL. */
void *memory_zeroed(size_t count, size_t size);

/* Makes room for `more` bytes and a NUL, and returns where they go. */
char *text_reserve(struct text *text, size_t more);

void text_append(struct text *text, const char *bytes, size_t length);
void text_append_string(struct text *text, const char *string);
/* In decimal digits; without what printf would cost the start of a run in which all is well. */
void text_append_number(struct text *text, uint64_t number);
void text_append_format(struct text *text, const char *format, ...);
void text_append_arguments(struct text *text, const char *format, va_list arguments);
void text_reset(struct text *text);
void text_free(struct text *text);

/* What stands for a byte that is not UTF-8; no code point has this value. */
#define TEXT_INVALID UINT32_MAX

/* The first code point of `length` > 0 bytes; returns how many bytes it takes (1 if invalid). */
size_t text_decode(const char *bytes, size_t length, uint32_t *code_point);

/* How many bytes the first code points take; fewer code points if there are no more. */
size_t text_skip(const char *bytes, size_t length, size_t code_points);

/*
 * Appends one code point, or its escape if a terminal must not see it raw: control characters,
 * bytes that are not UTF-8, and what reorders or hides text. Returns the columns that it takes.
 */
unsigned text_append_visible(struct text *text, const char *bytes, size_t size,
                             uint32_t code_point);

/* The value of a digit 0-9, a-f, A-F; 16 for every other character. */
unsigned text_hex_digit(char character);

/* One byte, of two such digits; false if there are not two. */
bool text_hex_byte(const char *digits, unsigned char *byte);

/* Appends bytes that come from a file or from the system so that they are safe to show. */
void text_append_escaped(struct text *text, const char *bytes, size_t length);

enum text_file {
    TEXT_FILE_READ,
    TEXT_FILE_FAILED,    /* errno says why */
    TEXT_FILE_IRREGULAR, /* a directory, a FIFO, a device; never waited for */
    TEXT_FILE_TOO_LARGE, /* more than `limit` bytes */
};

/* Replaces the text with the bytes of a regular file. */
enum text_file text_read_file(struct text *text, const char *path, size_t limit);

#endif
