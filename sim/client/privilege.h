/*
 * Does somebody hold a privilege? Asked of a subject context, as SePrivilegeCheck does, and of the
 * calling thread, as the services do that want one.
 */
#ifndef CLIENT_PRIVILEGE_H
#define CLIENT_PRIVILEGE_H

#include "client/subject.h"

/*
 * Does the subject hold this privilege, enabled? Kernel mode holds all; a client below
 * SecurityImpersonation holds none (IMP 7.3). Rules privilege.*.
 */
bool client_holds_privilege(const struct srm_world *w, const SECURITY_SUBJECT_CONTEXT *subject,
                            LONG privilege, KPROCESSOR_MODE mode);

/*
 * The same for a thread that calls a service, in its previous mode. SeTcbPrivilege is looked for in
 * the process's token although the thread impersonates (policy tcb_privilege, IMP-C18).
 */
bool client_caller_holds(const struct _ETHREAD *caller, LONG privilege);

/* STATUS_PRIVILEGE_NOT_HELD if the caller does not; privilege 0 means that it needs none. */
NTSTATUS client_demand_privilege(const struct _ETHREAD *caller, LONG privilege);

#endif
