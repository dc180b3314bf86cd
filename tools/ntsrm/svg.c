#include "svg.h"

#include "xml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct svg {
    struct xml *xml;
};

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
    xml_begin(svg->xml, "defs");
    xml_begin(svg->xml, "marker");
    xml_set(svg->xml, "id", "head");
    xml_set_number(svg->xml, "refX", 9);
    xml_set_number(svg->xml, "refY", 4);
    xml_set_number(svg->xml, "markerWidth", 10);
    xml_set_number(svg->xml, "markerHeight", 8);
    xml_set(svg->xml, "orient", "auto");
    xml_set(svg->xml, "markerUnits", "userSpaceOnUse");
    xml_begin(svg->xml, "path");
    xml_set(svg->xml, "d", "M0,0 L10,4 L0,8 Z");
    xml_end(svg->xml);
    xml_end(svg->xml);
    xml_end(svg->xml);
}

struct svg *svg_begin(int width, int height, const char *title, const char *description)
{
    struct svg *svg = memory_resize(NULL, sizeof *svg);
    char view[48];
    svg->xml = xml_new("svg");
    snprintf(view, sizeof view, "0 0 %d %d", width, height);
    xml_set(svg->xml, "xmlns", "http://www.w3.org/2000/svg");
    xml_set_number(svg->xml, "width", width);
    xml_set_number(svg->xml, "height", height);
    xml_set(svg->xml, "viewBox", view);
    xml_set(svg->xml, "role", "img");
    xml_put_element(svg->xml, "title", title);
    xml_put_element(svg->xml, "desc", description);
    xml_put_element(svg->xml, "style", style);
    put_arrow_head(svg);
    svg_box(svg, SVG_FAINT, 0, 0, width, height, 0);
    return svg;
}

void svg_end(struct svg *svg, struct text *out)
{
    xml_finish(svg->xml, out);
    free(svg);
}

/* ---- shapes ---- */

void svg_box(struct svg *svg, enum svg_pen pen, int x, int y, int width, int height, int radius)
{
    xml_begin(svg->xml, "rect");
    xml_set(svg->xml, "class", pens[pen]);
    xml_set_number(svg->xml, "x", x);
    xml_set_number(svg->xml, "y", y);
    xml_set_number(svg->xml, "width", width);
    xml_set_number(svg->xml, "height", height);
    if (radius > 0) {
        xml_set_number(svg->xml, "rx", radius);
    }
    xml_end(svg->xml);
}

static void line_begin(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2)
{
    xml_begin(svg->xml, "line");
    xml_set(svg->xml, "class", pens[pen]);
    xml_set_number(svg->xml, "x1", x1);
    xml_set_number(svg->xml, "y1", y1);
    xml_set_number(svg->xml, "x2", x2);
    xml_set_number(svg->xml, "y2", y2);
}

void svg_line(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2)
{
    line_begin(svg, pen, x1, y1, x2, y2);
    xml_end(svg->xml);
}

void svg_arrow(struct svg *svg, enum svg_pen pen, int x1, int y1, int x2, int y2)
{
    line_begin(svg, pen, x1, y1, x2, y2);
    xml_set(svg->xml, "marker-end", "url(#head)");
    xml_end(svg->xml);
}

void svg_detour(struct svg *svg, enum svg_pen pen, int x1, int y1, int x, int x2, int y2)
{
    char points[96];
    snprintf(points, sizeof points, "%d,%d %d,%d %d,%d %d,%d", x1, y1, x, y1, x, y2, x2, y2);
    xml_begin(svg->xml, "polyline");
    xml_set(svg->xml, "class", pens[pen]);
    xml_set(svg->xml, "points", points);
    xml_set(svg->xml, "marker-end", "url(#head)");
    xml_end(svg->xml);
}

/* ---- texts ---- */

void svg_text(struct svg *svg, enum svg_hand hand, int x, int y, bool centred, const char *text)
{
    char class[8];
    const char *name = hands[hand] != NULL ? hands[hand] : "";
    snprintf(class, sizeof class, "%s%s%s", name, *name != '\0' && centred ? " " : "",
             centred ? "m" : "");
    xml_begin(svg->xml, "text");
    if (class[0] != '\0') {
        xml_set(svg->xml, "class", class);
    }
    xml_set_number(svg->xml, "x", x);
    xml_set_number(svg->xml, "y", y);
    xml_put(svg->xml, text);
    xml_end(svg->xml);
}

int svg_width(const char *text, size_t length)
{
    size_t letters = 0;
    for (size_t at = 0; at < length; letters++) {
        at += text_skip(text + at, length - at, 1);
    }
    return (int)((letters * SVG_ADVANCE + 99) / 100);
}
