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
 * Whether the subject's token has privileges of the set enabled: all of them if Control is
 * PRIVILEGE_SET_ALL_NECESSARY, else at least one. Each one that is enabled gets
 * SE_PRIVILEGE_USED_FOR_ACCESS, also if the answer is FALSE. A client token that is impersonated
 * below SecurityImpersonation holds nothing. AccessMode KernelMode holds everything, whatever the
 * token is, and marks everything.
 * Page: ntifs SePrivilegeCheck
 */
BOOLEAN NTAPI SePrivilegeCheck(_Inout_ PPRIVILEGE_SET RequiredPrivileges,
                               _In_ PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext,
                               _In_ KPROCESSOR_MODE AccessMode);

/*
 * Whether the calling thread holds one privilege, enabled: in the token that it impersonates, at
 * SecurityImpersonation or above, or else in that of its process. PreviousMode KernelMode holds
 * every privilege.
 * Page: ntddk SeSinglePrivilegeCheck
 */
BOOLEAN NTAPI SeSinglePrivilegeCheck(_In_ LUID PrivilegeValue, _In_ KPROCESSOR_MODE PreviousMode);

/*
 * Makes a token that may do less than an existing one, as NtFilterToken does, but without a handle:
 * FilteredToken has one reference, which ObDereferenceObject drops. Pointers are trusted, and
 * SANDBOX_INERT always counts. The page refuses a token that is not an impersonation token, and
 * takes one, in different places (policy filter-primary).
 *
 * STATUS_SUCCESS
 * STATUS_INVALID_PARAMETER        as for NtFilterToken
 * STATUS_INVALID_SID              a list holds something that is no SID
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the token or a list
 * STATUS_NOT_IMPLEMENTED          what NtFilterToken does not model
 * Page: ntifs SeFilterToken
 */
NTSTATUS NTAPI SeFilterToken(_In_ PACCESS_TOKEN ExistingToken, _In_ ULONG Flags,
                             _In_opt_ PTOKEN_GROUPS SidsToDisable,
                             _In_opt_ PTOKEN_PRIVILEGES PrivilegesToDelete,
                             _In_opt_ PTOKEN_GROUPS RestrictedSids,
                             _Outptr_ PACCESS_TOKEN *FilteredToken);

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
 * TRUE if the token's restricting SIDs are asked for write access only.
 * Page: ntifs SeTokenIsWriteRestricted
 */
BOOLEAN NTAPI SeTokenIsWriteRestricted(_In_ PACCESS_TOKEN Token);

/*
 * The information of one class about a token: the structure of the class, and behind it the SIDs
 * and lists that it points to. ExFreePool must follow a success, but for two classes: of
 * TokenSessionId and TokenIntegrityLevel *TokenInformation gets the ULONG itself (of the latter
 * SECURITY_MANDATORY_*_RID), so that it may be the address of a ULONG.
 *
 * After an error *TokenInformation is what it was. That the pool can fail is inferred; that classes
 * beyond those of the page are served is too.
 *
 * STATUS_SUCCESS
 * STATUS_INVALID_INFO_CLASS       no class of this version, or TokenRestrictedSids,
 *                                 TokenGroupsAndPrivileges, TokenSandBoxInert or TokenOrigin; or
 *                                 TokenImpersonationLevel of a primary token
 * STATUS_NOT_FOUND                TokenLogonSid of a token without one
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the information
 * STATUS_NOT_IMPLEMENTED          a class that ntsrm does not model (docs/caveats.md)
 * Page: ntifs SeQueryInformationToken
 */
NTSTATUS NTAPI SeQueryInformationToken(_In_ PACCESS_TOKEN Token,
                                       _In_ TOKEN_INFORMATION_CLASS TokenInformationClass,
                                       _Outptr_ PVOID *TokenInformation);

/*
 * Gives back pool memory, such as that of SeQueryInformationToken.
 * Page: ntddk ExFreePool
 */
VOID NTAPI ExFreePool(_In_ PVOID P);

/*
 * The level recorded in the token. Of a primary token it says nothing. A thread can impersonate a
 * token at another level than this one.
 * Header only: ntifs.h
 */
SECURITY_IMPERSONATION_LEVEL NTAPI SeTokenImpersonationLevel(_In_ PACCESS_TOKEN Token);

NTSRM_END

#endif
