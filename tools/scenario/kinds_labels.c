#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include "rtl/integrity.h"

/* A level, or a SID, which may be that of none: what TokenIntegrityLevel and labels are set to. */
static bool kind_label_parse(struct runner *run, const struct node *node, enum kind kind,
                             struct value *value)
{
    const struct word *word =
        node->kind == NODE_SCALAR ? word_of(run, kind_row(kind)->words, node) : NULL;
    uint64_t level = word ? word->value : 0;
    SE_SID *sid = arena_alloc(&run->arena, sizeof *sid);
    *value = (struct value){.number = SE_GROUP_INTEGRITY, .pointer = sid};
    if (!word && !number_read(node, &level)) {
        return sid_parse(run, node, sid);
    }
    rtl_integrity_to_sid((ULONG)level, sid);
    return true;
}

static enum match kind_label_match(struct runner *run, const struct node *node, enum kind kind,
                                   const struct value *actual)
{
    struct value expected;
    if (!kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || rtl_sid_equal(expected.pointer, actual->pointer) ? MATCH_SAME
                                                                       : MATCH_DIFFERENT;
}

static void kind_label_print(struct runner *run, enum kind kind, const struct value *value,
                             struct text *text)
{
    const SID *sid = value->pointer;
    ULONG level;
    (void)kind;
    if (rtl_integrity_from_sid(sid, &level)) {
        kind_print(run, KIND_INTEGRITY, &(struct value){.number = level}, text);
    } else {
        sid_print(run, sid, text);
    }
}

const struct kind_behaviour kind_label = {
    .parse = kind_label_parse,
    .match = kind_label_match,
    .print = kind_label_print,
    .same = same_pointer,
};
