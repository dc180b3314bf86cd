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

void lines_wrap(const char *words, int width, struct text *out)
{
    size_t begin = out->length;
    text_append_string(out, "");
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        size_t line = out->length - begin;
        if (line > 0 &&
            svg_width(out->bytes + begin, line) + svg_width(words, length + 1) > width) {
            text_append_string(out, "\n");
            begin = out->length;
        } else if (line > 0) {
            text_append_string(out, " ");
        }
        text_append(out, words, length);
        words += length + strspn(words + length, " ");
    }
}
