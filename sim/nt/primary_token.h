/*
 * Which token a process may have: the one that its creator names, and the one that it is given
 * before it starts. Sources: processthreadsapi CreateProcessAsUserW, phnt; access-check.md T-8,
 * T-9, T-35.
 */
#ifndef NT_PRIMARY_TOKEN_H
#define NT_PRIMARY_TOKEN_H

#include "ps/thread.h"

/*
 * The token in a new process's list of attributes, or that of the caller's process where there is
 * no list; no reference. The statuses of a handle; STATUS_BAD_TOKEN_TYPE;
 * STATUS_PRIVILEGE_NOT_HELD.
 */
NTSTATUS nt_choose_primary_token(PETHREAD caller, const PS_ATTRIBUTE_LIST *given,
                                 struct se_token **token);

#endif
