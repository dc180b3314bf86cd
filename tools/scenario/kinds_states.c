#include "scenario/kinds_private.h"

#include "scenario/lint/lint.h"
#include "scenario/runner.h"

#include <string.h>

static bool state_parse(struct runner *run, const struct node *node, enum word_space states,
                        enum kind constants, uint64_t *state, uint32_t *attributes)
{
    struct value value = {.number = 0};
    const struct word *word = node->kind == NODE_SCALAR ? word_of(run, states, node) : NULL;
    if (word) {
        *state = word->value;
        return true;
    }
    if (node->kind == NODE_SCALAR && !word_of(run, kind_row(constants)->words, node) &&
        !number_read(node, &value.number)) {
        return problem_word(run, node, states);
    }
    if (!kind_parse(run, node, constants, &value)) {
        return false;
    }
    *state = STATE_EXACT;
    *attributes = (uint32_t)value.number;
    return true;
}

bool group_attributes_parse(struct runner *run, const struct node *node, enum group_state *state,
                            uint32_t *attributes)
{
    static const uint32_t usual[] = {
        [GROUP_ENABLED] = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED,
        [GROUP_DISABLED] = 0,
        [GROUP_DENY_ONLY] = SE_GROUP_USE_FOR_DENY_ONLY,
        [GROUP_OWNER] =
            SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED | SE_GROUP_OWNER,
        [GROUP_ABSENT] = 0,
    };
    uint64_t number = 0;
    if (!state_parse(run, node, SPACE_GROUP_STATE, KIND_GROUP_ATTRIBUTES, &number, attributes)) {
        return false;
    }
    *state = (enum group_state)number;
    if (number != STATE_EXACT) {
        *attributes = usual[number];
    }
    return true;
}

bool privilege_attributes_parse(struct runner *run, const struct node *node,
                                enum privilege_state *state, uint32_t *attributes)
{
    static const uint32_t usual[] = {
        [PRIVILEGE_ENABLED] = SE_PRIVILEGE_ENABLED,
        [PRIVILEGE_DISABLED] = 0,
        [PRIVILEGE_ENABLED_BY_DEFAULT] = SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT,
        [PRIVILEGE_ABSENT] = SE_PRIVILEGE_REMOVED,
        [PRIVILEGE_REMOVED] = SE_PRIVILEGE_REMOVED,
    };
    uint64_t number = 0;
    if (!state_parse(run, node, SPACE_PRIVILEGE_STATE, KIND_PRIVILEGE_ATTRIBUTES, &number,
                     attributes)) {
        return false;
    }
    *state = (enum privilege_state)number;
    if (number != STATE_EXACT) {
        *attributes = usual[number];
    }
    return true;
}

/* ---- {exactly: ...} ---- */

const struct node *without_exactly(struct runner *run, const struct node *node, bool *exactly)
{
    bool says_so =
        node->kind == NODE_MAPPING && node->count == 1 && node_is(node_first(node), "exactly");
    *exactly = says_so || run->exactly;
    if (run->lint && !*exactly) {
        lint_part(run, node);
    }
    return says_so ? resolved(run, node_first(node) + 1) : node;
}

bool bound_structure_parse(struct runner *run, const struct node *node, enum kind kind,
                           struct value *value)
{
    struct reference reference;
    if (!names_refer_kind(run, node, NAME_STRUCTURE, &reference)) {
        return false;
    }
    const char *type = kind_row(reference.name->scalar)->name;
    if (strcmp(type, kind_row(kind)->name) != 0) {
        return problem(run, node, "expected %s, but '%s' is %s", kind_row(kind)->name, node->text,
                       type);
    }
    value->pointer = reference.object;
    return true;
}

bool bound_number_read(struct runner *run, const struct node *node, uint64_t *number)
{
    const struct name *name = node->kind == NODE_SCALAR && !node->quoted
                                  ? names_find(run, node->text, node->length, node->hash)
                                  : NULL;
    if (!name || name->kind != NAME_SCALAR || name->state != NAME_READY) {
        return false;
    }
    lint_mark(run->lint, node, MARK_NAME);
    *number = name->number;
    return true;
}

enum match match_combined(enum match whole, enum match part)
{
    return part > whole ? part : whole;
}
