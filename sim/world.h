/*
 * A world: one simulated NT system. Every kernel object leads to its world; two worlds never meet.
 *
 * This header is free to all layers, so it knows none of them: each layer keeps what it has to
 * remember behind a pointer of its own.
 */
#ifndef WORLD_H
#define WORLD_H

#include "ntsrm/ntstatus.h"
#include "ntsrm/winnt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum srm_profile {
#define PROFILE(id, word, system) SRM_PROFILE_##id,
#include "profiles.def"
    SRM_PROFILE_COUNT,
    SRM_PROFILE_FIRST = 0,
    SRM_PROFILE_LAST = SRM_PROFILE_COUNT - 1
};

enum ex_rule_id {
#define RULE(group, name, ...) RULE_##group##_##name,
#define POLICY(name, ...)      RULE_policy_##name,
#include "rules.def"
    RULE_COUNT
};

/* Of the rules' modes, which are looked at eight at a time; the last ones are no rule's. */
enum { EX_RULE_PLACES = (RULE_COUNT + 7) / 8 * 8 };

enum {
    EX_POLICY_COUNT = 0
#define RULE(...)
#define POLICY(...) + 1
#include "rules.def"
};

struct srm_world {
    struct ex_pool *pool;
    struct ex_trace *trace; /* outside the pool: a restored snapshot does not undo what was seen */
    struct se_logon_session *logon_sessions;
    struct se_account *accounts;
    struct _EPROCESS *processes;
    struct ob_named *named; /* the objects that have a path */
    struct ob_handle_table *kernel_handles; /* NULL until the first one */
    struct se_token *anonymous_tokens[2];   /* NULL until used; the second has Everyone */
    bool everyone_includes_anonymous;       /* the setting of that name, under Control\Lsa */
    bool trusted_for_delegation;            /* that of the computer's account */
    struct _ETHREAD *current_thread; /* brought back by a restore */
    uint64_t next_luid;
    uint64_t last_object; /* number of the last object of a type without a folder */
    ULONG next_client_id;
    ULONG last_message_id; /* of messages at ports */
    ULONG next_app_container; /* number of the next lowbox token, less 1 */
    enum srm_profile profile;
    bool tracing;
    const char *not_modelled; /* what a call met that the model does not have; NULL if nothing */
    uint64_t plain_groups; /* of rules; see group_is_plain */
    uint8_t rule_modes[EX_RULE_PLACES];
};

/*
 * A call came to something that NT has and the model has not. The call answers
 * STATUS_NOT_IMPLEMENTED, and whoever drives the world reports the name instead of a result.
 */
static inline NTSTATUS world_not_modelled(struct srm_world *w, const char *what)
{
    w->not_modelled = what;
    return STATUS_NOT_IMPLEMENTED;
}

#endif
