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

/* ---- trust labels: the number is type and level, 0 for none ---- */

static bool trust_parse(struct runner *run, const struct node *node, enum kind kind,
                        struct value *value)
{
    static const SID header = {.Revision = SID_REVISION,
                               .SubAuthorityCount = 2,
                               .IdentifierAuthority = SECURITY_PROCESS_TRUST_AUTHORITY};
    SE_SID sid;
    if (node_is(node, "NULL") && !node->quoted) {
        value->number = 0;
        return true;
    }
    if (!sid_parse(run, node, &sid)) {
        return false;
    }
    if (rtl_sid_part(&sid.Sid, 0) != rtl_sid_part(&header, 0)) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    value->number = (uint64_t)rtl_sid_sub_authority(&sid.Sid, 0) << 32 | rtl_sid_last(&sid.Sid);
    return true;
}

static void trust_print(struct runner *run, enum kind kind, const struct value *value,
                        struct text *text)
{
    (void)run;
    (void)kind;
    if (value->number == 0) {
        text_append_string(text, "NULL");
    } else {
        text_append_format(text, "S-1-19-%u-%u", (unsigned)(value->number >> 32),
                           (unsigned)(uint32_t)value->number);
    }
}

const struct kind_behaviour kind_trust = {.parse = trust_parse, .print = trust_print};
