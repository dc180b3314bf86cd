/*
 * The tree of object types in a walk over the DACL: what an entry says of one node it says of those
 * below, and sometimes of those above (access-check ). A check without a list has a
 * tree of one node.
 */
#ifndef SE_ACCESS_TREE_H
#define SE_ACCESS_TREE_H

#include "se/access/decide.h"

/* What an entry that applies says. */
struct se_ruling {
    struct se_decision *decision;
    ACCESS_MASK wanted; /* by the walk */
    ACCESS_MASK mask;
    bool denies;
    struct se_step step; /* how it is written down, but for node and rights */
};

/* The first node of that type; the number of nodes if there is none. */
uint32_t se_tree_find(const struct se_decision *decision, const GUID *type);

/*
 * Lets the entry decide what is not decided yet of what the walk wants, on that node and wherever
 * else it reaches. The rights that it decided somewhere.
 */
ACCESS_MASK se_tree_apply(const struct se_ruling *ruling, uint32_t node);

/* What the walk still wants to know of any node. */
ACCESS_MASK se_tree_remaining(const struct se_decision *decision, ACCESS_MASK wanted);

#endif
