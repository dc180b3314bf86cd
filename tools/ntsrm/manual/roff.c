#include "ntsrm/manual/roff.h"

#include <ctype.h>
#include <string.h>

#define LINE_LIMIT 76

/* Characters that roff would take for something else, or set as another one. */
static void append_escaped(struct text *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        switch (bytes[i]) {
        case '\\':
            text_append_string(out, "\\e");
            break;
        case '-':
            text_append_string(out, "\\-");
            break;
        case '\'':
            text_append_string(out, "\\(aq");
            break;
        case '`':
            text_append_string(out, "\\(ga");
            break;
        case '^':
            text_append_string(out, "\\(ha");
            break;
        case '~':
            text_append_string(out, "\\(ti");
            break;
        default:
            text_append(out, bytes + i, 1);
        }
    }
}

/* Words with single blanks, wrapped; a line that begins like a request is none. */
static void append_words(struct text *out, const char *words)
{
    struct text word = {0};
    size_t column = 0;
    while (words += strspn(words, " \n"), *words != '\0') {
        size_t length = strcspn(words, " \n");
        text_reset(&word);
        append_escaped(&word, words, length);
        bool wraps = column > 0 && column + 1 + word.length > LINE_LIMIT;
        text_append_string(out, wraps ? "\n" : column > 0 ? " " : "");
        column = wraps || column == 0 ? 0 : column + 1;
        text_append_string(out, column == 0 && *words == '.' ? "\\&" : "");
        text_append(out, word.bytes, word.length);
        column += word.length;
        words += length;
    }
    text_append_string(out, "\n");
    text_free(&word);
}

/* An argument of a macro. */
static void append_argument(struct text *out, const char *words)
{
    text_append_string(out, "\"");
    append_escaped(out, words, strlen(words));
    text_append_string(out, "\"");
}

void roff_begin(struct text *out, const char *name, int section, const char *summary)
{
    text_append_string(out, ".\\\" Made by ntsrm man; change the tables instead.\n.TH ");
    for (const char *at = name; *at != '\0'; at++) {
        text_append_format(out, "%s%c", *at == '-' ? "\\" : "", toupper((unsigned char)*at));
    }
    text_append_format(out, " %d %s \"ntsrm %s\" \"ntsrm manual\"\n.nh\n.ad l\n", section,
                       NTSRM_DATE, NTSRM_VERSION);
    roff_heading(out, "NAME");
    append_escaped(out, name, strlen(name));
    text_append_string(out, " \\- ");
    append_words(out, summary);
}

void roff_heading(struct text *out, const char *heading)
{
    text_append_string(out, ".SH ");
    append_escaped(out, heading, strlen(heading));
    text_append_string(out, "\n");
}

void roff_subheading(struct text *out, const char *heading)
{
    text_append_string(out, ".SS ");
    append_argument(out, heading);
    text_append_string(out, "\n");
}

/* A heading begins a paragraph already. */
static void begin_paragraph(struct text *out)
{
    size_t last = out->length - 1;
    while (last > 0 && out->bytes[last - 1] != '\n') {
        last--;
    }
    if (strncmp(out->bytes + last, ".S", 2) != 0) {
        text_append_string(out, ".PP\n");
    }
}

void roff_paragraph(struct text *out, const char *words)
{
    begin_paragraph(out);
    append_words(out, words);
}

void roff_paragraphs(struct text *out, const char *words)
{
    while (words != NULL && *words != '\0') {
        size_t length = strcspn(words, "\n");
        struct text paragraph = {0};
        text_append(&paragraph, words, length);
        roff_paragraph(out, paragraph.bytes);
        text_free(&paragraph);
        words += length + (words[length] == '\n');
    }
}

void roff_term(struct text *out, const char *term, const char *value, const char *words)
{
    text_append_string(out, ".TP\n");
    if (value != NULL && *value != '\0') {
        text_append_string(out, ".BI ");
        append_argument(out, term);
        text_append_string(out, " ");
        append_argument(out, value);
    } else {
        text_append_string(out, ".B ");
        append_escaped(out, term, strlen(term));
    }
    text_append_string(out, "\n");
    append_words(out, words);
}

void roff_names(struct text *out, const char *const *names, size_t count)
{
    struct text words = {0};
    text_append_string(&words, "");
    for (size_t i = 0; i < count; i++) {
        text_append_format(&words, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    roff_paragraph(out, words.bytes);
    text_free(&words);
}

void roff_example(struct text *out, const char *const *lines, size_t count)
{
    begin_paragraph(out);
    text_append_string(out, ".EX\n");
    for (size_t i = 0; i < count; i++) {
        text_append_string(out, *lines[i] == '.' ? "\\&" : "");
        append_escaped(out, lines[i], strlen(lines[i]));
        text_append_string(out, "\n");
    }
    text_append_string(out, ".EE\n");
}

void roff_see_also(struct text *out, const char *const *pages, size_t count)
{
    roff_heading(out, "SEE ALSO");
    for (size_t i = 0; i < count; i++) {
        const char *parenthesis = strchr(pages[i], '(');
        text_append_string(out, ".BR ");
        append_escaped(out, pages[i], (size_t)(parenthesis - pages[i]));
        text_append_format(out, " %s%s\n", parenthesis, i + 1 < count ? " ," : "");
    }
}
