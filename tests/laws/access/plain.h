/*
 * A question to the access check in plain data, that of the reference: arrays of a fixed size, no
 * pointers, nothing shared with the model. plain_model.h puts it to the model.
 */
#ifndef TESTS_LAWS_ACCESS_PLAIN_H
#define TESTS_LAWS_ACCESS_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    PLAIN_GROUPS = 8,
    PLAIN_OTHERS = 4, /* restricting SIDs; capabilities */
    PLAIN_ENTRIES = 12,
    PLAIN_TYPES = 8,
    PLAIN_SID_SIZE = 68
};

struct plain_sid {
    unsigned char size; /* 0: there is none */
    unsigned char bytes[PLAIN_SID_SIZE];
};

struct plain_guid {
    unsigned char bytes[16];
};

/* What the application data of an entry says; nobody has a claim that is called a. */
enum plain_condition {
    PLAIN_UNSIGNED,  /* no condition: none, or data without the signature */
    PLAIN_MALFORMED, /* an operator without operands */
    PLAIN_EQUAL,     /* @User.a == 1 */
    PLAIN_NOT_EQUAL, /* !(@User.a == 1) */
    PLAIN_EXISTS,    /* Exists @User.a */
    PLAIN_ABSENT,    /* Not_Exists @User.a */
    PLAIN_EITHER,    /* @User.a == 1 || Not_Exists @User.a */
    PLAIN_BOTH,      /* @User.a == 1 && Exists @User.a */
    PLAIN_CONDITIONS
};

struct plain_entry {
    unsigned char type, flags;
    uint32_t mask;
    struct plain_sid sid;
    struct plain_sid server; /* of a compound entry */
    bool has_type;           /* of an object entry */
    struct plain_guid object_type;
    enum plain_condition condition; /* of a callback or access filter entry */
};

struct plain_list {
    bool absent, null; /* no such list; a NULL one */
    unsigned count;
    struct plain_entry entries[PLAIN_ENTRIES];
};

struct plain_descriptor {
    struct plain_sid owner, group;
    struct plain_list dacl, sacl;
};

struct plain_token {
    unsigned count; /* the user is the first */
    struct plain_sid sids[PLAIN_GROUPS];
    uint32_t attributes[PLAIN_GROUPS];
    unsigned restricting_count, capability_count;
    struct plain_sid restricting[PLAIN_OTHERS], capabilities[PLAIN_OTHERS];
    struct plain_sid package; /* of a lowbox token */
    bool less_privileged;     /* WIN://NOALLAPPPKG */
    bool write_restricted;
    uint32_t integrity, mandatory_policy;
    bool security, take_ownership, relabel; /* privileges that are enabled */
    uint32_t trust_type, trust_level;       /* 0: no trust label */
};

struct plain_mapping {
    uint32_t read, write, execute, all;
};

struct plain_type {
    unsigned level;
    struct plain_guid guid;
};

/* What the system has, and how it answers contested questions. */
struct plain_system {
    bool has_write_restricted, has_integrity, has_owner_rights, has_conditions, has_claims,
        has_lowbox, has_less_privileged, has_trust_labels, has_access_filters;
    bool whole_request_twice;   /* write-restricted-pass: whole-request */
    bool relabel_grants;        /* relabel-ownership: grants */
    bool children_count;        /* inherit-only-owner-rights: count */
    bool maximum_clipped;       /* maximum-clipped: to-generic-all */
    bool typed_as_plain;        /* typed-entries: as-plain */
    bool package_denials_count; /* package-denials: count */
};

struct plain_question {
    struct plain_system system;
    struct plain_token token;
    struct plain_token server; /* the process, where the token above impersonates */
    bool impersonating, kernel_mode;
    unsigned level; /* of impersonation */
    struct plain_descriptor descriptor;
    struct plain_mapping mapping;
    uint32_t desired, previous;
    struct plain_sid self;
    unsigned type_count;
    struct plain_type types[PLAIN_TYPES];
    bool each_node; /* a check by type with a result list */
};

/* Statuses are NT's numbers. */
struct plain_answer {
    uint32_t status, granted;
    uint32_t missing; /* said by the model only: what was refused of what was asked for */
    bool used_security, used_take_ownership, used_relabel;        /* said on success only */
    uint32_t node_status[PLAIN_TYPES], node_granted[PLAIN_TYPES]; /* of each_node */
};

static inline bool plain_same(const void *a, const void *b, size_t size)
{
    const unsigned char *first = a, *second = b;

    for (size_t i = 0; i < size; i++)
        if (first[i] != second[i])
            return false;
    return true;
}

static inline bool plain_same_sid(const struct plain_sid *a, const struct plain_sid *b)
{
    return a->size == b->size && plain_same(a->bytes, b->bytes, a->size);
}

static inline bool plain_same_guid(const struct plain_guid *a, const struct plain_guid *b)
{
    return plain_same(a->bytes, b->bytes, sizeof a->bytes);
}

#endif
