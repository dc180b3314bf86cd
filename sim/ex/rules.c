#include "ex/rules.h"

#include "ex/trace.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static_assert(EX_GROUP_COUNT <= EX_GROUP_MAX, "the trace has a place for every group");

static const struct ex_rule_row rows[] = {
#define RULE(group_word, name, first, last, answer, how_sure, page, words) \
    [RULE_##group_word##_##name] = {.id = #group_word "." #name,           \
                                    .group = #group_word,                  \
                                    .group_index = EX_GROUP_##group_word,  \
                                    .from = SRM_PROFILE_##first,           \
                                    .to = SRM_PROFILE_##last,              \
                                    .missing = (answer),                   \
                                    .confidence = RULE_##how_sure,         \
                                    .source = (page),                      \
                                    .sentence = (words)},
#define POLICY(name, yes_word, no_word, usual, page, words) \
    [RULE_policy_##name] = {.id = "policy." #name,          \
                            .group = "policy",              \
                            .group_index = EX_GROUP_policy, \
                            .from = SRM_PROFILE_FIRST,      \
                            .to = SRM_PROFILE_LAST,         \
                            .yes = (yes_word),              \
                            .no = (no_word),                \
                            .standard = (usual),            \
                            .confidence = RULE_CONTESTED,   \
                            .source = (page),               \
                            .sentence = (words)},
#include "rules.def"
};

static const char *const group_titles[] = {
#define GROUP(group, title) [EX_GROUP_##group] = (title),
#include "rules.def"
};

static const struct one_sided {
    enum ex_rule_id id;
    bool answer;
    const char *reason;
} one_sided[] = {
#define ONE_SIDED(group, name, unseen, why) {RULE_##group##_##name, (unseen), (why)},
#include "rules.def"
    {RULE_COUNT, false, ""},
};

const struct ex_rule_row *ex_rule_row(enum ex_rule_id id)
{
    assert(id < RULE_COUNT);
    return &rows[id];
}

const char *ex_rule_group_title(const struct ex_rule_row *row)
{
    return group_titles[row->group_index];
}

const char *ex_rule_one_sided(enum ex_rule_id id, bool answer)
{
    for (const struct one_sided *row = one_sided; row->id != RULE_COUNT; row++)
        if (row->id == id && row->answer == answer)
            return row->reason;
    return NULL;
}

enum ex_rule_id ex_rule_by_name(const char *name)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (strcmp(rows[i].id, name) == 0)
            return (enum ex_rule_id)i;
    return RULE_COUNT;
}

const char *ex_confidence_name(enum ex_confidence confidence)
{
    static const char *const names[] = {
        [RULE_DOCUMENTED] = "documented",       [RULE_OBSERVED] = "observed",
        [RULE_REIMPLEMENTED] = "reimplemented", [RULE_INFERRED] = "inferred",
        [RULE_CONTESTED] = "contested",         [RULE_UNSUPPORTED] = "unsupported",
    };
    return names[confidence];
}

/* The rule policy.dynamic_remote is the switch "dynamic-remote". */
static bool names_policy(const char *id, const char *name)
{
    const char *word = id + strlen("policy.");

    for (; *word && *name; word++, name++)
        if (*name != (*word == '_' ? '-' : *word))
            return false;
    return *word == *name;
}

enum ex_rule_id ex_policy_by_name(const char *name)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (rows[i].yes && names_policy(rows[i].id, name))
            return (enum ex_rule_id)i;
    return RULE_COUNT;
}

const char *ex_policy_name(enum ex_rule_id id, char *buffer, size_t size)
{
    assert(rows[id].yes);
    snprintf(buffer, size, "%s", rows[id].id + strlen("policy."));
    for (char *at = strchr(buffer, '_'); at; at = strchr(at, '_'))
        *at = '-';
    return buffer;
}

#define GROUP_BIT(group)   (UINT64_C(1) << (group))
#define FIXED_MODE(answer) (uint8_t)(RULE_FIXED | ((answer) ? RULE_ANSWER : 0))

/*
 * The modes that rules begin with: one within their profiles and one outside. Every new case sets
 * all of them, so that each column is an array of bytes: compilers have wide instructions for that.
 */
static const uint8_t first_profile[EX_RULE_PLACES] = {
#define RULE(group, name, first, ...) [RULE_##group##_##name] = SRM_PROFILE_##first,
#define POLICY(name, ...)             [RULE_policy_##name] = SRM_PROFILE_FIRST,
#include "rules.def"
};
static const uint8_t last_profile[EX_RULE_PLACES] = {
#define RULE(group, name, first, last, ...) [RULE_##group##_##name] = SRM_PROFILE_##last,
#define POLICY(name, ...)                   [RULE_policy_##name] = SRM_PROFILE_LAST,
#include "rules.def"
};
static const uint8_t mode_within[EX_RULE_PLACES] = {
#define RULE(group, name, ...)               [RULE_##group##_##name] = RULE_PLAIN,
#define POLICY(name, yes, no, standard, ...) [RULE_policy_##name] = FIXED_MODE(standard),
#include "rules.def"
};
static const uint8_t mode_outside[EX_RULE_PLACES] = {
#define RULE(group, name, first, last, missing, ...) [RULE_##group##_##name] = FIXED_MODE(missing),
#define POLICY(name, ...)                            [RULE_policy_##name] = RULE_PLAIN,
#include "rules.def"
};
static const uint8_t group_of[EX_RULE_PLACES] = {
#define RULE(group, name, ...) [RULE_##group##_##name] = EX_GROUP_##group,
#define POLICY(name, ...)      [RULE_policy_##name] = EX_GROUP_policy,
#include "rules.def"
};

void ex_rules_set_profile(struct srm_world *w, enum srm_profile profile)
{
    const uint8_t now = (uint8_t)profile;
    uint64_t busy = 0;
    uint64_t eight; /* modes at a time, since nearly all are plain */

    w->profile = profile;
    for (size_t i = 0; i < EX_RULE_PLACES; i++) {
        bool within = now >= first_profile[i] && now <= last_profile[i];
        w->rule_modes[i] = within ? mode_within[i] : mode_outside[i];
    }
    for (size_t i = 0; i < EX_RULE_PLACES; i += sizeof eight) {
        memcpy(&eight, &w->rule_modes[i], sizeof eight);
        for (size_t j = i; eight != 0 && j < i + sizeof eight; j++)
            busy |= w->rule_modes[j] != RULE_PLAIN ? GROUP_BIT(group_of[j]) : 0;
    }
    w->plain_groups = ~busy;
}

void ex_rules_set_policy(struct srm_world *w, enum ex_rule_id id, bool answer)
{
    assert(rows[id].yes);
    w->rule_modes[id] =
        (uint8_t)((w->rule_modes[id] & (RULE_WATCHED | RULE_TRACED)) | FIXED_MODE(answer));
}

void ex_rules_watch(struct srm_world *w, enum ex_rule_id id, bool watched)
{
    uint8_t mode = w->rule_modes[id];

    w->rule_modes[id] = (uint8_t)(watched ? mode | RULE_WATCHED : mode & ~RULE_WATCHED);
    if (watched)
        w->plain_groups &= ~GROUP_BIT(rows[id].group_index);
}

void ex_rules_trace(struct srm_world *w, bool traced)
{
    w->tracing = traced;
    if (traced)
        w->plain_groups = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        uint8_t mode = (uint8_t)(w->rule_modes[i] & ~RULE_TRACED);

        w->rule_modes[i] = (uint8_t)(traced ? mode | RULE_TRACED : mode);
    }
}

bool ex_rule_slow(const struct srm_world *w, enum ex_rule_id id, bool condition)
{
    uint8_t mode = w->rule_modes[id];
    bool fixed = (mode & RULE_FIXED) != 0;
    bool answer = fixed ? (mode & RULE_ANSWER) != 0 : condition;
    struct ex_trace *trace = w->trace;

    if (mode & (RULE_WATCHED | RULE_TRACED)) {
        uint8_t group = rows[id].group_index;

        trace->last_rule[group] = (uint16_t)(id + 1);
        trace->last_answer[group] = answer;
        if (answer)
            trace->answers[id].asked_true++;
        else
            trace->answers[id].asked_false++;
    }
    if (mode & RULE_TRACED)
        ex_trace_rule(trace, id, answer, fixed);
    return answer;
}

static const char *const profile_names[] = {
#define PROFILE(id, word, system) [SRM_PROFILE_##id] = (word),
#include "profiles.def"
};

const char *ex_profile_name(enum srm_profile profile)
{
    return profile_names[profile];
}

enum srm_profile ex_profile_by_name(const char *name)
{
    for (size_t i = 0; i < SRM_PROFILE_COUNT; i++)
        if (strcmp(profile_names[i], name) == 0)
            return (enum srm_profile)i;
    return SRM_PROFILE_COUNT;
}
