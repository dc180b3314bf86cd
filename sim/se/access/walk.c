#include "se/access/walk.h"

#include "ex/rules.h"
#include "rtl/mapping.h"
#include "rtl/sid.h"
#include "se/access/condition.h"
#include "se/access/match.h"
#include "se/access/tree.h"

/* What the types of entries mean to a walk; any other is ignored. */
enum { ALLOWS = 1, DENIES = 2, COMPOUND = 4, OBJECT = 8, CALLBACK = 16 };

static const UCHAR kinds[] = {
    [ACCESS_ALLOWED_ACE_TYPE] = ALLOWS,
    [ACCESS_DENIED_ACE_TYPE] = DENIES,
    [ACCESS_ALLOWED_COMPOUND_ACE_TYPE] = ALLOWS | COMPOUND,
    [ACCESS_ALLOWED_OBJECT_ACE_TYPE] = ALLOWS | OBJECT,
    [ACCESS_DENIED_OBJECT_ACE_TYPE] = DENIES | OBJECT,
    [ACCESS_ALLOWED_CALLBACK_ACE_TYPE] = ALLOWS | CALLBACK,
    [ACCESS_DENIED_CALLBACK_ACE_TYPE] = DENIES | CALLBACK,
    [ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE] = ALLOWS | OBJECT | CALLBACK,
    [ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE] = DENIES | OBJECT | CALLBACK,
};

struct walk {
    struct se_decision *decision;
    enum se_stage stage;
    ACCESS_MASK wanted;
    ACCESS_MASK remaining; /* of any node; 0 ends the walk */
    NTSTATUS status;
};

static unsigned kind_of(UCHAR type)
{
    return type < sizeof kinds ? kinds[type] : 0;
}

/*
 * The node that an object entry speaks of: the root if it names no type. False if
 * the caller has no such type.
 */
static bool find_node(const struct walk *walk, const struct rtl_ace *ace, bool denies,
                      uint32_t *node)
{
    const struct se_decision *decision = walk->decision;
    const struct srm_world *w = decision->w;

    *node = 0;
    if (!rule(w, entry, names_type, ace->object_type != NULL))
        return true;
    if (rule(w, entry, without_list, decision->request->types == NULL))
        return denies || policy(w, typed_entries);
    *node = se_tree_find(decision, ace->object_type);
    return rule(w, entry, type_listed, *node < decision->node_count);
}

/* the server's own SIDs are those of the process's token. */
static bool server_matches(const struct walk *walk, const struct rtl_ace *ace)
{
    const struct se_decision *decision = walk->decision;
    uint32_t match;

    return rule_on(decision->w, entry, server_matches,
                   se_match_groups(decision->request->subject->PrimaryToken, ace->server, false,
                                   &match) == SE_EFFECT_ALLOWED,
                   SID_FACT("server", ace->server));
}

/* */
static enum se_effect effect_of_condition(struct walk *walk, const struct rtl_ace *ace,
                                          enum se_effect effect)
{
    enum se_truth truth = SE_UNKNOWN;

    walk->status =
        se_access_condition(walk->decision, walk->stage, ace, effect == SE_EFFECT_DENIED, &truth);
    if (se_condition_applies(walk->decision->w, truth, effect == SE_EFFECT_DENIED))
        return effect;
    return truth == SE_UNKNOWN ? SE_EFFECT_CONDITION_UNKNOWN : SE_EFFECT_CONDITION_FALSE;
}

/* What matches so far: do the rest of the entry's conditions hold, too? */
static enum se_effect effect_of_rest(struct walk *walk, const struct rtl_ace *ace, unsigned kind,
                                     enum se_effect effect)
{
    if ((kind & COMPOUND) && !server_matches(walk, ace))
        return SE_EFFECT_NO_SERVER;
    return kind & CALLBACK ? effect_of_condition(walk, ace, effect) : effect;
}

/* Whether the entry says anything, to whom, of which node: in the order in which it is cheap. */
static enum se_effect effect_of(struct walk *walk, const struct rtl_ace *ace, ACCESS_MASK mask,
                                struct se_step *step, uint32_t *node)
{
    const struct se_decision *decision = walk->decision;
    const struct srm_world *w = decision->w;
    const unsigned kind = kind_of(ace->type);
    const bool denies = (kind & DENIES) != 0;
    enum se_effect effect;

    *node = 0;
    if (!rule(w, entry, type_counts, kind != 0) ||
        ((kind & CALLBACK) && !rule(w, entry, conditional, se_access_has_condition(w, ace))))
        return SE_EFFECT_IGNORED_TYPE;
    if (rule(w, entry, inherit_only, (ace->flags & INHERIT_ONLY_ACE) != 0))
        return SE_EFFECT_INHERIT_ONLY;
    if ((kind & OBJECT) && !find_node(walk, ace, denies, node))
        return SE_EFFECT_TYPE_ABSENT;
    if ((mask & se_tree_remaining(decision, walk->wanted, *node)) == 0)
        return SE_EFFECT_NOT_WANTED;
    effect =
        se_match(decision, walk->stage, se_match_meaning(decision, ace->sid), denies, &step->match);
    if (effect != SE_EFFECT_ALLOWED && effect != SE_EFFECT_DENIED)
        return effect;
    return kind & (COMPOUND | CALLBACK) ? effect_of_rest(walk, ace, kind, effect) : effect;
}

/* Specific rights: the first that is denied ends it all. */
static bool is_refused(const struct walk *walk)
{
    const struct se_decision *decision = walk->decision;

    return !decision->maximum && !decision->by_node && decision->nodes[0].denied != 0;
}

static void look_at(struct walk *walk, const struct rtl_ace *ace, unsigned number)
{
    struct se_decision *decision = walk->decision;
    const ACCESS_MASK mask = rtl_mapping_apply(decision->request->mapping, ace->mask);
    struct se_step step = {
        .stage = walk->stage,
        .entry = (uint16_t)number,
        .match = SE_MATCH_NONE,
        .mask = mask,
        .remaining = walk->remaining,
    };
    uint32_t node;

    step.effect = effect_of(walk, ace, mask, &step, &node);
    if (step.effect == SE_EFFECT_ALLOWED || step.effect == SE_EFFECT_DENIED) {
        se_tree_apply(&(const struct se_ruling){.decision = decision,
                                                .wanted = walk->wanted,
                                                .mask = mask,
                                                .denies = step.effect == SE_EFFECT_DENIED,
                                                .step = step},
                      node);
        walk->remaining = is_refused(walk) ? 0 : se_tree_remaining(decision, walk->wanted, 0);
    } else if (se_decision_explains(decision)) {
        step.node = (uint16_t)node;
        se_decision_note(decision, step);
    }
}

NTSTATUS se_walk(struct se_decision *decision, enum se_stage stage, ACCESS_MASK wanted)
{
    const ACL *dacl = decision->request->descriptor->dacl;
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;
    struct walk walk = {
        .decision = decision,
        .stage = stage,
        .wanted = wanted & ~SE_NOT_GRANTABLE,
        .remaining = wanted & ~SE_NOT_GRANTABLE,
    };

    for (uint32_t i = 0; i < decision->node_count; i++)
        decision->nodes[i].allowed = decision->nodes[i].denied = 0;
    if (!dacl) /* grants nothing to packages (access-check A-28) */
        return STATUS_SUCCESS;
    while (walk.remaining != 0 && NT_SUCCESS(walk.status) && rtl_acl_next(dacl, &cursor, &ace))
        look_at(&walk, &ace, cursor.index);
    return walk.status;
}

/* What no entry mentioned: refused, if it was asked for by name. */
static void note_rest(struct se_decision *decision, enum se_stage stage, ACCESS_MASK concerned,
                      uint32_t node)
{
    const struct se_node *at = &decision->nodes[node];
    const ACCESS_MASK rest =
        concerned & decision->specific & ~decision->granted & ~(at->allowed | at->denied);

    if (rest != 0 && se_decision_explains(decision))
        se_decision_note(decision, (struct se_step){
                                       .stage = stage,
                                       .effect = SE_EFFECT_DENIED,
                                       .node = (uint16_t)node,
                                       .match = SE_MATCH_NONE,
                                       .rights = rest,
                                       .remaining = rest,
                                   });
}

ACCESS_MASK se_walk_keep(struct se_decision *decision, enum se_stage stage, ACCESS_MASK concerned)
{
    const struct se_node *root = &decision->nodes[0];

    for (uint32_t i = 0; i < decision->node_count; i++) {
        decision->nodes[i].kept &= decision->nodes[i].allowed | ~concerned;
        if (!is_refused(&(const struct walk){.decision = decision}))
            note_rest(decision, stage, concerned, i);
    }
    if (!decision->maximum && !decision->by_node && root->denied != 0)
        return root->denied;
    return decision->specific & ~(decision->granted | root->kept);
}
