/*
 * Canonical order of a DACL, as win32 "Order of ACEs in a DACL" has it: what the object itself
 * denies, what it allows, and behind that what it has inherited.
 */
#include "scenario/lint/lint.h"

#include "scenario/inside.h"

#include "rtl/acl.h"

#include <string.h>

enum position {
    POSITION_DENIED,
    POSITION_ALLOWED,
    POSITION_INHERITED,
};

static const char *const positions[] = {
    [POSITION_DENIED] = "an entry that denies",
    [POSITION_ALLOWED] = "an entry that allows",
    [POSITION_INHERITED] = "an inherited entry",
};

/* False for an entry that neither allows nor denies. */
static bool position_of(const struct rtl_ace *ace, enum position *position)
{
    switch (ace->type) {
    case ACCESS_DENIED_ACE_TYPE:
    case ACCESS_DENIED_OBJECT_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE:
        *position = POSITION_DENIED;
        break;
    case ACCESS_ALLOWED_ACE_TYPE:
    case ACCESS_ALLOWED_COMPOUND_ACE_TYPE:
    case ACCESS_ALLOWED_OBJECT_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE:
        *position = POSITION_ALLOWED;
        break;
    default:
        return false;
    }
    if (ace->flags & INHERITED_ACE) {
        *position = POSITION_INHERITED;
    }
    return true;
}

/* The number of the first entry, from 1, that stands too late; 0 for none. */
static unsigned find_late(const ACL *dacl, enum position *late, enum position *before)
{
    struct rtl_acl_cursor cursor = {.offset = 0};
    struct rtl_ace ace;
    *before = POSITION_DENIED;
    while (rtl_acl_next(dacl, &cursor, &ace)) {
        if (!position_of(&ace, late)) {
            continue;
        }
        if (*late < *before) {
            return cursor.index;
        }
        *before = *late;
    }
    return 0;
}

/* Where the entry of that number stands in a text: behind "D:", brackets inside of it left out. */
static size_t entry_offset(const char *text, unsigned number, size_t *length)
{
    unsigned depth = 0;
    bool in_dacl = text[0] == '(', quoted = false;
    size_t begin = 0;
    for (size_t at = 0; text[at]; at++) {
        quoted = quoted != (text[at] == '"');
        if (quoted) {
            continue;
        }
        if (depth == 0 && text[at + 1] == ':') {
            in_dacl = text[at] == 'D';
        }
        if (text[at] == '(' && depth++ == 0 && in_dacl) {
            begin = at;
            number--;
        } else if (text[at] == ')' && depth > 0 && --depth == 0 && in_dacl && number == 0) {
            *length = at + 1 - begin;
            return begin;
        }
    }
    *length = strlen(text);
    return 0;
}

static struct place place_of_entry(struct runner *run, const struct node *node, unsigned number,
                                   unsigned *width)
{
    if (node->kind == NODE_SCALAR) {
        size_t length;
        size_t offset = entry_offset(node->text, number, &length);
        *width = width_inside(node, offset, length);
        return place_inside(&run->main.diagnostics, node, offset);
    }
    const struct node *entry = node_first(node);
    while (--number > 0) {
        entry = after(run, entry);
    }
    *width = node_width(entry);
    return node_place(entry);
}

void lint_dacl(struct runner *run, const struct node *node, const ACL *dacl)
{
    enum position late, before;
    struct document *document = lint_document_of(run, node);
    const unsigned number =
        dacl && document && !run->lint->comparing ? find_late(dacl, &late, &before) : 0;
    if (number == 0) {
        return;
    }
    struct text message = {.bytes = NULL};
    unsigned width;
    struct place place = place_of_entry(run, node, number, &width);
    text_append_format(&message, "%s stands behind %s", positions[late], positions[before]);
    if (lint_find_at(run, document, LINT_NON_CANONICAL_DACL, place, width, message.bytes)) {
        lint_help(run, "canonical is: what is denied, what is allowed, what is inherited; if this "
                       "order is meant, write 'lint: {non-canonical-dacl: why}'");
    }
    text_free(&message);
}
