#include "scenario/fixtures.h"

#include "scenario/runner.h"

/* What a token's `linked` says; NULL if it has none. */
static const struct node *other_half(struct runner *run, const struct node *token)
{
    const struct node *end = after(run, token);
    if (token->kind != NODE_MAPPING) {
        return NULL; /* which is said where the token is made */
    }
    for (const struct node *key = node_first(token); key != end; key = after(run, key + 1)) {
        if (node_is(key, "linked")) {
            return resolved(run, key + 1);
        }
    }
    return NULL;
}

bool fixtures_mark_halves(struct runner *run, const struct node *key, const struct node *value)
{
    const struct node *linked = other_half(run, value);
    if (linked && linked->kind == NODE_SCALAR) {
        struct name *one = names_find(run, key->text, key->length, key->hash);
        struct name *other = names_find(run, linked->text, linked->length, linked->hash);
        one->split = true;
        if (other) {
            other->split = true;
        }
    }
    return true;
}

/* Each session knows the token of the other one. */
static bool link_sessions(struct runner *run, const struct node *node, struct se_token *one,
                          struct se_token *other)
{
    const struct se_token *first = one->session->linked, *second = other->session->linked;
    if (one->session == other->session) {
        problem(run, node, "both halves of a split token are in one logon session");
        return problem_help(run, "without 'authentication-id' each gets its own");
    }
    if ((first && first != other) || (second && second != one)) {
        return problem(run, node, "the logon session of a half is linked to another token");
    }
    se_logon_session_link(one->session, other);
    se_logon_session_link(other->session, one);
    return true;
}

bool fixtures_link_halves(struct runner *run, const struct node *key, const struct node *value)
{
    const struct node *linked = other_half(run, value);
    struct reference other;
    if (!linked) {
        return true;
    }
    if (!names_refer_kind(run, linked, NAME_TOKEN, &other)) {
        return false;
    }
    const struct name *name = names_find(run, key->text, key->length, key->hash);
    if (other.member) {
        return problem(run, linked, "both halves of a split token stand under 'tokens:'");
    }
    if (other.name == name) {
        return problem(run, linked, "'%s' is not the other half of itself", linked->text);
    }
    return !name->object || !other.object || link_sessions(run, linked, name->object, other.object);
}
