#include "lines.h"

#include <string.h>

/* The next line; false behind the last. */
static bool line_next(const char **at, const char **line, size_t *length)
{
    *line = *at;
    *length = strcspn(*at, "\n");
    *at += *length + ((*at)[*length] != '\0');
    return *length > 0;
}

int lines_width(const char *lines)
{
    const char *line;
    size_t length;
    int width = 0;
    while (line_next(&lines, &line, &length)) {
        int one = svg_width(line, length);
        width = one > width ? one : width;
    }
    return width;
}

int lines_height(const char *lines)
{
    const char *line;
    size_t length;
    int height = 0;
    while (line_next(&lines, &line, &length)) {
        height += SVG_LINE_HEIGHT;
    }
    return height;
}

void lines_draw(struct svg *svg, const char *lines, enum svg_hand first, enum svg_hand others,
                int x, int y)
{
    const char *line;
    size_t length;
    enum svg_hand hand = first;
    while (line_next(&lines, &line, &length)) {
        struct text text = {0};
        text_append(&text, line, length);
        svg_text(svg, hand, x, y + SVG_BASELINE, false, text.bytes);
        text_free(&text);
        y += SVG_LINE_HEIGHT;
        hand = others;
    }
}

/* How much of a word, or of the part of one that is left, a line can take; at least one letter. */
static size_t part_of(const char *word, size_t length, int width)
{
    size_t letters = (size_t)width * 100 / SVG_ADVANCE;
    return svg_width(word, length) > width ? text_skip(word, length, letters > 0 ? letters : 1)
                                           : length;
}

void lines_wrap(const char *words, int width, struct text *out)
{
    static const char blanks[] = " \n";
    size_t begin = out->length;
    bool first = true; /* of a word */
    text_append_string(out, "");
    words += strspn(words, blanks);
    while (*words != '\0') {
        size_t length = part_of(words, strcspn(words, blanks), width);
        size_t line = out->length - begin;
        if (line > 0 &&
            svg_width(out->bytes + begin, line) + svg_width(words, length + first) > width) {
            text_append_string(out, "\n");
            begin = out->length;
        } else if (line > 0 && first) {
            text_append_string(out, " ");
        }
        text_append(out, words, length);
        words += length;
        first = strspn(words, blanks) > 0;
        words += strspn(words, blanks);
    }
}
