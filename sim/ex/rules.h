/*
 * Asking a rule. Every condition that helps to decide a status or an effective level is a row of
 * rules.def and is asked here, and nowhere else:
 *
 *     if (rule_on(w, gate, same_user, rtl_sid_equal(a, b), SID_FACT("user", a)))
 *
 * The world holds one mode byte for each rule. 0 is the plain way: the answer is the condition. Any
 * other mode takes the slow way, which may answer otherwise (the version lacks the rule, a policy
 * decides) and records the question where somebody watches.
 */
#ifndef EX_RULES_H
#define EX_RULES_H

#include "ex/trace.h"
#include "world.h"

#include <stdint.h>

enum ex_rule_mode {
    RULE_PLAIN = 0,
    RULE_FIXED = 1,   /* the answer is decided beforehand ... */
    RULE_ANSWER = 2,  /* ... and is this bit */
    RULE_WATCHED = 4, /* questions are counted */
    RULE_TRACED = 8,  /* questions are counted and recorded in the trace */
};

enum ex_rule_group {
#define GROUP(group, title) EX_GROUP_##group,
#include "rules.def"
    EX_GROUP_COUNT
};

enum ex_confidence {
    RULE_DOCUMENTED,
    RULE_OBSERVED,
    RULE_REIMPLEMENTED,
    RULE_INFERRED,
    RULE_CONTESTED,
    RULE_UNSUPPORTED,
};

/* A row of rules.def; policies are rules of the group "policy". */
struct ex_rule_row {
    const char *id; /* "gate.same_user" */
    const char *group;
    const char *source;
    const char *sentence;
    const char *yes, *no; /* the policy's words; NULL for an ordinary rule */
    enum ex_confidence confidence;
    enum srm_profile from, to;
    uint8_t group_index; /* rules of one group share it */
    bool missing;
    bool standard; /* a policy's default */
};

const struct ex_rule_row *ex_rule_row(enum ex_rule_id id);
/* What the rules of its group decide. */
const char *ex_rule_group_title(const struct ex_rule_row *row);
/* Why no scenario can make the rule answer so; NULL where one can. */
const char *ex_rule_one_sided(enum ex_rule_id id, bool answer);
/* RULE_COUNT if there is none. */
enum ex_rule_id ex_rule_by_name(const char *name);
const char *ex_confidence_name(enum ex_confidence confidence);

/* The switch of a policy rule: "dynamic-remote" for policy.dynamic_remote. */
enum ex_rule_id ex_policy_by_name(const char *name);
const char *ex_policy_name(enum ex_rule_id id, char *buffer, size_t size);

/* The modes of all rules for a profile, with every policy at its standard answer. */
void ex_rules_set_profile(struct srm_world *w, enum srm_profile profile);
void ex_rules_set_policy(struct srm_world *w, enum ex_rule_id policy, bool answer);
/* Whether questions of this rule are counted from now on. */
void ex_rules_watch(struct srm_world *w, enum ex_rule_id id, bool watched);
/* Whether calls, changes and questions of every rule go into the trace from now on. */
void ex_rules_trace(struct srm_world *w, bool traced);

const char *ex_profile_name(enum srm_profile profile);
/* SRM_PROFILE_COUNT if there is none. */
enum srm_profile ex_profile_by_name(const char *name);

bool ex_rule_slow(const struct srm_world *w, enum ex_rule_id id, bool condition);

static inline bool ex_rule(const struct srm_world *w, enum ex_rule_id id, bool condition)
{
    uint8_t mode = w->rule_modes[id];

    if (__builtin_expect(mode == RULE_PLAIN, 1))
        return condition;
    if (mode < RULE_WATCHED)
        return (mode & RULE_ANSWER) != 0;
    return ex_rule_slow(w, id, condition);
}

#define rule(w, group, name, condition) ex_rule((w), RULE_##group##_##name, (condition))

/* With facts for the explanation, which the plain way never puts together. */
#define rule_on(w, group, name, condition, ...)                                              \
    ((void)(__builtin_expect((w)->rule_modes[RULE_##group##_##name] != RULE_PLAIN, 0) &&     \
            ex_trace_note((w), RULE_##group##_##name, (const struct ex_fact[]){__VA_ARGS__}, \
                          sizeof((const struct ex_fact[]){__VA_ARGS__}) /                    \
                              sizeof(struct ex_fact))),                                      \
     ex_rule((w), RULE_##group##_##name, (condition)))

/*
 * Does every rule of the group answer what its condition says, and is nobody watching? Then nobody
 * sees a shortcut that leaves out the questions. Once watched, a group isn't plain until the
 * profile is set again.
 */
#define group_is_plain(w, group) ((w)->plain_groups >> EX_GROUP_##group & 1)

/* A policy is never plain. */
static inline bool ex_policy(const struct srm_world *w, enum ex_rule_id id)
{
    uint8_t mode = w->rule_modes[id];

    return mode < RULE_WATCHED ? (mode & RULE_ANSWER) != 0 : ex_rule_slow(w, id, true);
}

/* A contested point: the switch decides, there is no condition. */
#define policy(w, name) ex_policy((w), RULE_policy_##name)

#endif
