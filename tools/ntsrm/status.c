/* ntsrm status: the dictionary of results, both ways. */
#include "command.h"
#include "options.h"
#include "page.h"
#include "lookup.h"

#include "ntsrm/ntstatus.h"
#include "rtl/status.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_COLUMN  2
#define VALUE_COLUMN 38
#define ERROR_COLUMN 50

static void print_error(struct page *page, const struct rtl_error *error)
{
    page_put_string(page, STYLE_NAME, error->name);
    page_put(page, STYLE_PLAIN, "  Win32 error %u, 0x%X\n  ", (unsigned)error->value,
             (unsigned)error->value);
    page_words(page, STYLE_PLAIN, error->meaning);
    page_put(page, STYLE_PLAIN, "\n  from ");
    struct text names = {0};
    for (size_t i = 0; i < rtl_status_count(); i++) {
        if (rtl_status_at(i)->win32 == error->value) {
            text_append_format(&names, "%s%s", names.length > 0 ? ", " : "",
                               rtl_status_at(i)->name);
        }
    }
    page_words(page, STYLE_PLAIN, names.length > 0 ? names.bytes : "no NTSTATUS that ntsrm knows");
    page_end(page);
    text_free(&names);
}

/* "ERROR_ACCESS_DENIED (5)". */
static void put_win32(struct page *page, DWORD value)
{
    const struct rtl_error *error = rtl_error_by_value(value);
    page_put(page, STYLE_PLAIN, "%s (%u)", error != NULL ? error->name : "error", (unsigned)value);
}

static void print_status(struct page *page, const struct rtl_status *status)
{
    static const char *const severities[] = {"success", "information", "warning", "error"};
    page_put_string(page, STYLE_NAME, status->name);
    page_put(page, STYLE_PLAIN, "  NTSTATUS 0x%08X, %d, %s\n  ", (unsigned)status->value,
             (int)status->value, severities[(uint32_t)status->value >> 30]);
    page_words(page, STYLE_PLAIN, status->meaning);
    page_put(page, STYLE_PLAIN, "\n  becomes the Win32 error ");
    put_win32(page, status->win32);
    page_end(page);
}

static void print_table(struct page *page)
{
    page_put(page, STYLE_HEADING, "NTSTATUS\n");
    for (size_t i = 0; i < rtl_status_count(); i++) {
        const struct rtl_status *status = rtl_status_at(i);
        page_to(page, NAME_COLUMN);
        page_put_string(page, STYLE_NAME, status->name);
        page_to(page, VALUE_COLUMN);
        page_put(page, STYLE_PLAIN, "0x%08X", (unsigned)status->value);
        page_to(page, ERROR_COLUMN);
        put_win32(page, status->win32);
        page_end(page);
        page_to(page, NAME_COLUMN + 2);
        page_words(page, STYLE_FAINT, status->meaning);
        page_end(page);
    }
    page_put(page, STYLE_HEADING, "\nWin32 errors\n");
    for (size_t i = 0; i < rtl_error_count(); i++) {
        const struct rtl_error *error = rtl_error_at(i);
        page_to(page, NAME_COLUMN);
        page_put_string(page, STYLE_NAME, error->name);
        page_to(page, VALUE_COLUMN);
        page_put(page, STYLE_PLAIN, "%u", (unsigned)error->value);
        page_to(page, VALUE_COLUMN + 6);
        page_words(page, STYLE_FAINT, error->meaning);
        page_end(page);
    }
}

/* A number of 32 bits, signed or not, decimal or hex. */
static bool number_parse(const char *word, uint32_t *number)
{
    bool negative = *word == '-';
    const char *digits = word + negative;
    bool hex = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    char *end;
    if (!isdigit((unsigned char)digits[0])) {
        return false;
    }
    errno = 0;
    unsigned long long value = strtoull(hex ? digits + 2 : digits, &end, hex ? 16 : 10);
    if (*end != '\0' || end == digits + 2 * hex || errno != 0 ||
        value > (negative ? UINT64_C(0x80000000) : UINT32_MAX)) {
        return false;
    }
    *number = negative ? (uint32_t)-value : (uint32_t)value;
    return true;
}

/* Both may be meant: 0 is STATUS_SUCCESS and ERROR_SUCCESS. */
static bool print_number(struct page *page, uint32_t number)
{
    const struct rtl_status *status = rtl_status_by_value((NTSTATUS)number);
    const struct rtl_error *error = rtl_error_by_value(number);
    if (status != NULL) {
        print_status(page, status);
    }
    if (error != NULL) {
        print_error(page, error);
    }
    return status != NULL || error != NULL;
}

static bool same_letters(const char *a, const char *b)
{
    for (; *a != '\0' && toupper((unsigned char)*a) == toupper((unsigned char)*b); a++, b++) {
    }
    return *a == '\0' && *b == '\0';
}

/* Is it that name, with or without its prefix, in upper or lower case? */
static bool names(const char *word, const char *name, const char *prefix)
{
    size_t length = strlen(prefix);
    return same_letters(word, name) ||
           (strncmp(name, prefix, length) == 0 && same_letters(word, name + length));
}

static bool print_named(struct page *page, const char *word)
{
    bool found = false;
    for (size_t i = 0; i < rtl_status_count(); i++) {
        if (names(word, rtl_status_at(i)->name, "STATUS_")) {
            print_status(page, rtl_status_at(i));
            found = true;
        }
    }
    for (size_t i = 0; i < rtl_error_count(); i++) {
        if (names(word, rtl_error_at(i)->name, "ERROR_")) {
            print_error(page, rtl_error_at(i));
            found = true;
        }
    }
    return found;
}

bool status_look_up(struct page *page, const char *word)
{
    uint32_t number;
    return number_parse(word, &number) ? print_number(page, number) : print_named(page, word);
}

size_t status_words(const char **words, size_t count)
{
    for (size_t i = 0; i < rtl_status_count() && count < LOOKUP_LIMIT; i++) {
        words[count++] = rtl_status_at(i)->name;
    }
    for (size_t i = 0; i < rtl_error_count() && count < LOOKUP_LIMIT; i++) {
        words[count++] = rtl_error_at(i)->name;
    }
    return count;
}

static enum exit_code unknown_status(struct page *page, const char *word)
{
    const char *known[LOOKUP_LIMIT];
    uint32_t number;
    if (number_parse(word, &number)) {
        page_put(page, STYLE_PLAIN, "0x%08X is no NTSTATUS and no Win32 error that ntsrm knows\n",
                 (unsigned)number);
    } else {
        usage_error(&command_status, "unknown status or error '%s'", word);
        print_nearest("", word, known, status_words(known, 0));
    }
    return CODE_NOTHING;
}

static enum exit_code status_run(const struct invocation *invocation)
{
    struct page *page = invocation->page;
    if (invocation->operand_count == 0) {
        print_table(page);
        return CODE_PASSED;
    }
    return status_look_up(page, invocation->operands[0])
               ? CODE_PASSED
               : unknown_status(page, invocation->operands[0]);
}

const struct command command_status = {
    .name = "status",
    .operands = "[NAME|NUMBER]",
    .most = 1,
    .summary = "the dictionary of NTSTATUS values and Win32 errors",
    .details = "By name (STATUS_ACCESS_DENIED, ERROR_ACCESS_DENIED, or just ACCESS_DENIED for "
               "both) or by number, hex or decimal, signed or not: 0xC0000022, 3221225506, "
               "-1073741790, 5. Without an argument, all of them. Exit code 5 if there is no such "
               "status.",
    .run = status_run,
};
