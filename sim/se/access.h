/*
 * The access check: may this subject have these rights on an object with this descriptor? It
 * decides, it changes nothing and keeps nothing.
 *
 * The decision is made in stages, one file each, in the order of access-check.md section 2: trust
 * label, access filter, integrity, privileges, owner, DACL, restricting SIDs, package. Central
 * policies are not modelled; audit entries never change the answer. Three stages walk the DACL,
 * each for another identity of the caller; a walk finds for every right, on every node of the tree
 * of object types, the first entry that mentions it and applies; whether that entry allows answers
 * the ordinary question, MAXIMUM_ALLOWED and "which entry decided" at once.
 */
#ifndef SE_ACCESS_H
#define SE_ACCESS_H

#include "rtl/descriptor.h"
#include "se/token.h"

/* A node of the tree of object types, with the GUID captured. */
struct se_object_type {
    USHORT level;
    GUID type;
};

/* What decided; in the order in which they are asked. */
enum se_stage {
    SE_STAGE_TRUST_LABEL,
    SE_STAGE_ACCESS_FILTER,
    SE_STAGE_INTEGRITY,
    SE_STAGE_PRIVILEGES,
    SE_STAGE_OWNER,
    SE_STAGE_NO_DACL,
    SE_STAGE_DACL,
    SE_STAGE_RESTRICTING, /* the DACL for the restricting SIDs alone */
    SE_STAGE_PACKAGE,     /* the DACL for the package and its capabilities */
    SE_STAGE_COUNT
};

/* What an entry, or a stage without entries, did, and why it did nothing. */
enum se_effect {
    SE_EFFECT_ALLOWED,      /* these rights, by this step */
    SE_EFFECT_DENIED,       /* the same */
    SE_EFFECT_INHERIT_ONLY, /* the entry is for children */
    SE_EFFECT_IGNORED_TYPE, /* the entry's type means nothing here */
    SE_EFFECT_NOT_WANTED,   /* what it mentions was decided before, or not asked for */
    SE_EFFECT_NO_MATCH,     /* its SID is not the caller's */
    SE_EFFECT_DISABLED,     /* its SID is a group that is not enabled */
    SE_EFFECT_DENY_ONLY,    /* its SID is for deny entries only, and this is none */
    SE_EFFECT_TYPE_ABSENT,  /* its object type is not in the caller's list */
    SE_EFFECT_NO_SERVER,    /* the server's SID of a compound entry is not the server's */
    SE_EFFECT_CONDITION_FALSE,
    SE_EFFECT_CONDITION_UNKNOWN,
};

/* No SID matched, or it was the package's own or that of a group of packages. */
#define SE_MATCH_NONE UINT32_MAX

/*
 * One step of the decision. A walk over the DACL writes down every entry that it looks at, one that
 * applies once for each node on which it decides something. Entry 0 of a walk is its end: what no
 * entry allowed of what was asked for by name. An OWNER RIGHTS entry that takes from the owner what
 * owners have is written down by the owner's stage, as not wanted. Mandatory stages are written
 * down only if they limit something; then mask is what they leave.
 */
struct se_step {
    enum se_stage stage;
    enum se_effect effect;
    uint16_t entry;        /* of the list that the stage reads, from 1; 0 for none */
    uint16_t node;         /* of the tree of object types; 0 where there is none */
    uint32_t match;        /* which of the stage's SIDs matched; SE_MATCH_NONE */
    LONG privilege;        /* of SE_STAGE_PRIVILEGES; else 0 */
    ACCESS_MASK mask;      /* of the entry, mapped */
    ACCESS_MASK rights;    /* that were decided by this step */
    ACCESS_MASK remaining; /* that are still wanted of that node after it */
};

/*
 * Where a check writes its steps down, for whoever wants to explain it. Steps beyond the capacity
 * are counted, not written.
 */
struct se_journal {
    struct se_step *steps;
    size_t count, capacity;
};

/*
 * The step that decided a right on a node: denied it, or else was the first to allow it. NULL if
 * none did. Only walks tell nodes apart.
 */
const struct se_step *se_journal_decider(const struct se_journal *journal, uint16_t node,
                                         ACCESS_MASK right);

struct se_access_request {
    const SECURITY_SUBJECT_CONTEXT *subject;
    const struct rtl_view *descriptor;
    const GENERIC_MAPPING *mapping;
    ACCESS_MASK desired;
    ACCESS_MASK previously_granted;
    KPROCESSOR_MODE mode;
    const SID *self;                    /* whom PRINCIPAL SELF means; NULL: nobody */
    const struct se_object_type *types; /* the tree, valid; NULL: none */
    uint32_t type_count;
    struct se_journal *journal; /* NULL: nobody wants to know */
};

struct se_verdict {
    NTSTATUS status;
    ACCESS_MASK granted; /* all or nothing */
    ACCESS_MASK missing; /* what was asked for and refused */
    uint64_t used;       /* privileges that were used, by bit (SE_PRIVILEGE_BIT) */
};

/* What a node of the tree got, with AccessCheckByTypeResultList: partial rights, too. */
struct se_node_verdict {
    NTSTATUS status;
    ACCESS_MASK granted;
};

/*
 * The check that the kernel makes for every open (access-check 2.2): kernel mode is granted
 * everything; the level of who impersonates counts. STATUS_SUCCESS; STATUS_ACCESS_DENIED;
 * STATUS_BAD_IMPERSONATION_LEVEL for a subject that impersonates below SecurityImpersonation;
 * STATUS_PRIVILEGE_NOT_HELD for ACCESS_SYSTEM_SECURITY.
 */
NTSTATUS se_access_check(struct srm_world *w, const struct se_access_request *request,
                         struct se_verdict *verdict);

/*
 * What both entries share, for a client token at any level (subject->ClientToken): the stages.
 * The mode does not count. nodes: NULL, or where each node's verdict goes (a check by type with a
 * result list); without them a node that is refused something refuses all.
 */
NTSTATUS se_access_decide(struct srm_world *w, const struct se_access_request *request,
                          struct se_verdict *verdict, struct se_node_verdict *nodes);

#endif
