/* Do two files say the same? */
#include "ntsrm/edit/canonical.h"

#include "scenario/keys.h"

#include <stdlib.h>
#include <string.h>

struct comparison {
    const struct nodes *a, *b;
};

static bool nodes_agree(const struct comparison *comparison, const struct node *a,
                        const struct node *b, bool document, bool steps);

/* A key of several lines can only be written in quotes. */
static bool scalars_agree(const struct node *a, const struct node *b)
{
    return (a->quoted == b->quoted || memchr(a->text, '\n', a->length) != NULL) &&
           a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

static const struct node *key_find(const struct nodes *nodes, const struct node *mapping,
                                   const struct node *wanted)
{
    const struct node *end = node_end(nodes, mapping);
    for (const struct node *key = node_first(mapping); key != end;
         key = node_next(nodes, key + 1)) {
        if (key->length == wanted->length && memcmp(key->text, wanted->text, key->length) == 0) {
            return key;
        }
    }
    return NULL;
}

/* More keys are not all known. */
static bool may_move(const struct node *node)
{
    return node->kind == NODE_MAPPING && node->count <= KEYS_LIMIT;
}

/* Of scenarios and steps, whose keys may have moved. */
static bool sets_agree(const struct comparison *comparison, const struct node *a,
                       const struct node *b, bool document)
{
    const struct node *end = node_end(comparison->a, a);
    for (const struct node *key = node_first(a); key != end;
         key = node_next(comparison->a, key + 1)) {
        const struct node *other = key_find(comparison->b, b, key);
        bool steps = document && node_is(key, key_at(KEY_DOCUMENT_steps)->text);
        if (other == NULL || !nodes_agree(comparison, key + 1, other + 1, false, steps)) {
            return false;
        }
    }
    return true;
}

static bool lists_agree(const struct comparison *comparison, const struct node *a,
                        const struct node *b, bool steps)
{
    const struct node *end = node_end(comparison->a, a);
    const struct node *other = node_first(b);
    for (const struct node *child = node_first(a); child != end;
         child = node_next(comparison->a, child)) {
        bool set =
            steps && may_move(child) && other->kind == NODE_MAPPING && child->count == other->count;
        if (!(set ? sets_agree(comparison, child, other, false)
                  : nodes_agree(comparison, child, other, false, false))) {
            return false;
        }
        other = node_next(comparison->b, other);
    }
    return true;
}

static bool nodes_agree(const struct comparison *comparison, const struct node *a,
                        const struct node *b, bool document, bool steps)
{
    if (a->kind != b->kind || a->count != b->count) {
        return false;
    }
    if (a->kind == NODE_SCALAR) {
        return scalars_agree(a, b);
    }
    return document && may_move(a) ? sets_agree(comparison, a, b, true)
                                   : lists_agree(comparison, a, b, steps);
}

/* ---- comments ---- */

struct line_text {
    const char *bytes;
    size_t length;
};

static int compare_texts(const void *a, const void *b)
{
    const struct line_text *x = a, *y = b;
    size_t least = x->length < y->length ? x->length : y->length;
    int order = least > 0 ? memcmp(x->bytes, y->bytes, least) : 0;
    return order != 0 ? order : (x->length > y->length) - (x->length < y->length);
}

static struct line_text *comments_sorted(const struct manuscript *manuscript)
{
    struct line_text *texts = memory_resize(NULL, (manuscript->comment_count + 1) * sizeof *texts);
    for (uint32_t i = 0; i < manuscript->comment_count; i++) {
        const struct comment *comment = &manuscript->comment[i];
        texts[i] = (struct line_text){.bytes = manuscript->bytes + comment->start,
                                      .length = comment->end - comment->start};
    }
    qsort(texts, manuscript->comment_count, sizeof *texts, compare_texts);
    return texts;
}

static bool comments_agree(const struct manuscript *a, const struct manuscript *b)
{
    if (a->comment_count != b->comment_count) {
        return false;
    }
    struct line_text *of_a = comments_sorted(a), *of_b = comments_sorted(b);
    bool same = true;
    for (uint32_t i = 0; i < a->comment_count && same; i++) {
        same = compare_texts(&of_a[i], &of_b[i]) == 0;
    }
    free(of_a);
    free(of_b);
    return same;
}

bool manuscripts_agree(const struct manuscript *a, const struct manuscript *b)
{
    struct comparison comparison = {.a = &a->nodes, .b = &b->nodes};
    if (a->nodes.root_count != b->nodes.root_count) {
        return false;
    }
    for (uint32_t i = 0; i < a->nodes.root_count; i++) {
        if (!nodes_agree(&comparison, node_root(&a->nodes, i), node_root(&b->nodes, i), true,
                         false)) {
            return false;
        }
    }
    return comments_agree(a, b);
}
