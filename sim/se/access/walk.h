/*
 * The walk over the DACL (access-check 2.6, 2.7): for every right that is wanted, on every node,
 * the first entry that mentions it and applies decides. That answers a specific request and
 * MAXIMUM_ALLOWED alike.
 */
#ifndef SE_ACCESS_WALK_H
#define SE_ACCESS_WALK_H

#include "se/access/decide.h"

/*
 * Walks for the identity that the stage stands for, and leaves in every node what is allowed and
 * what denied. A request for specific rights ends at the first that is denied. *end is
 * STATUS_SUCCESS, or that of an entry that the model can't judge.
 */
NTSTATUS se_walk(struct se_decision *decision, enum se_stage stage, ACCESS_MASK wanted);

/*
 * Takes from what the nodes keep what the walk did not allow of `concerned`. The rights asked for
 * by name that the root lacks after that. The first for trees, and where steps are written down.
 */
ACCESS_MASK se_walk_keep_slowly(struct se_decision *decision, enum se_stage stage,
                                ACCESS_MASK concerned);

static inline ACCESS_MASK se_walk_keep(struct se_decision *decision, enum se_stage stage,
                                       ACCESS_MASK concerned)
{
    struct se_node *only = decision->nodes;

    if (decision->node_count != 1 || only->denied != 0 || se_decision_explains(decision))
        return se_walk_keep_slowly(decision, stage, concerned);
    only->kept &= only->allowed | ~concerned;
    return decision->specific & ~(decision->granted | only->kept);
}

#endif
