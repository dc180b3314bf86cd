#include "scenario/kinds.h"

#include "scenario/kinds_private.h"
#include "scenario/runner.h"

#include <assert.h>

static const struct kind_row rows[] = {
#define KIND(id, kind_name, word_space, is_pointer, how, text) \
    [KIND_##id] = {.name = (kind_name),                        \
                   .description = (text),                      \
                   .words = (word_space),                      \
                   .pointer = (is_pointer),                    \
                   .behaviour = &kind_##how},
#include "scenario/kinds.def"
};

const struct kind_row *kind_row(enum kind kind)
{
    assert(kind < KIND_COUNT);
    return &rows[kind];
}

bool kind_parse(struct runner *run, const struct node *node, enum kind kind, struct value *value)
{
    *value = (struct value){.number = 0};
    return rows[kind].behaviour->parse(run, node, kind, value);
}

enum match kind_match(struct runner *run, const struct node *node, enum kind kind,
                      const struct value *actual)
{
    if (rows[kind].behaviour->match) {
        return rows[kind].behaviour->match(run, node, kind, actual);
    }
    struct value expected;
    if (!kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || expected.number == actual->number ? MATCH_SAME : MATCH_DIFFERENT;
}

void kind_print(struct runner *run, enum kind kind, const struct value *value, struct text *text)
{
    rows[kind].behaviour->print(run, kind, value, text);
}

bool kind_same(enum kind kind, const struct value *a, const struct value *b)
{
    return rows[kind].behaviour->same ? rows[kind].behaviour->same(a, b) : a->number == b->number;
}
