/*
 * XML, written by a library from a tree that is made from the outside to the inside.
 *
 *   struct xml *xml = xml_new("testsuites");
 *   xml_begin(xml, "testsuite");
 *   xml_set(xml, "name", path);
 *   xml_end(xml);
 *   xml_finish(xml, &out);
 *
 * An element holds either elements, each on a line of its own, or text. Whatever a terminal must
 * not see, and what XML cannot have, is shown escaped. The same bytes come out whichever version of
 * the library is there. What cannot be had (memory) ends the program.
 */
#ifndef NTSRM_TOOLS_NTSRM_XML_H
#define NTSRM_TOOLS_NTSRM_XML_H

#include "scenario/text.h"

struct xml;

/* A document with its outermost element, which is open. */
struct xml *xml_new(const char *element);

/* Opens an element inside of the open one. */
void xml_begin(struct xml *xml, const char *element);
/* Closes the open one, unless it is the outermost. */
void xml_end(struct xml *xml);

/* Gives the open element an attribute. */
void xml_set(struct xml *xml, const char *attribute, const char *value);
void xml_set_number(struct xml *xml, const char *attribute, long long value);

/* Gives the open element its text. */
void xml_put(struct xml *xml, const char *words);
/* The same; line breaks stay what they are. */
void xml_put_lines(struct xml *xml, const char *lines);

/* An element with text. */
void xml_put_element(struct xml *xml, const char *element, const char *words);

/*
 * Appends what is inside of the outermost element, and empties it. The open one is the outermost,
 * or directly inside of it and holds elements: then its end follows in a later call, and it may get
 * further elements until then.
 */
void xml_flush(struct xml *xml, struct text *inside);

/* The begin of the outermost element; what was flushed comes after it. */
void xml_put_head(struct xml *xml, struct text *out);
/* The end of it; frees the document. */
void xml_put_tail(struct xml *xml, struct text *out);

/* All of the document, if nothing was flushed, and frees it. */
void xml_finish(struct xml *xml, struct text *out);

#endif
