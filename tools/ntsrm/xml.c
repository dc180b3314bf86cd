#include "xml.h"

#include "shown.h"

#include <mxml.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct xml {
    mxml_node_t *top, *open;
    mxml_node_t *begun; /* inside of the outermost: its begin was flushed; NULL if none's was */
    struct text ends;   /* of those whose begin was flushed, and what came before them */
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
    *xml = (struct xml){.top = check(mxmlNewElement(NULL, element))};
    xml->open = xml->top;
    return xml;
}

void xml_begin(struct xml *xml, const char *element)
{
    xml->open = check(mxmlNewElement(xml->open, element));
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

static void append_children(struct text *out, mxml_node_t *node)
{
    for (mxml_node_t *child; (child = mxmlGetFirstChild(node)) != NULL; mxmlDelete(child)) {
        append_node(out, child);
    }
}

static void append_end(struct text *out, mxml_node_t *node)
{
    text_append_format(out, "%s</%s>", line_begin(node), mxmlGetElement(node));
}

void xml_end(struct xml *xml)
{
    mxml_node_t *node = xml->open;
    if (node == xml->top) {
        return;
    }
    xml->open = mxmlGetParent(node);
    if (node == xml->begun) {
        append_children(&xml->ends, node);
        append_end(&xml->ends, node);
        mxmlDelete(node);
        xml->begun = NULL;
    }
}

/* The begin of an element that holds elements, with those that it has now. */
static void append_begun(struct text *out, mxml_node_t *node)
{
    append_node(out, node);
    out->length -= strlen(line_begin(node)) + strlen(mxmlGetElement(node)) + strlen("</>");
    out->bytes[out->length] = '\0';
    while (mxmlGetFirstChild(node) != NULL) {
        mxmlDelete(mxmlGetFirstChild(node));
    }
}

void xml_flush(struct xml *xml, struct text *inside)
{
    mxml_node_t *open = xml->open != xml->top ? xml->open : NULL;
    if (xml->ends.length > 0) {
        text_append(inside, xml->ends.bytes, xml->ends.length);
        text_reset(&xml->ends);
    }
    for (mxml_node_t *node; (node = mxmlGetFirstChild(xml->top)) != open; mxmlDelete(node)) {
        append_node(inside, node);
    }
    if (open != NULL && open == xml->begun) {
        append_children(inside, open);
    } else if (open != NULL) {
        append_begun(inside, open);
        xml->begun = open;
    }
}

void xml_put_head(struct xml *xml, struct text *out)
{
    text_append_string(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    /* Without anything inside it would end at once. */
    xml->open = xml->top;
    xml_put(xml, "");
    append_node(out, xml->top);
    out->length -= strlen("</>") + strlen(mxmlGetElement(xml->top));
    out->bytes[out->length] = '\0';
}

void xml_put_tail(struct xml *xml, struct text *out)
{
    text_append_format(out, "\n</%s>\n", mxmlGetElement(xml->top));
    mxmlDelete(xml->top);
    text_free(&xml->ends);
    free(xml);
}

void xml_finish(struct xml *xml, struct text *out)
{
    struct text inside = {0};
    xml->open = xml->top;
    xml_flush(xml, &inside);
    xml_put_head(xml, out);
    if (inside.length > 0) {
        text_append(out, inside.bytes, inside.length);
    }
    xml_put_tail(xml, out);
    text_free(&inside);
}
