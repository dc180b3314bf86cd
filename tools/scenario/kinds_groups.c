#include "scenario/kinds_private.h"

#include "scenario/runner.h"

/* ---- groups, wherever they are ---- */

/* Those of a token, without its user, or of its device, or a list of NT's. */
struct group_list {
    const SE_SID *sids; /* with their attributes; NULL: entries */
    const uint32_t *attributes;
    const SID_AND_ATTRIBUTES *entries;
    uint32_t count;
};

struct listed_group {
    const SID *sid;
    uint32_t attributes;
};

static struct group_list device_groups_of(const struct se_claims *claims)
{
    if (!claims) {
        return (struct group_list){.count = 0};
    }
    return (struct group_list){.sids = se_claims_device_groups(claims),
                               .attributes = se_claims_device_attributes(claims),
                               .count = claims->device_group_count};
}

static struct group_list list_of(enum kind kind, const struct value *value)
{
    const struct se_token *token = value->pointer;
    const TOKEN_GROUPS *structure = value->pointer;
    switch ((int)kind) {
    case KIND_GROUPS:
        return (struct group_list){.sids = token->body->sids + 1,
                                   .attributes = token->attributes->values + 1,
                                   .count = token->body->count - 1};
    case KIND_DEVICE_GROUPS:
        return device_groups_of(token->body->claims);
    case KIND_TOKEN_GROUPS:
    case KIND_FILTER_GROUPS:
        return (struct group_list){.entries = structure->Groups, .count = structure->GroupCount};
    default:
        return (struct group_list){.entries = value->pointer, .count = (uint32_t)value->number};
    }
}

static struct listed_group group_at(const struct group_list *list, uint32_t index)
{
    if (list->sids) {
        return (struct listed_group){
            .sid = &list->sids[index].Sid,
            .attributes = list->attributes[index],
        };
    }
    return (struct listed_group){
        .sid = list->entries[index].Sid,
        .attributes = list->entries[index].Attributes,
    };
}

/* ---- comparing ---- */

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

/* The attributes of a group; false if it is not in the list. */
static bool find_group(const struct group_list *list, const SID *sid, uint32_t *attributes)
{
    for (uint32_t i = 0; i < list->count; i++) {
        struct listed_group group = group_at(list, i);
        if (rtl_sid_equal(group.sid, sid)) {
            *attributes = group.attributes;
            return true;
        }
    }
    return false;
}

/* One entry of what is expected: state is NULL in a list, where groups are enabled. */
static enum match group_match(struct runner *run, const struct node *who, const struct node *state,
                              const struct group_list *actual, uint32_t *present)
{
    enum group_state wanted = GROUP_ENABLED;
    uint32_t attributes = 0, found = 0;
    SE_SID sid;
    if (!sid_parse(run, resolved(run, who), &sid) ||
        (state && !group_attributes_parse(run, resolved(run, state), &wanted, &attributes))) {
        return MATCH_BROKEN;
    }
    if (!actual) {
        return MATCH_SAME;
    }
    if (!find_group(actual, &sid.Sid, &found)) {
        return wanted == GROUP_ABSENT ? MATCH_SAME : MATCH_DIFFERENT;
    }
    *present += 1;
    return group_is(found, wanted, attributes) ? MATCH_SAME : MATCH_DIFFERENT;
}

static enum match groups_match(struct runner *run, const struct node *node, enum kind kind,
                               const struct value *actual)
{
    struct group_list groups = {.count = 0};
    bool exactly;
    const struct node *list = without_exactly(run, node, &exactly);
    if (list->kind == NODE_SCALAR) {
        problem_kind(run, list, kind_row(kind)->description);
        return MATCH_BROKEN;
    }
    if (actual) {
        groups = list_of(kind, actual);
    }
    enum match result = MATCH_SAME;
    uint32_t present = 0;
    bool mapping = list->kind == NODE_MAPPING;
    const struct node *end = after(run, list);
    for (const struct node *who = node_first(list); who != end;) {
        const struct node *state = mapping ? who + 1 : NULL;
        enum match one = group_match(run, who, state, actual ? &groups : NULL, &present);
        result = match_combined(result, one);
        who = after(run, state ? state : who);
    }
    if (actual && exactly && present != groups.count) {
        result = match_combined(result, MATCH_DIFFERENT);
    }
    return result;
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
    struct group_list groups = list_of(kind, value);
    text_append_string(text, "{");
    for (uint32_t i = 0; i < groups.count; i++) {
        struct listed_group group = group_at(&groups, i);
        text_append_string(text, i > 0 ? ", " : "");
        sid_print(run, group.sid, text);
        text_append_format(text, ": %s", group_state_word(group.attributes));
    }
    text_append_string(text, "}");
}

/* ---- groups of a token: pointer is the token ---- */

static bool groups_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    (void)value;
    return groups_match(run, node, kind, NULL) != MATCH_BROKEN;
}

static bool lists_same(enum kind kind, const struct value *a, const struct value *b)
{
    struct group_list first = list_of(kind, a), second = list_of(kind, b);
    if (first.count != second.count) {
        return false;
    }
    for (uint32_t i = 0; i < first.count; i++) {
        struct listed_group one = group_at(&first, i), other = group_at(&second, i);
        if (one.attributes != other.attributes || !rtl_sid_equal(one.sid, other.sid)) {
            return false;
        }
    }
    return true;
}

static bool groups_same(const struct value *a, const struct value *b)
{
    return lists_same(KIND_GROUPS, a, b);
}

static bool device_groups_same(const struct value *a, const struct value *b)
{
    return lists_same(KIND_DEVICE_GROUPS, a, b);
}

const struct kind_behaviour kind_device_groups = {
    .parse = groups_parse,
    .match = groups_match,
    .print = groups_print,
    .same = device_groups_same,
};

const struct kind_behaviour kind_groups = {
    .parse = groups_parse,
    .match = groups_match,
    .print = groups_print,
    .same = groups_same,
};

/* ---- lists that calls take ---- */

/* The attributes of what is only named. */
static uint32_t listed_attributes(enum kind kind)
{
    const bool only_named = kind == KIND_FILTER_GROUPS || kind == KIND_FILTER_SIDS;
    if (kind == KIND_CAPABILITIES) {
        return SE_GROUP_ENABLED;
    }
    return only_named ? 0 : SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED;
}

static bool read_entry(struct runner *run, const struct node *who, const struct node *state,
                       enum kind kind, SID_AND_ATTRIBUTES *entry)
{
    enum group_state wanted = GROUP_ENABLED;
    uint32_t attributes = listed_attributes(kind);
    struct value sid;
    if (!inner_parse(run, resolved(run, who), KIND_SID, &sid) ||
        (state && !group_attributes_parse(run, resolved(run, state), &wanted, &attributes))) {
        return false;
    }
    if (wanted == GROUP_ABSENT) {
        return problem(run, state, "a call can be given no group that is absent");
    }
    *entry = (SID_AND_ATTRIBUTES){.Sid = unconst(sid.pointer), .Attributes = attributes};
    return true;
}

/* The structure, whose entries calls of Win32 take without it. */
static TOKEN_GROUPS *read_groups(struct runner *run, const struct node *node, enum kind kind)
{
    const bool mapping = node->kind == NODE_MAPPING;
    if (node->kind == NODE_SCALAR) {
        problem_kind(run, node, kind_row(kind)->description);
        return NULL;
    }
    TOKEN_GROUPS *groups =
        arena_alloc(&run->arena, sizeof *groups + node->count * sizeof(SID_AND_ATTRIBUTES));
    SID_AND_ATTRIBUTES *entries = groups->Groups;
    const struct node *end = after(run, node);
    for (const struct node *who = node_first(node); who != end;) {
        const struct node *state = mapping ? who + 1 : NULL;
        if (!read_entry(run, who, state, kind, &entries[groups->GroupCount++])) {
            return NULL;
        }
        who = after(run, state ? state : who);
    }
    return groups;
}

static bool token_groups_parse(struct runner *run, const struct node *node, enum kind kind,
                               struct value *value)
{
    if (node->kind == NODE_SCALAR) {
        return bound_structure_parse(run, node, kind, value);
    }
    value->pointer = read_groups(run, node, kind);
    return value->pointer != NULL;
}

const struct kind_behaviour kind_token_groups = {
    .parse = token_groups_parse,
    .match = groups_match,
    .print = groups_print,
    .same = same_pointer,
};

/* ---- the same without the structure: number is how many ---- */

static bool group_list_parse(struct runner *run, const struct node *node, enum kind kind,
                             struct value *value)
{
    const TOKEN_GROUPS *groups = read_groups(run, node, kind);
    if (!groups) {
        return false;
    }
    value->pointer = groups->Groups;
    value->number = groups->GroupCount;
    return true;
}

const struct kind_behaviour kind_group_list = {
    .parse = group_list_parse,
    .match = groups_match,
    .print = groups_print,
    .same = same_pointer,
};
