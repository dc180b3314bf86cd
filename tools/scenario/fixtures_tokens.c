#include "scenario/fixtures.h"

#include "scenario/kinds_private.h"
#include "scenario/limits.h"
#include "scenario/runner.h"

#include "rtl/luid.h"

#include <string.h>

/* ---- lists ---- */

static bool add_group(struct runner *run, const struct node *who, const struct node *state)
{
    enum group_state wanted = GROUP_ENABLED;
    uint32_t attributes = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED;
    SE_SID sid;
    if (!sid_parse(run, resolved(run, who), &sid) ||
        (state && !group_attributes_parse(run, resolved(run, state), &wanted, &attributes))) {
        return false;
    }
    if (wanted == GROUP_ABSENT) {
        se_design_remove_group(&run->design, &sid.Sid);
    } else {
        se_design_set_group(&run->design, &sid.Sid, attributes);
    }
    return true;
}

static bool add_groups(struct runner *run, const struct node *node)
{
    if (!node) {
        return true;
    }
    if (node->kind == NODE_SCALAR) {
        return problem_kind(run, node, kind_row(KIND_GROUPS)->description);
    }
    if (node->count > GROUPS_LIMIT) {
        return problem(run, node, "a token has at most %u groups", GROUPS_LIMIT);
    }
    bool right = true, mapping = node->kind == NODE_MAPPING;
    const struct node *end = after(run, node);
    for (const struct node *who = node_first(node); who != end;) {
        const struct node *state = mapping ? who + 1 : NULL;
        right = add_group(run, who, state) && right;
        who = after(run, state ? state : who);
    }
    return right;
}

static bool add_privilege(struct runner *run, const struct node *key, const struct node *value)
{
    const struct node *name = resolved(run, key);
    const struct word *word =
        name->kind == NODE_SCALAR ? word_of(run, SPACE_PRIVILEGE, name) : NULL;
    enum privilege_state state;
    uint32_t attributes;
    if (!word) {
        return problem_word(run, name, SPACE_PRIVILEGE);
    }
    if (!privilege_attributes_parse(run, value, &state, &attributes)) {
        return false;
    }
    se_design_set_privilege(&run->design, (LONG)word->value, attributes);
    return true;
}

/* Groups may stand in a list; privileges have a state. */
static bool refuse_privileges(struct runner *run, const struct node *node)
{
    const struct node *first = node_first(node);
    problem_kind(run, node, kind_row(KIND_PRIVILEGES)->description);
    if (node->kind == NODE_SEQUENCE && node->count > 0 && first->kind == NODE_SCALAR &&
        word_of(run, SPACE_PRIVILEGE, first)) {
        problem_help(run, "write '{%s: enabled}'", first->text);
    }
    return false;
}

static bool add_privileges(struct runner *run, const struct node *node)
{
    bool right = !node || node->kind == NODE_MAPPING;
    return right ? fixtures_each(run, node, add_privilege) : refuse_privileges(run, node);
}

static bool add_sids(struct runner *run, const struct node *node, struct se_sid_list *list)
{
    struct value value;
    if (!node) {
        return true;
    }
    if (node->kind == NODE_SEQUENCE && node->count > GROUPS_LIMIT) {
        return problem(run, node, "a token has at most %u of these SIDs", GROUPS_LIMIT);
    }
    if (!kind_parse(run, node, KIND_SIDS, &value)) {
        return false;
    }
    const SE_SID *sids = value.pointer;
    list->count = 0;
    for (uint64_t i = 0; i < value.number; i++) {
        se_sid_list_add(list, &sids[i].Sid, SE_GROUP_MANDATORY | SE_GROUP_ENABLED);
    }
    return true;
}

static bool add_lists(struct runner *run, const struct keyed *keys)
{
    bool right = add_groups(run, key_value(*keys, TOKEN, groups));
    right = add_privileges(run, key_value(*keys, TOKEN, privileges)) && right;
    right =
        add_sids(run, key_value(*keys, TOKEN, restricting_sids), &run->design.restricting) && right;
    return add_sids(run, key_value(*keys, TOKEN, capabilities), &run->design.capabilities) && right;
}

/* ---- single values ---- */

static bool read_sid(struct runner *run, const struct node *node, SE_SID *sid, bool *there)
{
    if (!node) {
        return true;
    }
    *there = sid_parse(run, node, sid);
    return *there;
}

static bool add_identity(struct runner *run, const struct keyed *keys)
{
    struct se_design *design = &run->design;
    const struct node *user = key_value(*keys, TOKEN, user);
    struct value value;
    bool right = true;
    if (user) {
        right = kind_parse(run, user, KIND_USER, &value);
        if (right) {
            se_design_set_user(design, value.pointer, (uint32_t)value.number);
        }
    }
    right =
        read_sid(run, key_value(*keys, TOKEN, owner), &design->owner, &design->has_owner) && right;
    right = read_sid(run, key_value(*keys, TOKEN, primary_group), &design->primary_group,
                     &design->has_primary_group) &&
            right;
    return read_sid(run, key_value(*keys, TOKEN, package), &design->package,
                    &design->has_package) &&
           right;
}

static bool add_number(struct runner *run, const struct node *node, enum kind kind,
                       uint64_t *number)
{
    struct value value;
    if (!node) {
        return true;
    }
    if (!kind_parse(run, node, kind, &value)) {
        return false;
    }
    *number = value.number;
    return true;
}

static bool add_flag(struct runner *run, const struct node *node, bool *flag)
{
    uint64_t number = *flag;
    bool right = add_number(run, node, KIND_BOOLEAN, &number);
    *flag = number != 0;
    return right;
}

static bool add_numbers(struct runner *run, const struct keyed *keys)
{
    struct se_design *design = &run->design;
    const struct node *level = key_value(*keys, TOKEN, level);
    uint64_t type = level ? TokenImpersonation : design->type, levels = design->level;
    uint64_t elevation = design->elevation, integrity = design->integrity;
    uint64_t policy_bits = design->mandatory_policy, session = design->SessionId;
    uint64_t expiration = (uint64_t)design->expiration;
    bool right = add_number(run, level, KIND_LEVEL, &levels);
    right = add_number(run, key_value(*keys, TOKEN, type), KIND_TOKEN_TYPE, &type) && right;
    right =
        add_number(run, key_value(*keys, TOKEN, elevation), KIND_ELEVATION, &elevation) && right;
    right =
        add_number(run, key_value(*keys, TOKEN, integrity), KIND_INTEGRITY, &integrity) && right;
    right = add_number(run, key_value(*keys, TOKEN, mandatory_policy), KIND_TOKEN_POLICY,
                       &policy_bits) &&
            right;
    right = add_number(run, key_value(*keys, TOKEN, session), KIND_NUMBER, &session) && right;
    right =
        add_number(run, key_value(*keys, TOKEN, expiration), KIND_EXPIRATION, &expiration) && right;
    right = add_flag(run, key_value(*keys, TOKEN, elevated), &design->elevated) && right;
    right = add_flag(run, key_value(*keys, TOKEN, filtered), &design->filtered) && right;
    design->type = (TOKEN_TYPE)type;
    design->level = (SECURITY_IMPERSONATION_LEVEL)levels;
    design->elevation = (TOKEN_ELEVATION_TYPE)elevation;
    design->integrity = (ULONG)integrity;
    design->mandatory_policy = (ULONG)policy_bits;
    design->SessionId = (ULONG)session;
    design->expiration = (int64_t)expiration;
    return right;
}

static bool add_sessions(struct runner *run, const struct keyed *keys)
{
    struct se_design *design = &run->design;
    const struct node *own = key_value(*keys, TOKEN, authentication_id);
    const struct node *from = key_value(*keys, TOKEN, origin);
    LUID origin, id;
    if (own) {
        if (!session_parse(run, own, &design->AuthenticationId, &origin)) {
            return false;
        }
        design->has_authentication_id = design->has_origin = true;
        design->OriginatingLogonSession = origin;
    }
    if (from) {
        if (!session_parse(run, from, &id, &origin)) {
            return false;
        }
        design->has_origin = true;
        design->OriginatingLogonSession = id;
    }
    return true;
}

static bool add_source_and_dacl(struct runner *run, const struct keyed *keys)
{
    struct se_design *design = &run->design;
    const struct node *source = key_value(*keys, TOKEN, source);
    const struct node *dacl = key_value(*keys, TOKEN, default_dacl);
    struct value name;
    ACL *acl;
    if (source) {
        if (!kind_parse(run, source, KIND_SOURCE, &name)) {
            return false;
        }
        memcpy(design->source.SourceName, name.pointer, sizeof design->source.SourceName);
    }
    if (!dacl) {
        return true;
    }
    if (!acl_parse(run, dacl, &acl)) {
        return false;
    }
    if (run->dry) {
        return true;
    }
    if (design->dacl == SE_DACL_GIVEN) {
        rtl_acl_dereference(run->world, design->default_dacl);
    }
    design->dacl = acl ? SE_DACL_GIVEN : SE_DACL_NONE;
    design->default_dacl = acl ? rtl_acl_copy(run->world, acl, acl->AclSize) : NULL;
    return true;
}

/* ---- making it ---- */

/* The design that a template brings, if like: names one. */
static bool add_template(struct runner *run, const struct node *like)
{
    if (!like) {
        return true;
    }
    if (like->kind != NODE_SCALAR || !se_design_like(&run->design, like->text)) {
        return problem_word(run, like, SPACE_TEMPLATE);
    }
    return true;
}

/* What like: and copy-of: bring. */
static bool start_design(struct runner *run, const struct keyed *keys,
                         const struct se_token *copied)
{
    const struct node *like = key_value(*keys, TOKEN, like);
    se_design_clear(&run->design);
    if (copied) {
        se_design_from(&run->design, copied);
    }
    if (like && key_value(*keys, TOKEN, copy_of)) {
        return problem(run, like, "a token starts from a template or from a copy, not from both");
    }
    return add_template(run, like);
}

bool fixtures_design(struct runner *run, const struct node *like, const struct node *groups,
                     const struct node *privileges)
{
    se_design_clear(&run->design);
    bool right = add_template(run, like);
    right = add_groups(run, groups) && right;
    return add_privileges(run, privileges) && right;
}

/* Replaces the descriptor that the token has from its defaults. */
static bool set_security(struct runner *run, const struct node *node, struct se_token *token)
{
    static const struct rtl_descriptor nothing = {.references = 1};
    struct rtl_descriptor *descriptor;
    const struct rtl_descriptor *usual = token ? token->header.descriptor : &nothing;
    if (!descriptor_parse(run, node, usual, &descriptor)) {
        return false;
    }
    if (token) {
        rtl_descriptor_dereference(run->world, token->header.descriptor);
        token->header.descriptor = descriptor;
    }
    return true;
}

/* ---- what a token is besides its design ---- */

static const struct token_flag {
    size_t key, offset;
} token_flags[] = {
#define TOKEN_FLAG(name)                                                                     \
    {                                                                                        \
        .key = KEY_TOKEN_##name - KEY_BEGIN_TOKEN, .offset = offsetof(struct se_token, name) \
    }
    TOKEN_FLAG(sandbox_inert),          TOKEN_FLAG(write_restricted),       TOKEN_FLAG(ui_access),
    TOKEN_FLAG(virtualization_allowed), TOKEN_FLAG(virtualization_enabled),
};

/* What copy-of: brings, and what the keys say instead. token: NULL in a dry run. */
static bool set_flags(struct runner *run, const struct keyed *keys, const struct se_token *copied,
                      struct se_token *token)
{
    bool right = true;
    for (size_t i = 0; i < sizeof token_flags / sizeof *token_flags; i++) {
        const size_t offset = token_flags[i].offset;
        if (!copied && !keys->at[token_flags[i].key]) {
            continue; /* it is false */
        }
        bool flag = copied && *(const bool *)((const char *)copied + offset);
        right = add_flag(run, keys->at[token_flags[i].key], &flag) && right;
        if (token) {
            *(bool *)((char *)token + offset) = flag;
        }
    }
    return right;
}

/* ---- the whole token ---- */

/* A token that a mapping describes. */
struct described_token {
    const struct node *node;
    const struct name *name; /* NULL: it is written out where its name would stand */
    struct keyed keys;
    const struct se_token *copied; /* what copy-of: names, or NULL */
};

/* Half of a split token has a logon session that no other token of its user shares. */
static void give_own_session(struct runner *run, const struct described_token *described)
{
    if (described->name && described->name->split &&
        !key_value(described->keys, TOKEN, authentication_id)) {
        run->design.has_authentication_id = true;
        run->design.AuthenticationId = rtl_luid_new(run->world);
    }
}

static bool make_from_keys(struct runner *run, const struct described_token *described,
                           struct se_token **token)
{
    const struct keyed *keys = &described->keys;
    const struct se_token *copied = described->copied;
    const char *why = NULL;
    bool right = start_design(run, keys, copied);
    right = add_identity(run, keys) && right;
    right = add_lists(run, keys) && right;
    right = fixtures_claims(run, keys) && right;
    right = add_numbers(run, keys) && right;
    right = add_sessions(run, keys) && right;
    right = add_source_and_dacl(run, keys) && right;
    if (right && !run->design.has_user && !key_value(*keys, TOKEN, copy_of)) {
        return problem(run, described->node, "the token has no user");
    }
    if (!right || run->dry) {
        return set_flags(run, keys, NULL, NULL) && right;
    }
    give_own_session(run, described);
    *token = se_design_make(run->world, &run->design, &why);
    if (*token && copied) {
        (*token)->ModifiedId = copied->ModifiedId;
    }
    return *token ? set_flags(run, keys, copied, *token) : problem(run, described->node, "%s", why);
}

/* A token that a mapping describes, with one reference. */
static bool make_token(struct runner *run, const struct node *node, const struct name *name,
                       struct se_token **token)
{
    struct described_token described = {.node = node, .name = name};
    struct se_token *copied = NULL;
    *token = NULL;
    if (!keys_collect(run, node, SPACE_TOKEN, &described.keys)) {
        return false;
    }
    const struct node *copy_of = key_value(described.keys, TOKEN, copy_of);
    const struct node *security = key_value(described.keys, TOKEN, security);
    const struct node *linked = key_value(described.keys, TOKEN, linked);
    if (copy_of && !fixtures_token(run, copy_of, false, &copied)) {
        return false;
    }
    described.copied = copied;
    bool right = make_from_keys(run, &described, token);
    if (copied) {
        ob_dereference(copied);
    }
    if (right && security) {
        right = set_security(run, security, *token);
    }
    if (linked && !name) {
        right = problem(run, linked, "both halves of a split token stand under 'tokens:'");
    }
    return right;
}

bool fixtures_token_ready(struct runner *run, struct name *name, const struct node *user)
{
    if (name->state == NAME_MAKING) {
        return problem(run, user, "'%s' would be a copy of itself", name->text);
    }
    if (name->state != NAME_DECLARED) {
        return name->object || run->dry; /* what is wrong with it has been said */
    }
    const struct nodes *nodes = run->nodes;
    struct se_token *token = NULL;
    name->state = NAME_MAKING;
    run->nodes = name->nodes;
    bool right = make_token(run, name->node, name, &token);
    run->nodes = nodes;
    name->object = token;
    name->state = NAME_READY;
    return right;
}

/* One object can be the primary token of one process. */
static bool assign(struct runner *run, const struct node *node, struct name *name)
{
    if (name->assigned) {
        problem(run, node, "'%s' is the primary token of another process", node->text);
        return problem_help(run, "write {copy-of: %s}", node->text);
    }
    name->assigned = true;
    return true;
}

bool fixtures_token(struct runner *run, const struct node *node, bool primary,
                    struct se_token **token)
{
    struct reference reference;
    *token = NULL;
    if (node->kind == NODE_MAPPING) {
        return make_token(run, node, NULL, token);
    }
    if (!names_refer_kind(run, node, NAME_TOKEN, &reference)) {
        return false;
    }
    if (reference.member) {
        if (!run->dry && !reference.object) {
            return problem(run, node, "there is no token at '%s' yet", node->text);
        }
        *token = run->dry ? NULL : ob_reference(reference.object);
        return !primary || problem(run, node, "'%s' is another's token", node->text);
    }
    if (!fixtures_token_ready(run, reference.name, node) ||
        (primary && !assign(run, node, reference.name))) {
        return false;
    }
    *token = reference.name->object ? ob_reference(reference.name->object) : NULL;
    return true;
}
