#include "page.h"

#include <string.h>

static const char *const escapes[] = {
    [STYLE_PLAIN] = "",         [STYLE_HEADING] = "\033[1m", [STYLE_NAME] = "\033[36m",
    [STYLE_FAINT] = "\033[2m",  [STYLE_GOOD] = "\033[32m",   [STYLE_BAD] = "\033[1;31m",
    [STYLE_DOUBT] = "\033[33m",
};

static void style_begin(struct page *page, enum style style)
{
    if (page->color) {
        text_append_string(&page->text, escapes[style]);
    }
}

static void style_end(struct page *page, enum style style)
{
    if (page->color && style != STYLE_PLAIN) {
        text_append_string(&page->text, "\033[0m");
    }
}

/* Appends bytes so that they are safe to show; only a line feed stays what it is. */
static void put_visible(struct page *page, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t size = text_decode(bytes + at, length - at, &code_point);
        if (code_point == '\n') {
            text_append(&page->text, "\n", 1);
            page->column = 0;
        } else {
            page->column += text_append_visible(&page->text, bytes + at, size, code_point);
        }
        at += size;
    }
}

void page_put_string(struct page *page, enum style style, const char *string)
{
    style_begin(page, style);
    put_visible(page, string, strlen(string));
    style_end(page, style);
}

void page_put(struct page *page, enum style style, const char *format, ...)
{
    struct text line = {0};
    va_list arguments;
    va_start(arguments, format);
    text_append_arguments(&line, format, arguments);
    va_end(arguments);
    page_put_string(page, style, line.bytes);
    text_free(&line);
}

static void put_blanks(struct page *page, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        text_append(&page->text, " ", 1);
    }
    page->column += count;
}

void page_to(struct page *page, unsigned column)
{
    if (page->column < column) {
        put_blanks(page, column - page->column);
    } else if (page->column > 0) {
        put_blanks(page, 1);
    }
}

/* How many columns a word takes that is safe to show already. */
static unsigned word_columns(const char *word, size_t length)
{
    unsigned columns = 0;
    for (size_t i = 0; i < length; i++) {
        columns += ((unsigned char)word[i] & 0xC0) != 0x80;
    }
    return columns;
}

/* first: there is no word before these that a blank would have to follow. */
static void put_words(struct page *page, enum style style, const char *words, unsigned column,
                      bool first)
{
    style_begin(page, style);
    for (;; first = false) {
        words += strspn(words, " \n");
        size_t length = strcspn(words, " \n");
        if (length == 0) {
            break;
        }
        if (!first && page->column + 1 + word_columns(words, length) > page->width) {
            page_end(page);
            put_blanks(page, column);
        } else if (!first) {
            put_blanks(page, 1);
        }
        put_visible(page, words, length);
        words += length;
    }
    style_end(page, style);
}

void page_words(struct page *page, enum style style, const char *words)
{
    put_words(page, style, words, page->column, true);
}

void page_flow(struct page *page, enum style style, const char *words, unsigned column)
{
    if (*words != '\0') {
        put_words(page, style, words, column, page->column == column);
    }
}

void page_item(struct page *page, enum style style, const char *words, unsigned column)
{
    unsigned length = word_columns(words, strlen(words));
    if (page->column > column && page->column + 1 + length > page->width) {
        page_end(page);
        put_blanks(page, column);
    }
    page_flow(page, style, words, column);
}

void page_put_styled(struct page *page, const char *styled)
{
    page->column = 0;
    if (page->color) {
        text_append_string(&page->text, styled);
        return;
    }
    /* Nothing else begins with an escape: whatever comes from outside is shown escaped. */
    for (const char *at = styled; *at != '\0';) {
        size_t length = strcspn(at, "\033");
        text_append(&page->text, at, length);
        at += length;
        at += at[0] != '\0' ? strcspn(at, "m") + 1 : 0;
    }
}

void page_end(struct page *page)
{
    text_append(&page->text, "\n", 1);
    page->column = 0;
}

void page_print(struct page *page, FILE *stream)
{
    if (page->text.length > 0) {
        fwrite(page->text.bytes, 1, page->text.length, stream);
    }
    text_reset(&page->text);
    page->column = 0;
}

void page_free(struct page *page)
{
    text_free(&page->text);
}
