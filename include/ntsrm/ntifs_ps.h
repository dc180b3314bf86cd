/*
 * Ps*: what a thread impersonates, and the primary token of a process. Part of ntifs.h; include
 * that one.
 *
 * PsReference* add a reference that PsDereference* drops. A thread impersonates one token or none;
 * there is no stack, so that who wants to come back to a token has to save it first.
 */
#ifndef NTSRM_NTIFS_PS_H
#define NTSRM_NTIFS_PS_H

#include "ntifs.h"

NTSRM_BEGIN

/*
 * The calling thread, which in ntsrm is the simulated one that srm.h made current.
 * Page: ntddk PsGetCurrentThread
 */
PETHREAD NTAPI PsGetCurrentThread(VOID);

/*
 * The process of the calling thread.
 * Page: ntddk PsGetCurrentProcess
 */
PEPROCESS NTAPI PsGetCurrentProcess(VOID);

/*
 * Makes Thread impersonate Token, which may be of either type; NULL ends the impersonation and
 * always succeeds. The token that was impersonated before loses a reference.
 *
 * The gate compares Token with the primary token of the thread's process. What it refuses still
 * succeeds, but with a copy of Token at SecurityIdentification: read the level back to know.
 *
 * CopyOnOpen      whoever opens the thread's token gets a duplicate
 * EffectiveOnly   that duplicate has no disabled groups and privileges
 *
 * STATUS_SUCCESS
 * STATUS_NO_MEMORY                no memory for the thread's impersonation block, which stays with
 *                                 the thread once it is there, also if the call then fails
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the lowered copy
 * STATUS_ACCESS_DENIED            limits of the thread's job forbid the token (before Vista)
 * Page: ntifs PsImpersonateClient
 */
NTSTATUS NTAPI PsImpersonateClient(_Inout_ PETHREAD Thread, _In_opt_ PACCESS_TOKEN Token,
                                   _In_ BOOLEAN CopyOnOpen, _In_ BOOLEAN EffectiveOnly,
                                   _In_ SECURITY_IMPERSONATION_LEVEL ImpersonationLevel);

/*
 * Makes Thread impersonate the token behind a handle, directly and at the token's own level; NULL
 * ends the impersonation.
 *
 * STATUS_SUCCESS                  also when the level was lowered: see PsImpersonateClient
 * STATUS_INVALID_HANDLE           no such handle
 * STATUS_OBJECT_TYPE_MISMATCH     not a token
 * STATUS_ACCESS_DENIED            the handle lacks TOKEN_IMPERSONATE, or limits of the job
 * STATUS_BAD_TOKEN_TYPE           a primary token
 * STATUS_NO_MEMORY, STATUS_INSUFFICIENT_RESOURCES  as PsImpersonateClient
 * Header only: ntifs.h
 */
NTSTATUS NTAPI PsAssignImpersonationToken(_In_ PETHREAD Thread, _In_opt_ HANDLE Token);

/*
 * Ends whatever the calling thread impersonates; nothing happens if that is nothing.
 * Page: ntifs PsRevertToSelf
 */
VOID NTAPI PsRevertToSelf(VOID);

/*
 * The same for a given thread.
 * Header only: ntifs.h
 */
VOID NTAPI PsRevertThreadToSelf(_Inout_ PETHREAD Thread);

/*
 * Takes the thread's impersonation away for a while and keeps it in ImpersonationState, reference
 * and all. Returns TRUE if there was one; else the state is zeroed.
 * Header only: ntifs.h
 */
BOOLEAN NTAPI PsDisableImpersonation(_Inout_ PETHREAD Thread,
                                     _Inout_ PSE_IMPERSONATION_STATE ImpersonationState);

/*
 * Gives back what PsDisableImpersonation took, without asking again whether it is allowed. What the
 * thread impersonates meanwhile loses its reference.
 * Header only: ntifs.h
 */
VOID NTAPI PsRestoreImpersonation(_Inout_ PETHREAD Thread,
                                  _In_ PSE_IMPERSONATION_STATE ImpersonationState);

/*
 * TRUE while the thread impersonates, be it its own user.
 * Header only: ntifs.h
 */
BOOLEAN NTAPI PsIsThreadImpersonating(_In_ PETHREAD Thread);

/*
 * References the primary token of a process. Never NULL.
 * Page: ntifs PsReferencePrimaryToken
 */
PACCESS_TOKEN NTAPI PsReferencePrimaryToken(_Inout_ PEPROCESS Process);

/*
 * References the token that the thread impersonates and tells how. NULL if there is none; the out
 * parameters are untouched then.
 * Page: ntifs PsReferenceImpersonationToken
 */
PACCESS_TOKEN NTAPI PsReferenceImpersonationToken(
    _Inout_ PETHREAD Thread, _Out_ PBOOLEAN CopyOnOpen, _Out_ PBOOLEAN EffectiveOnly,
    _Out_ PSECURITY_IMPERSONATION_LEVEL ImpersonationLevel);

/*
 * References the token that counts for the thread: what it impersonates, else the primary token of
 * its process. TokenType tells which of the two, not what type the token itself has;
 * ImpersonationLevel is written in the first case only.
 * Header only: ntifs.h
 */
PACCESS_TOKEN NTAPI PsReferenceEffectiveToken(
    _In_ PETHREAD Thread, _Out_ PTOKEN_TYPE TokenType, _Out_ PBOOLEAN EffectiveOnly,
    _Out_ PSECURITY_IMPERSONATION_LEVEL ImpersonationLevel);

/*
 * Drops a reference to a primary token.
 * Page: ntifs PsDereferencePrimaryToken
 */
VOID NTAPI PsDereferencePrimaryToken(_In_ PACCESS_TOKEN PrimaryToken);

/*
 * Drops a reference to an impersonation token; NULL does nothing.
 * Page: ntifs PsDereferenceImpersonationToken
 */
VOID NTAPI PsDereferenceImpersonationToken(_In_opt_ PACCESS_TOKEN ImpersonationToken);

/*
 * Gives back one reference on any object: a token that SeFilterToken made, a thread, a process.
 * Page: wdm ObDereferenceObject
 */
VOID NTAPI ObDereferenceObject(_In_ PVOID Object);

NTSRM_END

#endif
