/*
 * Security descriptors that callers pass: reading them from the caller's memory, what they may say,
 * and what a new object gets of them.
 */
#ifndef NT_SECURITY_H
#define NT_SECURITY_H

#include "client/subject.h"
#include "rtl/descriptor.h"

/*
 * Reads a descriptor of either form from the caller's memory. Sets *out only on success, which owes
 * nt_described_release. STATUS_ACCESS_VIOLATION; STATUS_UNKNOWN_REVISION;
 * STATUS_INVALID_SECURITY_DESCR; STATUS_INVALID_SID; STATUS_INVALID_ACL;
 * STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS nt_capture_descriptor(PETHREAD caller, const void *descriptor, struct rtl_described *out);

/* The same for a descriptor that is not copied, so that no memory can be lacking. */
NTSTATUS nt_read_descriptor(PETHREAD caller, const void *descriptor, struct rtl_described *out);

/* Has it a SACL that says more than a label? Giving a new object one takes SeSecurityPrivilege. */
bool nt_describes_sacl(const struct rtl_described *described);

/* Takes one that is zero. */
void nt_described_release(struct srm_world *w, struct rtl_described *described);

/*
 * May the caller make this SID an owner? One that its effective token can own with, or any if the
 * subject holds SeRestorePrivilege. STATUS_INVALID_OWNER.
 */
NTSTATUS nt_check_owner(PETHREAD caller, const SID *owner,
                        const SECURITY_SUBJECT_CONTEXT *restoring);

/*
 * May the subject give an object the labels that were described? Without one it gets the label that
 * counts where there is none. STATUS_INVALID_LABEL; STATUS_INVALID_PARAMETER;
 * STATUS_PRIVILEGE_NOT_HELD.
 */
NTSTATUS nt_check_labels(PETHREAD caller, const SECURITY_SUBJECT_CONTEXT *subject,
                         const struct rtl_described *given);

/*
 * The descriptor of a new object with this label: the parts given (NULL: none), the rest from what
 * that token has for its new objects. A label among the given parts does not count, as it does not
 * for tokens. Sets *descriptor, with one reference, only on success. STATUS_INVALID_OWNER;
 * STATUS_PRIVILEGE_NOT_HELD for a SACL; not modelled: one beyond 64 KiB.
 */
NTSTATUS nt_new_descriptor(PETHREAD caller, struct se_token *defaults,
                           const struct rtl_described *given, ULONG integrity,
                           struct rtl_descriptor **descriptor);

/* The same for what may have another label than its maker: the labels given, one of which counts,
 * stay. */
NTSTATUS nt_new_labelled_descriptor(PETHREAD caller, struct se_token *defaults,
                                    const struct rtl_described *given,
                                    struct rtl_descriptor **descriptor);

#endif
