#include "svg.h"

#include <libxml/xmlwriter.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct svg {
    xmlBufferPtr buffer;
    xmlTextWriterPtr writer;
};

/* A writer into memory fails only where there is none. */
static void check(int result)
{
    if (result < 0) {
        fprintf(stderr, "ntsrm: not enough memory\n");
        abort();
    }
}

static void element_begin(struct svg *svg, const char *element)
{
    check(xmlTextWriterStartElement(svg->writer, BAD_CAST element));
}

static void element_end(struct svg *svg)
{
    check(xmlTextWriterEndElement(svg->writer));
}

static void set(struct svg *svg, const char *attribute, const char *value)
{
    check(xmlTextWriterWriteAttribute(svg->writer, BAD_CAST attribute, BAD_CAST value));
}

static void set_number(struct svg *svg, const char *attribute, int value)
{
    char text[16];
    snprintf(text, sizeof text, "%d", value);
    set(svg, attribute, text);
}

/* What a terminal must not see, and the two characters besides that XML cannot have. */
static void put(struct svg *svg, const char *words)
{
    struct text shown = {0};
    while (*words != '\0') {
        uint32_t character;
        size_t size = text_decode(words, strlen(words), &character);
        if (character == 0xFFFE || character == 0xFFFF) {
            text_append_format(&shown, "\\u%04x", (unsigned)character);
        } else {
            text_append_visible(&shown, words, size, character);
        }
        words += size;
    }
    check(xmlTextWriterWriteString(svg->writer, BAD_CAST(shown.bytes ? shown.bytes : "")));
    text_free(&shown);
}

static void put_element(struct svg *svg, const char *element, const char *words)
{
    element_begin(svg, element);
    put(svg, words);
    element_end(svg);
}

static const char *const pens[] = {
    [SVG_FAINT] = "f",
    [SVG_PLAIN] = "p",
    [SVG_DASHED] = "d",
    [SVG_SHADED] = "s",
};

static const char *const hands[] = {
    [SVG_HAND_PLAIN] = NULL,
    [SVG_HAND_BOLD] = "b",
    [SVG_HAND_FAINT] = "g",
};

/* ---- the frame ---- */

static const char style[] = "rect,line,polyline{fill:#fff;stroke:#000}polyline{fill:none}"
                            "text{font:12px 'DejaVu Sans Mono',Menlo,Consolas,monospace}"
                            ".f{stroke:#999}.d{stroke-dasharray:5 3}.s{fill:#e4e4e4}"
                            ".b{font-weight:bold}.g{fill:#444}.m{text-anchor:middle}";

static void put_arrow_head(struct svg *svg)
{
    element_begin(svg, "defs");
    element_begin(svg, "marker");
    set(svg, "id", "head");
    set_number(svg, "refX", 9);
    set_number(svg, "refY", 4);
    set_number(svg, "markerWidth", 10);
    set_number(svg, "markerHeight", 8);
    set(svg, "orient", "auto");
    set(svg, "markerUnits", "userSpaceOnUse");
    element_begin(svg, "path");
    set(svg, "d", "M0,0 L10,4 L0,8 Z");
    element_end(svg);
    element_end(svg);
    element_end(svg);
}

struct svg *svg_begin(int width, int height, const char *title, const char *description)
{
    struct svg *svg = memory_resize(NULL, sizeof *svg);
    char view[48];
    svg->buffer = xmlBufferCreate();
    svg->writer = svg->buffer != NULL ? xmlNewTextWriterMemory(svg->buffer, 0) : NULL;
    check(svg->writer != NULL ? xmlTextWriterSetIndent(svg->writer, 1) : -1);
    snprintf(view, sizeof view, "0 0 %d %d", width, height);
    check(xmlTextWriterStartDocument(svg->writer, NULL, "UTF-8", NULL));
    element_begin(svg, "svg");
    set(svg, "xmlns", "http://www.w3.org/2000/svg");
    set_number(svg, "width", width);
    set_number(svg, "height", height);
    set(svg, "viewBox", view);
    set(svg, "role", "img");
    put_element(svg, "title", title);
    put_element(svg, "desc", description);
    put_element(svg, "style", style);
    put_arrow_head(svg);
    svg_box(svg, SVG_FAINT, 0, 0, width, height, 0);
    return svg;
}

void svg_end(struct svg *svg, struct text *out)
{
    check(xmlTextWriterEndDocument(svg->writer));
    xmlFreeTextWriter(svg->writer);
    text_append(out, (const char *)xmlBufferContent(svg->buffer),
                (size_t)xmlBufferLength(svg->buffer));
    xmlBufferFree(svg->buffer);
    free(svg);
}

/* ---- shapes ---- */

void svg_box(struct svg *svg, enum svg_pen pen, int x, int y, int width, int height, int radius)
{
    element_begin(svg, "rect");
    set(svg, "class", pens[pen]);
    set_number(svg, "x", x);
    set_number(svg, "y", y);
    set_number(svg, "width", width);
    set_number(svg, "height", height);
    if (radius > 0) {
        set_number(svg, "rx", radius);
    }
    element_end(svg);
}

static void line_begin(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2)
{
    element_begin(svg, "line");
    set(svg, "class", pens[pen]);
    set_number(svg, "x1", x1);
    set_number(svg, "y1", y1);
    set_number(svg, "x2", x2);
    set_number(svg, "y2", y2);
}

void svg_line(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2)
{
    line_begin(svg, pen, x1, y1, x2, y2);
    element_end(svg);
}

void svg_arrow(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2)
{
    line_begin(svg, pen, x1, y1, x2, y2);
    set(svg, "marker-end", "url(#head)");
    element_end(svg);
}

void svg_detour(struct svg *svg, enum svg_pen pen, int x1, int y1, int x, int x2, int y2)
{
    char points[96];
    snprintf(points, sizeof points, "%d,%d %d,%d %d,%d %d,%d", x1, y1, x, y1, x, y2, x2, y2);
    element_begin(svg, "polyline");
    set(svg, "class", pens[pen]);
    set(svg, "points", points);
    set(svg, "marker-end", "url(#head)");
    element_end(svg);
}

/* ---- texts ---- */

void svg_text(struct svg *svg, enum svg_hand hand, int x, int y, bool centred, const char *text)
{
    char class[8];
    const char *name = hands[hand] != NULL ? hands[hand] : "";
    snprintf(class, sizeof class, "%s%s%s", name, *name != '\0' && centred ? " " : "",
             centred ? "m" : "");
    element_begin(svg, "text");
    if (class[0] != '\0') {
        set(svg, "class", class);
    }
    set_number(svg, "x", x);
    set_number(svg, "y", y);
    put(svg, text);
    element_end(svg);
}

int svg_width(const char *text, size_t length)
{
    size_t letters = 0;
    for (size_t at = 0; at < length; letters++) {
        at += text_skip(text + at, length - at, 1);
    }
    return (int)((letters * SVG_ADVANCE + 99) / 100);
}
