#include "scenario/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* "4 I/O or internal error" of the command line's exit codes. */
#define EXIT_INTERNAL 4

/* More than most scenario files have: one read gives the whole file. */
#define FILE_READ_LEAST ((size_t)4 << 10)

static void memory_missing(void)
{
    fputs("ntsrm: out of memory\n", stderr);
    exit(EXIT_INTERNAL);
}

void *memory_resize(void *memory, size_t size)
{
    void *resized = realloc(memory, size);
    if (resized == NULL) {
        memory_missing();
    }
    return resized;
}

void *memory_zeroed(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL) {
        memory_missing();
    }
    return memory;
}

char *text_reserve(struct text *text, size_t more)
{
    size_t needed = text->length + more + 1;
    if (needed > text->capacity) {
        size_t capacity = text->capacity < 128 ? 256 : text->capacity * 2;
        text->capacity = capacity > needed ? capacity : needed;
        text->bytes = memory_resize(text->bytes, text->capacity);
    }
    return text->bytes + text->length;
}

void text_append(struct text *text, const char *bytes, size_t length)
{
    char *end = text_reserve(text, length);
    if (length > 0) {
        memcpy(end, bytes, length);
    }
    end[length] = '\0';
    text->length += length;
}

void text_append_string(struct text *text, const char *string)
{
    text_append(text, string, strlen(string));
}

void text_append_number(struct text *text, uint64_t number)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    text_append(text, digits + at, sizeof digits - at);
}

void text_append_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_append_arguments(text, format, arguments);
    va_end(arguments);
}

void text_append_arguments(struct text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    char *end = text_reserve(text, 128);
    size_t room = text->capacity - text->length;
    int length = vsnprintf(end, room, format, arguments);
    if (length > 0 && (size_t)length >= room) {
        end = text_reserve(text, (size_t)length);
        length = vsnprintf(end, (size_t)length + 1, format, again);
    }
    va_end(again);
    if (length > 0) {
        text->length += (size_t)length;
    }
    text->bytes[text->length] = '\0';
}

void text_reset(struct text *text)
{
    text->length = 0;
    if (text->bytes != NULL) {
        text->bytes[0] = '\0';
    }
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}

size_t text_decode(const char *bytes, size_t length, uint32_t *code_point)
{
    unsigned char lead = (unsigned char)bytes[0];
    if (lead < 0x80) {
        *code_point = lead;
        return 1;
    }
    size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    *code_point = TEXT_INVALID;
    if (lead < 0xC2 || lead > 0xF4 || size > length) {
        return 1;
    }
    uint32_t value = lead & (0x7FU >> size);
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)bytes[i];
        if ((next & 0xC0) != 0x80) {
            return 1;
        }
        value = value << 6 | (next & 0x3F);
    }
    bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) {
        return 1;
    }
    *code_point = value;
    return size;
}

size_t text_skip(const char *bytes, size_t length, size_t code_points)
{
    size_t at = 0;
    while (code_points > 0 && at < length) {
        uint32_t code_point;
        at += text_decode(bytes + at, length - at, &code_point);
        code_points--;
    }
    return at;
}

/* Line separators, marks that turn the reading direction, and the byte order mark. */
static bool code_point_deceives(uint32_t code)
{
    return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
}

unsigned text_append_visible(struct text *text, const char *bytes, size_t size, uint32_t code_point)
{
    size_t before = text->length;
    if (code_point == TEXT_INVALID) {
        text_append_format(text, "\\x%02x", (unsigned)(unsigned char)bytes[0]);
    } else if (code_point == '\n') {
        text_append_string(text, "\\n");
    } else if (code_point == '\t') {
        text_append_string(text, "\\t");
    } else if (code_point < 0x20 || code_point == 0x7F) {
        text_append_format(text, "\\x%02x", (unsigned)code_point);
    } else if ((code_point >= 0x80 && code_point < 0xA0) || code_point_deceives(code_point)) {
        text_append_format(text, "\\u%04x", (unsigned)code_point);
    } else {
        text_append(text, bytes, size);
        return 1;
    }
    return (unsigned)(text->length - before);
}

unsigned text_hex_digit(char character)
{
    if (character >= '0' && character <= '9') {
        return (unsigned)(character - '0');
    }
    if (character >= 'a' && character <= 'f') {
        return (unsigned)(character - 'a') + 10;
    }
    return character >= 'A' && character <= 'F' ? (unsigned)(character - 'A') + 10 : 16;
}

bool text_hex_byte(const char *digits, unsigned char *byte)
{
    const unsigned high = text_hex_digit(digits[0]);
    const unsigned low = high < 16 ? text_hex_digit(digits[1]) : 16;
    *byte = (unsigned char)(high * 16 + low);
    return low < 16;
}

void text_append_escaped(struct text *text, const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t code_point;
        size_t size = text_decode(bytes + at, length - at, &code_point);
        text_append_visible(text, bytes + at, size, code_point);
        at += size;
    }
}

static int file_open(const char *path)
{
    int file;
    do {
        /* O_NONBLOCK: opening a FIFO that nobody writes to must not wait. */
        file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    } while (file < 0 && errno == EINTR);
    return file;
}

static enum text_file file_failure(void)
{
    /* What cannot be read at a position is a pipe, a socket or a terminal. */
    return errno == ESPIPE || errno == EISDIR ? TEXT_FILE_IRREGULAR : TEXT_FILE_FAILED;
}

/*
 * Some bytes, but fewer than asked for: only a regular file ends like that, so that most files cost
 * no fstat, which is a third of what reading them costs. A device gives nothing or has no end.
 */
static enum text_file file_read(int file, struct text *text, size_t limit)
{
    for (;;) {
        char *end = text_reserve(text, FILE_READ_LEAST);
        size_t room = text->capacity - text->length - 1;
        ssize_t got = pread(file, end, room, (off_t)text->length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return file_failure();
        }
        text->length += (size_t)got;
        bool ended = got > 0 && (size_t)got < room;
        struct stat status;
        if (!ended && fstat(file, &status) != 0) {
            return TEXT_FILE_FAILED;
        }
        if (!ended && !S_ISREG(status.st_mode)) {
            return TEXT_FILE_IRREGULAR;
        }
        if (text->length > limit || (!ended && (uintmax_t)status.st_size > limit)) {
            return TEXT_FILE_TOO_LARGE;
        }
        if (ended || got == 0) {
            return TEXT_FILE_READ;
        }
    }
}

enum text_file text_read_file(struct text *text, const char *path, size_t limit)
{
    text->length = 0;
    int file = file_open(path);
    if (file < 0) {
        /* What open says of a socket. */
        return errno == ENXIO ? TEXT_FILE_IRREGULAR : TEXT_FILE_FAILED;
    }
    enum text_file result = file_read(file, text, limit);
    int error = errno;
    close(file);
    errno = error;
    text_reserve(text, 0)[0] = '\0';
    return result;
}
