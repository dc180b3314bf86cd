/*
 * What the stages of one access check share. Each stage reads the request and what the stages in
 * front of it left here, adds its own, and answers STATUS_SUCCESS to go on; any other status has
 * been written into the verdict and ends the check.
 *
 * Rights are kept in three places: `granted` by privileges and ownership, on every node; `kept`, of
 * each node, what every walk over the DACL allowed so far; and what the walk that is going on
 * allows and denies. Without a tree of object types there is one node.
 */
#ifndef SE_ACCESS_DECIDE_H
#define SE_ACCESS_DECIDE_H

#include "se/access.h"

/* What no entry grants: ACCESS_SYSTEM_SECURITY, MAXIMUM_ALLOWED and the reserved bits. */
#define SE_NOT_GRANTABLE (ACCESS_SYSTEM_SECURITY | MAXIMUM_ALLOWED | 0x0C000000u)

/* Whose rights count: the client's, if somebody impersonates one. */
static inline const struct se_token *se_subject_token(const SECURITY_SUBJECT_CONTEXT *subject)
{
    return subject->ClientToken ? subject->ClientToken : subject->PrimaryToken;
}

struct se_node {
    ACCESS_MASK allowed, denied; /* by the walk that is going on */
    ACCESS_MASK kept;
};

struct se_decision {
    struct srm_world *w;
    const struct se_access_request *request;
    const struct se_token *token;
    struct se_verdict *verdict;
    bool maximum; /* MAXIMUM_ALLOWED was asked for */
    bool by_node; /* each node gets an answer of its own */
    bool lowbox;
    bool writes_restricted; /* the restricting SIDs are asked for write access only */
    ACCESS_MASK specific;   /* the rights asked for by name */
    ACCESS_MASK permitted;  /* by the mandatory stages */
    ACCESS_MASK granted;
    struct se_node *nodes;
    uint32_t node_count;
};

/* The rights that somebody still has to grant; of a maximum, all that may be in it. */
static inline ACCESS_MASK se_decision_wanted(const struct se_decision *decision)
{
    const ACCESS_MASK asked =
        decision->maximum ? decision->permitted & ~SE_NOT_GRANTABLE : decision->specific;

    return (asked | decision->specific) & ~decision->granted;
}

/* Ends the check. */
NTSTATUS se_decision_refuse(struct se_decision *decision, NTSTATUS status, ACCESS_MASK missing);

/* Does somebody want to know the steps? Then this writes one down. */
static inline bool se_decision_explains(const struct se_decision *decision)
{
    return decision->request->journal != NULL;
}

void se_decision_note(struct se_decision *decision, struct se_step step);

/*
 * What the stages that come first take away from a request (access-check 2.3): the rights that
 * `allowed` leaves out. A maximum goes without them.
 */
NTSTATUS se_decision_limit(struct se_decision *decision, struct se_step step, ACCESS_MASK allowed,
                           bool permits);

/* What of the request is not in that mask; of a maximum, what would be worth telling. */
ACCESS_MASK se_decision_outside(const struct se_decision *decision, ACCESS_MASK allowed);

/* The stages. */
NTSTATUS se_stage_trust_label(struct se_decision *decision);
NTSTATUS se_stage_access_filter(struct se_decision *decision);
NTSTATUS se_stage_integrity(struct se_decision *decision);
NTSTATUS se_stage_privileges(struct se_decision *decision);
void se_stage_owner(struct se_decision *decision);
NTSTATUS se_stage_dacl(struct se_decision *decision);
NTSTATUS se_stage_restricting(struct se_decision *decision);
NTSTATUS se_stage_package(struct se_decision *decision);
/* Not a stage of the model: says so where a central access policy would decide. */
NTSTATUS se_stage_central_policy(struct se_decision *decision);

#endif
