#include "scenario/kinds_private.h"

#include "scenario/runner.h"

#include "rtl/luid.h"

/* ---- privileges, wherever they are ---- */

/* Those of a token, or a list of NT's. */
struct privilege_list {
    const struct se_token *token; /* NULL: entries */
    const LUID_AND_ATTRIBUTES *entries;
    uint32_t count; /* of entries */
};

static struct privilege_list list_of(enum kind kind, const struct value *value)
{
    const TOKEN_PRIVILEGES *structure = value->pointer;
    const PRIVILEGE_SET *set = value->pointer;
    switch ((int)kind) {
    case KIND_PRIVILEGES:
        return (struct privilege_list){.token = value->pointer};
    case KIND_NEW_STATE:
    case KIND_TOKEN_PRIVILEGES:
        return (struct privilege_list){
            .entries = structure->Privileges,
            .count = structure->PrivilegeCount,
        };
    case KIND_PRIVILEGE_SET:
        return (struct privilege_list){.entries = set->Privilege, .count = set->PrivilegeCount};
    default:
        return (struct privilege_list){
            .entries = value->pointer,
            .count = (uint32_t)value->number,
        };
    }
}

static uint32_t token_privilege(const struct se_token *token, uint32_t privilege)
{
    uint64_t bit = SE_PRIVILEGE_BIT(privilege);
    if (!(token->present & bit)) {
        return SE_PRIVILEGE_REMOVED;
    }
    return (token->enabled & bit ? SE_PRIVILEGE_ENABLED : 0) |
           (token->enabled_by_default & bit ? SE_PRIVILEGE_ENABLED_BY_DEFAULT : 0);
}

/* Its attributes; SE_PRIVILEGE_REMOVED if it is not there. */
static uint32_t find_privilege(const struct privilege_list *list, uint32_t privilege)
{
    if (list->token) {
        return token_privilege(list->token, privilege);
    }
    for (uint32_t i = 0; i < list->count; i++) {
        if (rtl_luid_value(list->entries[i].Luid) == privilege) {
            return list->entries[i].Attributes;
        }
    }
    return SE_PRIVILEGE_REMOVED;
}

/* How many there are. */
static uint32_t count_privileges(const struct privilege_list *list)
{
    uint32_t count = list->count;
    for (uint64_t rest = list->token ? list->token->present : 0; rest != 0; rest &= rest - 1) {
        count++;
    }
    return count;
}

/* ---- comparing ---- */

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
                                  const struct privilege_list *actual, uint32_t *present)
{
    const struct node *name = resolved(run, key);
    const struct word *word =
        name->kind == NODE_SCALAR ? word_of(run, SPACE_PRIVILEGE, name) : NULL;
    enum privilege_state wanted;
    uint32_t attributes = 0;
    if (!word) {
        problem_word(run, name, SPACE_PRIVILEGE);
        return MATCH_BROKEN;
    }
    if (!privilege_attributes_parse(run, resolved(run, key + 1), &wanted, &attributes)) {
        return MATCH_BROKEN;
    }
    if (!actual) {
        return MATCH_SAME;
    }
    uint32_t found = find_privilege(actual, word->value);
    *present += !(found & SE_PRIVILEGE_REMOVED);
    return privilege_is(found, wanted, attributes) ? MATCH_SAME : MATCH_DIFFERENT;
}

static enum match privileges_match(struct runner *run, const struct node *node, enum kind kind,
                                   const struct value *actual)
{
    struct privilege_list privileges = {.count = 0};
    bool exactly;
    const struct node *list = without_exactly(run, node, &exactly);
    if (list->kind != NODE_MAPPING) {
        problem_kind(run, list, kind_row(kind)->description);
        return MATCH_BROKEN;
    }
    if (actual) {
        privileges = list_of(kind, actual);
    }
    enum match result = MATCH_SAME;
    uint32_t present = 0;
    const struct node *end = after(run, list);
    for (const struct node *key = node_first(list); key != end; key = after(run, key + 1)) {
        enum match one = privilege_match(run, key, actual ? &privileges : NULL, &present);
        result = match_combined(result, one);
    }
    if (actual && exactly && present != count_privileges(&privileges)) {
        result = match_combined(result, MATCH_DIFFERENT);
    }
    return result;
}

static void print_privilege(struct runner *run, uint64_t privilege, uint32_t attributes,
                            const char **separator, struct text *text)
{
    const uint32_t usual = SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT;
    const char *name = privilege <= SE_PRIVILEGE_LAST ? se_privilege_name((LONG)privilege) : NULL;
    text_append_string(text, *separator);
    *separator = ", ";
    if (name) {
        text_append_format(text, "%s: ", name);
    } else {
        text_append_format(text, "%llu: ", (unsigned long long)privilege);
    }
    if (attributes & ~usual) {
        kind_print(run, KIND_PRIVILEGE_ATTRIBUTES, &(struct value){.number = attributes}, text);
    } else {
        text_append_string(text, attributes & SE_PRIVILEGE_ENABLED ? "enabled" : "disabled");
    }
}

static void privileges_print(struct runner *run, enum kind kind, const struct value *value,
                             struct text *text)
{
    struct privilege_list list = list_of(kind, value);
    const char *separator = "";
    text_append_string(text, "{");
    for (uint32_t i = SE_PRIVILEGE_FIRST; list.token && i <= SE_PRIVILEGE_LAST; i++) {
        if (list.token->present & SE_PRIVILEGE_BIT(i)) {
            print_privilege(run, i, token_privilege(list.token, i), &separator, text);
        }
    }
    for (uint32_t i = 0; i < list.count; i++) {
        const LUID_AND_ATTRIBUTES *entry = &list.entries[i];
        print_privilege(run, rtl_luid_value(entry->Luid), entry->Attributes, &separator, text);
    }
    text_append_string(text, "}");
}

/* ---- privileges of a token: pointer is the token ---- */

static bool privileges_parse(struct runner *run, const struct node *node, enum kind kind,
                             struct value *value)
{
    (void)value;
    return privileges_match(run, node, kind, NULL) != MATCH_BROKEN;
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

/* ---- lists that calls take ---- */

/* A privilege by name, or the number of one that need not exist. */
static bool privilege_parse(struct runner *run, const struct node *node, enum kind kind,
                            struct value *value)
{
    const struct word *word =
        node->kind == NODE_SCALAR ? word_of(run, SPACE_PRIVILEGE, node) : NULL;
    (void)kind;
    if (word) {
        value->number = word->value;
        return true;
    }
    return number_read(node, &value->number) || bound_number_read(run, node, &value->number) ||
           problem_word(run, node, SPACE_PRIVILEGE);
}

static void privilege_print(struct runner *run, enum kind kind, const struct value *value,
                            struct text *text)
{
    const char *name =
        value->number <= SE_PRIVILEGE_LAST ? se_privilege_name((LONG)value->number) : NULL;
    (void)run;
    (void)kind;
    if (name) {
        text_append_string(text, name);
    } else {
        text_append_format(text, "%llu", (unsigned long long)value->number);
    }
}

const struct kind_behaviour kind_privilege = {.parse = privilege_parse, .print = privilege_print};

static bool read_entry(struct runner *run, const struct node *who, const struct node *state,
                       LUID_AND_ATTRIBUTES *entry)
{
    struct value privilege = {.number = 0};
    enum privilege_state wanted;
    uint32_t attributes = 0;
    if (!privilege_parse(run, resolved(run, who), KIND_PRIVILEGE, &privilege) ||
        (state && !privilege_attributes_parse(run, resolved(run, state), &wanted, &attributes))) {
        return false;
    }
    *entry = (LUID_AND_ATTRIBUTES){
        .Luid = rtl_luid_from(privilege.number),
        .Attributes = attributes,
    };
    return true;
}

/* As many entries as the node has; the attributes of what a list only names are 0. */
static bool read_entries(struct runner *run, const struct node *node, LUID_AND_ATTRIBUTES *entries)
{
    const bool mapping = node->kind == NODE_MAPPING;
    const struct node *end = after(run, node);
    for (const struct node *who = node_first(node); who != end;) {
        const struct node *state = mapping ? who + 1 : NULL;
        if (!read_entry(run, who, state, entries++)) {
            return false;
        }
        who = after(run, state ? state : who);
    }
    return true;
}

/* NULL if something is wrong, which has been said. */
static TOKEN_PRIVILEGES *read_structure(struct runner *run, const struct node *node, enum kind kind)
{
    const bool list = node->kind == NODE_SEQUENCE && kind != KIND_NEW_STATE;
    if (node->kind != NODE_MAPPING && !list) {
        problem_kind(run, node, kind_row(kind)->description);
        return NULL;
    }
    TOKEN_PRIVILEGES *structure =
        arena_alloc(&run->arena, sizeof *structure + node->count * sizeof(LUID_AND_ATTRIBUTES));
    structure->PrivilegeCount = node->count;
    return read_entries(run, node, structure->Privileges) ? structure : NULL;
}

static bool token_privileges_parse(struct runner *run, const struct node *node, enum kind kind,
                                   struct value *value)
{
    if (node->kind == NODE_SCALAR) {
        return bound_structure_parse(run, node, KIND_NEW_STATE, value);
    }
    value->pointer = read_structure(run, node, kind);
    return value->pointer != NULL;
}

const struct kind_behaviour kind_token_privileges = {
    .parse = token_privileges_parse,
    .match = privileges_match,
    .print = privileges_print,
    .same = same_pointer,
};

/* ---- the same without the structure: number is how many ---- */

static bool privilege_list_parse(struct runner *run, const struct node *node, enum kind kind,
                                 struct value *value)
{
    const TOKEN_PRIVILEGES *structure = read_structure(run, node, kind);
    if (!structure) {
        return false;
    }
    value->pointer = structure->Privileges;
    value->number = structure->PrivilegeCount;
    return true;
}

const struct kind_behaviour kind_privilege_list = {
    .parse = privilege_list_parse,
    .match = privileges_match,
    .print = privileges_print,
    .same = same_pointer,
};

/* ---- what a privilege check is asked about ---- */

static PRIVILEGE_SET *read_set(struct runner *run, const struct node *list, uint64_t control)
{
    if (list->kind != NODE_SEQUENCE) {
        problem_kind(run, list, "a list of privileges");
        return NULL;
    }
    PRIVILEGE_SET *set =
        arena_alloc(&run->arena, sizeof *set + list->count * sizeof(LUID_AND_ATTRIBUTES));
    set->PrivilegeCount = list->count;
    set->Control = (DWORD)control;
    return read_entries(run, list, set->Privilege) ? set : NULL;
}

static bool privilege_set_parse(struct runner *run, const struct node *node, enum kind kind,
                                struct value *value)
{
    struct keyed keys;
    struct value control = {.number = 0};
    const struct node *list = node;
    if (node->kind == NODE_SCALAR) {
        return bound_structure_parse(run, node, kind, value);
    }
    if (node->kind == NODE_MAPPING) {
        if (!keys_collect(run, node, SPACE_PRIVILEGE_SET, &keys)) {
            return false;
        }
        const struct node *wanted = key_value(keys, PRIVILEGE_SET, Control);
        list = key_value(keys, PRIVILEGE_SET, Privileges);
        if (!list) {
            return problem(run, node, "a set of privileges needs 'Privileges'");
        }
        if (wanted && !kind_parse(run, wanted, KIND_PRIVILEGE_CONTROL, &control)) {
            return false;
        }
    }
    value->pointer = read_set(run, list, control.number);
    return value->pointer != NULL;
}

const struct kind_behaviour kind_privilege_set = {
    .parse = privilege_set_parse,
    .match = privileges_match,
    .print = privileges_print,
    .same = same_pointer,
};
