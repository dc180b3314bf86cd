#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include <stddef.h>

/* ---- states ---- */

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
        [GROUP_OWNER] = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED |
                        SE_GROUP_OWNER,
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

static bool group_is(uint32_t actual, enum group_state state, uint32_t attributes)
{
    bool deny_only = (actual & SE_GROUP_USE_FOR_DENY_ONLY) != 0;
    bool enabled = (actual & SE_GROUP_ENABLED) != 0;
    switch (state) {
    case GROUP_ENABLED:
        return enabled && !deny_only;
    case GROUP_DISABLED:
        return !enabled && !deny_only;
    case GROUP_DENY_ONLY:
        return deny_only;
    case GROUP_OWNER:
        return enabled && !deny_only && (actual & SE_GROUP_OWNER);
    case GROUP_ABSENT:
        return false;
    default:
        return actual == attributes;
    }
}

/* ---- {exactly: ...} ---- */

const struct node *without_exactly(struct runner *run, const struct node *node, bool *exactly)
{
    bool says_so = node->kind == NODE_MAPPING && node->count == 1 &&
                   node_is(node_first(node), "exactly");
    *exactly = says_so || run->exactly;
    return says_so ? resolved(run, node_first(node) + 1) : node;
}

static enum match combined(enum match whole, enum match part)
{
    return part > whole ? part : whole;
}

/* ---- groups: pointer is a token ---- */

/* The attributes of a group of the token; false if it has none of that SID. */
static bool token_group(const struct se_token *token, const SID *sid, uint32_t *attributes)
{
    for (uint32_t i = 1; i < token->body->count; i++) {
        if (rtl_sid_equal(&token->body->sids[i].Sid, sid)) {
            *attributes = token->attributes->values[i];
            return true;
        }
    }
    return false;
}

/* One entry of what is expected: state is NULL in a list, where groups are enabled. */
static enum match group_match(struct runner *run, const struct node *who, const struct node *state,
                              const struct se_token *token, uint32_t *present)
{
    enum group_state wanted = GROUP_ENABLED;
    uint32_t attributes = 0, actual = 0;
    SE_SID sid;
    if (!sid_parse(run, resolved(run, who), &sid) ||
        (state && !group_attributes_parse(run, resolved(run, state), &wanted, &attributes))) {
        return MATCH_BROKEN;
    }
    if (!token) {
        return MATCH_SAME;
    }
    if (!token_group(token, &sid.Sid, &actual)) {
        return wanted == GROUP_ABSENT ? MATCH_SAME : MATCH_DIFFERENT;
    }
    *present += 1;
    return group_is(actual, wanted, attributes) ? MATCH_SAME : MATCH_DIFFERENT;
}

static enum match groups_match(struct runner *run, const struct node *node, enum kind kind,
                               const struct value *actual)
{
    bool exactly;
    const struct se_token *token = actual ? actual->pointer : NULL;
    const struct node *list = without_exactly(run, node, &exactly);
    if (list->kind == NODE_SCALAR) {
        problem_kind(run, list, kind_row(kind)->description);
        return MATCH_BROKEN;
    }
    enum match result = MATCH_SAME;
    uint32_t present = 0;
    bool mapping = list->kind == NODE_MAPPING;
    const struct node *end = after(run, list);
    for (const struct node *who = node_first(list); who != end;) {
        const struct node *state = mapping ? who + 1 : NULL;
        result = combined(result, group_match(run, who, state, token, &present));
        who = after(run, state ? state : who);
    }
    if (token && exactly && present != token->body->count - 1) {
        result = combined(result, MATCH_DIFFERENT);
    }
    return result;
}

static bool groups_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    (void)value;
    return groups_match(run, node, kind, NULL) != MATCH_BROKEN;
}

static const char *group_state_word(uint32_t attributes)
{
    if (attributes & SE_GROUP_USE_FOR_DENY_ONLY) {
        return "deny-only";
    }
    if (!(attributes & SE_GROUP_ENABLED)) {
        return "disabled";
    }
    return attributes & SE_GROUP_OWNER ? "owner" : "enabled";
}

static void groups_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    const struct se_token *token = value->pointer;
    (void)kind;
    text_append_string(text, "{");
    for (uint32_t i = 1; i < token->body->count; i++) {
        text_append_string(text, i > 1 ? ", " : "");
        sid_print(run, &token->body->sids[i].Sid, text);
        text_append_format(text, ": %s", group_state_word(token->attributes->values[i]));
    }
    text_append_string(text, "}");
}

static bool groups_same(const struct value *a, const struct value *b)
{
    const struct se_token *first = a->pointer, *second = b->pointer;
    if (first->body->count != second->body->count) {
        return false;
    }
    for (uint32_t i = 1; i < first->body->count; i++) {
        if (first->attributes->values[i] != second->attributes->values[i] ||
            !rtl_sid_equal(&first->body->sids[i].Sid, &second->body->sids[i].Sid)) {
            return false;
        }
    }
    return true;
}

const struct kind_behaviour kind_groups = {
    .parse = groups_parse,
    .match = groups_match,
    .print = groups_print,
    .same = groups_same,
};

/* ---- privileges: pointer is a token ---- */

static uint32_t token_privilege(const struct se_token *token, uint32_t privilege)
{
    uint64_t bit = SE_PRIVILEGE_BIT(privilege);
    if (!(token->present & bit)) {
        return SE_PRIVILEGE_REMOVED;
    }
    return (token->enabled & bit ? SE_PRIVILEGE_ENABLED : 0) |
           (token->enabled_by_default & bit ? SE_PRIVILEGE_ENABLED_BY_DEFAULT : 0);
}

static bool privilege_is(uint32_t actual, enum privilege_state state, uint32_t attributes)
{
    const uint32_t both = SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT;
    bool there = !(actual & SE_PRIVILEGE_REMOVED);
    switch (state) {
    case PRIVILEGE_ENABLED:
        return there && (actual & SE_PRIVILEGE_ENABLED);
    case PRIVILEGE_DISABLED:
        return there && !(actual & SE_PRIVILEGE_ENABLED);
    case PRIVILEGE_ENABLED_BY_DEFAULT:
        return there && (actual & both) == both;
    case PRIVILEGE_ABSENT:
    case PRIVILEGE_REMOVED:
        return !there;
    default:
        return actual == attributes;
    }
}

static enum match privilege_match(struct runner *run, const struct node *key,
                                  const struct se_token *token, uint64_t *present)
{
    const struct node *name = resolved(run, key);
    const struct word *word = name->kind == NODE_SCALAR ? word_of(run, SPACE_PRIVILEGE, name)
                                                        : NULL;
    enum privilege_state wanted;
    uint32_t attributes = 0;
    if (!word) {
        problem_word(run, name, SPACE_PRIVILEGE);
        return MATCH_BROKEN;
    }
    if (!privilege_attributes_parse(run, resolved(run, key + 1), &wanted, &attributes)) {
        return MATCH_BROKEN;
    }
    if (!token) {
        return MATCH_SAME;
    }
    *present |= SE_PRIVILEGE_BIT(word->value);
    return privilege_is(token_privilege(token, word->value), wanted, attributes) ? MATCH_SAME
                                                                                : MATCH_DIFFERENT;
}

static enum match privileges_match(struct runner *run, const struct node *node, enum kind kind,
                                   const struct value *actual)
{
    bool exactly;
    const struct se_token *token = actual ? actual->pointer : NULL;
    const struct node *list = without_exactly(run, node, &exactly);
    if (list->kind != NODE_MAPPING) {
        problem_kind(run, list, kind_row(kind)->description);
        return MATCH_BROKEN;
    }
    enum match result = MATCH_SAME;
    uint64_t present = 0;
    const struct node *end = after(run, list);
    for (const struct node *key = node_first(list); key != end; key = after(run, key + 1)) {
        result = combined(result, privilege_match(run, key, token, &present));
    }
    if (token && exactly && (token->present & ~present)) {
        result = combined(result, MATCH_DIFFERENT);
    }
    return result;
}

static bool privileges_parse(struct runner *run, const struct node *node, enum kind kind,
                             struct value *value)
{
    (void)value;
    return privileges_match(run, node, kind, NULL) != MATCH_BROKEN;
}

static void print_privilege(uint32_t privilege, uint32_t attributes, const char *separator,
                            struct text *text)
{
    text_append_format(text, "%s%s: %s", separator, se_privilege_name((LONG)privilege),
                       attributes & SE_PRIVILEGE_ENABLED ? "enabled" : "disabled");
}

static void privileges_print(struct runner *run, enum kind kind, const struct value *value,
                             struct text *text)
{
    const struct se_token *token = value->pointer;
    const char *separator = "";
    (void)run;
    (void)kind;
    text_append_string(text, "{");
    for (uint32_t i = SE_PRIVILEGE_FIRST; i <= SE_PRIVILEGE_LAST; i++) {
        if (token->present & SE_PRIVILEGE_BIT(i)) {
            print_privilege(i, token_privilege(token, i), separator, text);
            separator = ", ";
        }
    }
    text_append_string(text, "}");
}

static bool privileges_same(const struct value *a, const struct value *b)
{
    const struct se_token *first = a->pointer, *second = b->pointer;
    return first->present == second->present && first->enabled == second->enabled &&
           first->enabled_by_default == second->enabled_by_default;
}

const struct kind_behaviour kind_privileges = {
    .parse = privileges_parse,
    .match = privileges_match,
    .print = privileges_print,
    .same = privileges_same,
};

/* ---- TOKEN_PRIVILEGES, as a call takes and gives it ---- */

/* What an earlier call gave as PreviousState can be given back as NewState. */
static bool bound_state_parse(struct runner *run, const struct node *node, struct value *value)
{
    struct reference reference;
    if (!names_refer_kind(run, node, NAME_PRIVILEGES, &reference)) {
        return false;
    }
    value->pointer = reference.object;
    return true;
}

static bool new_state_parse(struct runner *run, const struct node *node, enum kind kind,
                            struct value *value)
{
    if (node->kind == NODE_SCALAR) {
        return bound_state_parse(run, node, value);
    }
    if (node->kind != NODE_MAPPING) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    TOKEN_PRIVILEGES *state =
        arena_alloc(&run->arena, sizeof *state + node->count * sizeof(LUID_AND_ATTRIBUTES));
    LUID_AND_ATTRIBUTES *entries = state->Privileges;
    const struct node *end = after(run, node);
    for (const struct node *key = node_first(node); key != end; key = after(run, key + 1)) {
        const struct node *name = resolved(run, key);
        const struct word *word =
            name->kind == NODE_SCALAR ? word_of(run, SPACE_PRIVILEGE, name) : NULL;
        enum privilege_state wanted;
        LUID_AND_ATTRIBUTES *entry = &entries[state->PrivilegeCount++];
        if (!word) {
            return problem_word(run, name, SPACE_PRIVILEGE);
        }
        if (!privilege_attributes_parse(run, resolved(run, key + 1), &wanted,
                                        &entry->Attributes)) {
            return false;
        }
        entry->Luid.LowPart = word->value;
    }
    value->pointer = state;
    return true;
}

/* Sets that came back are compared whole: a token's worth of privileges. */
static struct se_token as_token(const TOKEN_PRIVILEGES *state)
{
    struct se_token token = {.present = 0};
    const LUID_AND_ATTRIBUTES *entries = state->Privileges;
    for (DWORD i = 0; i < state->PrivilegeCount; i++) {
        uint64_t bit = SE_PRIVILEGE_BIT(entries[i].Luid.LowPart & 63);
        token.present |= bit;
        token.enabled |= entries[i].Attributes & SE_PRIVILEGE_ENABLED ? bit : 0;
        token.enabled_by_default |=
            entries[i].Attributes & SE_PRIVILEGE_ENABLED_BY_DEFAULT ? bit : 0;
    }
    return token;
}

static enum match new_state_match(struct runner *run, const struct node *node, enum kind kind,
                                  const struct value *actual)
{
    if (!actual) {
        return privileges_match(run, node, kind, NULL);
    }
    struct se_token token = as_token(actual->pointer);
    return privileges_match(run, node, kind, &(struct value){.pointer = &token});
}

static void new_state_print(struct runner *run, enum kind kind, const struct value *value,
                            struct text *text)
{
    struct se_token token = as_token(value->pointer);
    privileges_print(run, kind, &(struct value){.pointer = &token}, text);
}

const struct kind_behaviour kind_new_state = {
    .parse = new_state_parse,
    .match = new_state_match,
    .print = new_state_print,
    .same = same_pointer,
};
