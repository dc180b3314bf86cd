/*
 * Descriptors for objects that the object manager does not keep: of a program, by a token, and of a
 * driver, by a subject context. Both read what they are given into one of these and make it; what
 * a new object gets is in rtl/inherit.h.
 */
#ifndef NT_PRIVATE_OBJECT_H
#define NT_PRIVATE_OBJECT_H

#include "ex/pool.h"
#include "nt/security.h"
#include "rtl/inherit.h"

struct nt_private_object {
    PETHREAD caller;
    const struct se_token *token;            /* of the creator; NULL: none */
    const SECURITY_SUBJECT_CONTEXT *subject; /* whose token it is; NULL: a program passed it */
    struct rtl_described parent, given;
    bool has_parent, has_given;
    GUID type;
    GENERIC_MAPPING mapping;
    struct rtl_birth birth; /* container and flags by the caller, the rest by nt_private_make */
};

/* STATUS_NOT_IMPLEMENTED for SEF_MACL_* flags. */
NTSTATUS nt_private_flags_modelled(const struct nt_private_object *object);

/*
 * May it be made? Then *made owes rtl_described_release. STATUS_INVALID_OWNER;
 * STATUS_INVALID_PRIMARY_GROUP; STATUS_PRIVILEGE_NOT_HELD for a SACL; of a subject, too, the
 * statuses of nt_check_labels.
 */
NTSTATUS nt_private_make(struct nt_private_object *object, struct rtl_described *made);

/* A self-relative copy in memory of that kind, for *to. */
void nt_private_deliver(PETHREAD caller, const struct rtl_described *made, enum ex_kind kind,
                        PSECURITY_DESCRIPTOR *to);

void nt_private_release(struct nt_private_object *object);

#endif
