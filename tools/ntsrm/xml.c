#include "xml.h"

#include "shown.h"

#include <mxml.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct xml {
    mxml_node_t *top, *open;
};

/* Making a tree fails only where there is no memory. */
static void *check(void *made)
{
    if (made == NULL) {
        fprintf(stderr, "ntsrm: not enough memory\n");
        abort();
    }
    return made;
}

/* ---- the tree ---- */

struct xml *xml_new(const char *element)
{
    struct xml *xml = memory_resize(NULL, sizeof *xml);
    xml->top = xml->open = check(mxmlNewElement(NULL, element));
    return xml;
}

void xml_begin(struct xml *xml, const char *element)
{
    xml->open = check(mxmlNewElement(xml->open, element));
}

void xml_end(struct xml *xml)
{
    if (xml->open != xml->top) {
        xml->open = mxmlGetParent(xml->open);
    }
}

void xml_set(struct xml *xml, const char *attribute, const char *value)
{
    struct text shown = {0};
    append_shown(&shown, value, false);
    mxmlElementSetAttr(xml->open, attribute, shown.bytes);
    check((void *)mxmlElementGetAttr(xml->open, attribute));
    text_free(&shown);
}

void xml_set_number(struct xml *xml, const char *attribute, long long value)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", value);
    xml_set(xml, attribute, text);
}

static void put(struct xml *xml, const char *words, bool lines)
{
    struct text shown = {0};
    append_shown(&shown, words, lines);
    check(mxmlNewOpaque(xml->open, shown.bytes));
    text_free(&shown);
}

void xml_put(struct xml *xml, const char *words)
{
    put(xml, words, false);
}

void xml_put_lines(struct xml *xml, const char *lines)
{
    put(xml, lines, true);
}

void xml_put_element(struct xml *xml, const char *element, const char *words)
{
    xml_begin(xml, element);
    xml_put(xml, words);
    xml_end(xml);
}

/* ---- writing ---- */

/* Where the element stands: inside of the outermost one by one blank, and so on. */
static const char *line_begin(mxml_node_t *node)
{
    static const char *const lines[] = {"", "\n ", "\n  ", "\n   ", "\n    ", "\n     "};
    size_t depth = 0;
    while ((node = mxmlGetParent(node)) != NULL && depth + 1 < sizeof lines / sizeof *lines) {
        depth++;
    }
    return lines[depth];
}

static const char *white_space(mxml_node_t *node, int where)
{
    if (where == MXML_WS_BEFORE_OPEN) {
        return line_begin(node);
    }
    mxml_node_t *last = mxmlGetLastChild(node);
    if (where == MXML_WS_BEFORE_CLOSE && last != NULL && mxmlGetElement(last) != NULL) {
        return line_begin(node);
    }
    return NULL;
}

/* Two versions of the library are about, and differ only here and in what save_node does. */
#if MXML_MAJOR_VERSION >= 4

static const char *white_space_here(void *context, mxml_node_t *node, mxml_ws_t where)
{
    (void)context;
    return white_space(node, (int)where);
}

static char *save_node(mxml_node_t *node)
{
    mxml_options_t *options = check(mxmlOptionsNew());
    mxmlOptionsSetWrapMargin(options, 0);
    mxmlOptionsSetWhitespaceCallback(options, white_space_here, NULL);
    char *saved = mxmlSaveAllocString(node, options);
    mxmlOptionsDelete(options);
    return saved;
}

#else

static char *save_node(mxml_node_t *node)
{
    mxmlSetWrapMargin(0);
    return mxmlSaveAllocString(node, white_space);
}

#endif

/* Version 3 ends empty elements with a blank, and all with a line. No other `>` stands as it is. */
static void append_node(struct text *out, mxml_node_t *node)
{
    char *saved = check(save_node(node));
    const char *from = saved;
    for (const char *end; (end = strstr(from, " />")) != NULL; from = end + 1) {
        text_append(out, from, (size_t)(end - from));
    }
    size_t length = strlen(from);
    text_append(out, from, from[length - 1] == '\n' ? length - 1 : length);
    free(saved);
}

void xml_flush(struct xml *xml, struct text *inside)
{
    for (mxml_node_t *node; (node = mxmlGetFirstChild(xml->top)) != NULL; mxmlDelete(node)) {
        append_node(inside, node);
    }
}

void xml_finish(struct xml *xml, const struct text *inside, struct text *out)
{
    struct text rest = {0};
    xml->open = xml->top;
    xml_flush(xml, &rest);
    /* Something must stand where all the rest is put. */
    xml_put(xml, "");
    text_append_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    append_node(out, xml->top);
    out->length -= strlen("</>") + strlen(mxmlGetElement(xml->top));
    if (inside != NULL && inside->length > 0) {
        text_append(out, inside->bytes, inside->length);
    }
    if (rest.length > 0) {
        text_append(out, rest.bytes, rest.length);
    }
    text_append_format(out, "\n</%s>\n", mxmlGetElement(xml->top));
    mxmlDelete(xml->top);
    text_free(&rest);
    free(xml);
}
