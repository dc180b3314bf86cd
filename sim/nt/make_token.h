/*
 * How every call that makes a token ends: the new object's descriptor, the rights of its handle,
 * the handle. Admit first, which can refuse and then leaves nothing behind; make it; deliver it.
 */
#ifndef NT_MAKE_TOKEN_H
#define NT_MAKE_TOKEN_H

#include "nt/attributes.h"
#include "nt/open.h"

struct nt_new_token {
    PETHREAD caller;
    ACCESS_MASK desired;
    ACCESS_MASK same_access; /* what desiring nothing means: the rights of the handle to the source;
                                0 where there is none */
    ULONG integrity;         /* of the token to be, which labels the object */
    const struct nt_attributes *attributes; /* NULL for none */

    /* set by nt_admit_token */
    struct rtl_descriptor *descriptor;
    ACCESS_MASK granted;
};

/*
 * STATUS_INSUFFICIENT_RESOURCES; STATUS_INVALID_OWNER; the statuses of se_access_check, which the
 * new object's own descriptor decides (IMP-C30).
 */
NTSTATUS nt_admit_token(struct nt_new_token *wanted);

/* Has the pool room for a token? STATUS_INSUFFICIENT_RESOURCES if not. */
NTSTATUS nt_token_granted(struct srm_world *w);

/*
 * nt_admit_token's second half, after nt_token_granted, for a descriptor of one's own, whose
 * reference passes; as_self leaves out what the caller impersonates.
 */
NTSTATUS nt_admit_token_with(struct nt_new_token *wanted, struct rtl_descriptor *descriptor,
                             bool as_self);

/* Gives a new token, whose reference passes, its descriptor and a handle. */
void nt_deliver_token(const struct nt_new_token *wanted, struct se_token *token, PHANDLE handle);

#endif
