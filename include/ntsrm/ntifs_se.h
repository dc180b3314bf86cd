/*
 * Se*: client security contexts, subject contexts, and questions about tokens. Part of ntifs.h;
 * include that one.
 *
 * SeDeleteClientSecurity, SeStopImpersonatingClient and SeQuerySubjectContextToken are macros in
 * the driver kit and functions here.
 */
#ifndef NTSRM_NTIFS_SE_H
#define NTSRM_NTIFS_SE_H

#include "ntifs.h"

NTSRM_BEGIN

/*
 * Captures the effective token of ClientThread (its own, not the caller's) into ClientContext, so
 * that SeImpersonateClientEx can use it later. Dynamic tracking of a local client keeps a reference
 * to that very token; everything else keeps a copy of it at the requested level. Each success is
 * matched by one SeDeleteClientSecurity. Whether a server may impersonate is not asked here.
 *
 * STATUS_SUCCESS
 * STATUS_INVALID_PARAMETER        the requested level is none of the four
 * STATUS_BAD_IMPERSONATION_LEVEL  the client itself impersonates, and at SecurityAnonymous or
 *                                 SecurityIdentification, or below the requested level, or below
 *                                 SecurityDelegation while RemoteSession is TRUE; a client that
 *                                 runs on its primary token never gets this
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the copy
 * Page: ntifs SeCreateClientSecurity
 */
NTSTATUS NTAPI SeCreateClientSecurity(_In_ PETHREAD ClientThread,
                                      _In_ PSECURITY_QUALITY_OF_SERVICE ClientSecurityQos,
                                      _In_ BOOLEAN RemoteSession,
                                      _Out_ PSECURITY_CLIENT_CONTEXT ClientContext);

/*
 * The same for a client that was captured as a subject context. A subject context does not carry
 * the thread's effective-only flag, so that only ClientSecurityQos can ask for it.
 *
 * Statuses as SeCreateClientSecurity; ServerIsRemote is its RemoteSession.
 * Page: ntifs SeCreateClientSecurityFromSubjectContext
 */
NTSTATUS NTAPI SeCreateClientSecurityFromSubjectContext(
    _In_ PSECURITY_SUBJECT_CONTEXT SubjectContext,
    _In_ PSECURITY_QUALITY_OF_SERVICE ClientSecurityQos, _In_ BOOLEAN ServerIsRemote,
    _Out_ PSECURITY_CLIENT_CONTEXT ClientContext);

/*
 * Drops the token reference of a client context. Threads that impersonate from it go on, since they
 * hold references of their own. The fields stay as they are: a second call drops a reference that
 * the context does not have.
 * Page: ntifs SeDeleteClientSecurity
 */
VOID NTAPI SeDeleteClientSecurity(_Inout_ PSECURITY_CLIENT_CONTEXT ClientContext);

/*
 * SeImpersonateClientEx without an answer: after a failure the thread silently stays what it was.
 * Obsolete.
 * Page: ntifs SeImpersonateClient
 */
VOID NTAPI SeImpersonateClient(_In_ PSECURITY_CLIENT_CONTEXT ClientContext,
                               _In_opt_ PETHREAD ServerThread);

/*
 * Makes ServerThread (the calling one when NULL) impersonate the client of a context, by way of
 * PsImpersonateClient with CopyOnOpen TRUE. The context is believed as it stands, keeps its own
 * token reference and can be used again.
 *
 * STATUS_SUCCESS                  also when the level was lowered: see PsImpersonateClient
 * STATUS_ACCESS_DENIED            limits of the thread's job forbid the token
 * STATUS_NO_MEMORY                no memory for the thread's impersonation block
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the lowered copy
 * Page: ntifs SeImpersonateClientEx
 */
NTSTATUS NTAPI SeImpersonateClientEx(_In_ PSECURITY_CLIENT_CONTEXT ClientContext,
                                     _In_opt_ PETHREAD ServerThread);

/*
 * Ends whatever the calling thread impersonates. What SeImpersonateClientEx began on another thread
 * is ended by PsImpersonateClient with a NULL token instead.
 * Page: ntifs SeStopImpersonatingClient
 */
VOID NTAPI SeStopImpersonatingClient(VOID);

/*
 * Takes references to the tokens of the calling thread and its process. A later revert does not
 * change what was captured; SeReleaseSubjectContext must follow.
 * Page: ntifs SeCaptureSubjectContext
 */
VOID NTAPI SeCaptureSubjectContext(_Out_ PSECURITY_SUBJECT_CONTEXT SubjectContext);

/*
 * The same for a given thread and process. With Thread NULL no client token is captured.
 * Page: ntddk SeCaptureSubjectContextEx
 */
VOID NTAPI SeCaptureSubjectContextEx(_In_opt_ PETHREAD Thread, _In_ PEPROCESS Process,
                                     _Out_ PSECURITY_SUBJECT_CONTEXT SubjectContext);

/*
 * Holds the captured tokens still, so that several questions get answers about one state.
 * Page: ntifs SeLockSubjectContext
 */
VOID NTAPI SeLockSubjectContext(_In_ PSECURITY_SUBJECT_CONTEXT SubjectContext);

/*
 * Undoes SeLockSubjectContext.
 * Page: ntifs SeUnlockSubjectContext
 */
VOID NTAPI SeUnlockSubjectContext(_In_ PSECURITY_SUBJECT_CONTEXT SubjectContext);

/*
 * Drops the references of a subject context and sets both of its tokens to NULL.
 * Page: ntifs SeReleaseSubjectContext
 */
VOID NTAPI SeReleaseSubjectContext(_Inout_ PSECURITY_SUBJECT_CONTEXT SubjectContext);

/*
 * The captured client token, or the primary one where there is none. Borrowed: no reference, no
 * lock, and no look at the impersonation level, which is for the access check to judge.
 * Page: ntifs SeQuerySubjectContextToken
 */
PACCESS_TOKEN NTAPI SeQuerySubjectContextToken(_In_ PSECURITY_SUBJECT_CONTEXT SubjectContext);

/*
 * Whether a token is a primary or an impersonation token.
 * Page: ntifs SeTokenType
 */
TOKEN_TYPE NTAPI SeTokenType(_In_ PACCESS_TOKEN Token);

/*
 * TRUE if the token has the Administrators group and not for denials only.
 * Page: ntifs SeTokenIsAdmin
 */
BOOLEAN NTAPI SeTokenIsAdmin(_In_ PACCESS_TOKEN Token);

/*
 * TRUE if the token has restricting SIDs.
 * Page: ntifs SeTokenIsRestricted
 */
BOOLEAN NTAPI SeTokenIsRestricted(_In_ PACCESS_TOKEN Token);

/*
 * The level recorded in the token. Of a primary token it says nothing. A thread can impersonate a
 * token at another level than this one.
 * Header only: ntifs.h
 */
SECURITY_IMPERSONATION_LEVEL NTAPI SeTokenImpersonationLevel(_In_ PACCESS_TOKEN Token);

NTSRM_END

#endif
