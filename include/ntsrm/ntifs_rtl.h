/*
 * Rtl*: building and reading SIDs, lists and security descriptors in one's own memory. Part of
 * ntifs.h; include that one.
 *
 * These are a library, no calls: they ask no rule, leave no trace, and need neither a world nor a
 * thread. What they are given must be memory that can be accessed, aligned for what it holds. A
 * function that fails has changed nothing. Formats: access-check B-1 to B-7; answers: B-2, B-3,
 * B-5, B-10, A-61.
 */
#ifndef NTSRM_NTIFS_RTL_H
#define NTSRM_NTIFS_RTL_H

#include "ntifs.h"

NTSRM_BEGIN

/* ---- SIDs ---- */

/* Revision 1 and at most 15 sub-authorities; FALSE for NULL. Page: ntifs RtlValidSid */
BOOLEAN NTAPI RtlValidSid(_In_opt_ PSID Sid);

/* FALSE also if one of them is invalid. Page: ntifs RtlEqualSid */
BOOLEAN NTAPI RtlEqualSid(_In_ PSID Sid1, _In_ PSID Sid2);

/* The same up to the last sub-authority, and as many of them. Page: ntifs RtlEqualPrefixSid */
BOOLEAN NTAPI RtlEqualPrefixSid(_In_ PSID Sid1, _In_ PSID Sid2);

/* Of a valid SID, in bytes. Page: ntifs RtlLengthSid */
ULONG NTAPI RtlLengthSid(_In_ PSID Sid);

/* Of a SID with so many sub-authorities. Page: ntifs RtlLengthRequiredSid */
ULONG NTAPI RtlLengthRequiredSid(_In_ ULONG SubAuthorityCount);

/*
 * STATUS_BUFFER_TOO_SMALL   the SID does not fit
 * Page: ntifs RtlCopySid
 */
NTSTATUS NTAPI RtlCopySid(_In_ ULONG DestinationSidLength,
                          _Out_writes_bytes_opt_(DestinationSidLength) PSID DestinationSid,
                          _In_ PSID SourceSid);

/*
 * Writes everything but the sub-authorities.
 *
 * STATUS_INVALID_PARAMETER   more than 15 of them
 * Page: ntifs RtlInitializeSid
 */
NTSTATUS NTAPI RtlInitializeSid(_Out_ PSID Sid, _In_ PSID_IDENTIFIER_AUTHORITY IdentifierAuthority,
                                _In_ UCHAR SubAuthorityCount);

/* Where these are in a SID; the index is not checked. Pages: ntifs of the same names */
PULONG NTAPI RtlSubAuthoritySid(_In_ PSID Sid, _In_ ULONG SubAuthority);
PUCHAR NTAPI RtlSubAuthorityCountSid(_In_ PSID Sid);
PSID_IDENTIFIER_AUTHORITY NTAPI RtlIdentifierAuthoritySid(_In_ PSID Sid);

/* ---- lists ---- */

/* What stands at B-3 of access-check; FALSE for NULL. Page: none, declared by headers only */
BOOLEAN NTAPI RtlValidAcl(_In_opt_ PACL Acl);

/*
 * Makes an empty list of that many bytes, which should be a multiple of 4.
 *
 * STATUS_BUFFER_TOO_SMALL    no room for the header
 * STATUS_INVALID_PARAMETER   a revision below 2 or above 4, or more than 65535 bytes
 * Page: ntifs RtlCreateAcl
 */
NTSTATUS NTAPI RtlCreateAcl(_Out_writes_bytes_(AclLength) PACL Acl, _In_ ULONG AclLength,
                            _In_ ULONG AclRevision);

/*
 * Puts entries into a list, in front of that one, or at the end (any index behind the last). The
 * list's revision becomes the higher one; 5 and above make it invalid, as they do on Windows.
 *
 * STATUS_INVALID_PARAMETER   the list is invalid, or the entries do not fill AceListLength
 * STATUS_BUFFER_TOO_SMALL    there is no room in the list
 * Page: ntifs RtlAddAce
 */
NTSTATUS NTAPI RtlAddAce(_Inout_ PACL Acl, _In_ ULONG AceRevision, _In_ ULONG StartingAceIndex,
                         _In_reads_bytes_(AceListLength) PVOID AceList, _In_ ULONG AceListLength);

/* Takes an entry out. STATUS_INVALID_PARAMETER: there is none, or the list is invalid.
 * Page: ntifs RtlDeleteAce */
NTSTATUS NTAPI RtlDeleteAce(_Inout_ PACL Acl, _In_ ULONG AceIndex);

/* Where an entry is. STATUS_INVALID_PARAMETER: there is none, or the list is invalid.
 * Page: ntifs RtlGetAce */
NTSTATUS NTAPI RtlGetAce(_In_ PACL Acl, _In_ ULONG AceIndex, _Outptr_ PVOID *Ace);

/*
 * Where the room behind the last entry begins, NULL if there is none. FALSE: the entries do not fit
 * into the list. Page: none, declared by headers only
 */
BOOLEAN NTAPI RtlFirstFreeAce(_In_ PACL Acl, _Outptr_ PVOID *FirstFree);

/*
 * Each adds one entry at the end. The list's revision becomes the higher one.
 *
 * STATUS_INVALID_SID                the SID is none
 * STATUS_INVALID_ACL                the list is invalid
 * STATUS_REVISION_MISMATCH          a revision below 2 or above 4; for object entries, the list's
 *                                   or the one given is not 4
 * STATUS_ALLOTTED_SPACE_EXCEEDED    there is no room in the list
 * STATUS_INVALID_PARAMETER          a label's mask has bits that mean nothing
 *
 * An object entry without any GUID is written as a plain one, as SDDL does. Page: ntifs
 * RtlAddAccessAllowedAce; the others are declared by headers only
 */
NTSTATUS NTAPI RtlAddAccessAllowedAce(_Inout_ PACL Acl, _In_ ULONG AceRevision,
                                      _In_ ACCESS_MASK AccessMask, _In_ PSID Sid);
NTSTATUS NTAPI RtlAddAccessAllowedAceEx(_Inout_ PACL Acl, _In_ ULONG AceRevision,
                                        _In_ ULONG AceFlags, _In_ ACCESS_MASK AccessMask,
                                        _In_ PSID Sid);
NTSTATUS NTAPI RtlAddAccessDeniedAce(_Inout_ PACL Acl, _In_ ULONG AceRevision,
                                     _In_ ACCESS_MASK AccessMask, _In_ PSID Sid);
NTSTATUS NTAPI RtlAddAccessDeniedAceEx(_Inout_ PACL Acl, _In_ ULONG AceRevision,
                                       _In_ ULONG AceFlags, _In_ ACCESS_MASK AccessMask,
                                       _In_ PSID Sid);
NTSTATUS NTAPI RtlAddAccessAllowedObjectAce(_Inout_ PACL Acl, _In_ ULONG AceRevision,
                                            _In_ ULONG AceFlags, _In_ ACCESS_MASK AccessMask,
                                            _In_opt_ GUID *ObjectTypeGuid,
                                            _In_opt_ GUID *InheritedObjectTypeGuid, _In_ PSID Sid);
NTSTATUS NTAPI RtlAddAccessDeniedObjectAce(_Inout_ PACL Acl, _In_ ULONG AceRevision,
                                           _In_ ULONG AceFlags, _In_ ACCESS_MASK AccessMask,
                                           _In_opt_ GUID *ObjectTypeGuid,
                                           _In_opt_ GUID *InheritedObjectTypeGuid, _In_ PSID Sid);
NTSTATUS NTAPI RtlAddMandatoryAce(_Inout_ PACL Acl, _In_ ULONG AceRevision, _In_ ULONG AceFlags,
                                  _In_ PSID Sid, _In_ UCHAR AceType, _In_ ACCESS_MASK AccessMask);

/* ---- descriptors ---- */

/*
 * Makes an absolute one without parts. STATUS_UNKNOWN_REVISION: Revision is not 1.
 * Page: wdm RtlCreateSecurityDescriptor
 */
NTSTATUS NTAPI RtlCreateSecurityDescriptor(_Out_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                           _In_ ULONG Revision);

/* Revision, SIDs and lists are right; FALSE for NULL. Page: wdm RtlValidSecurityDescriptor */
BOOLEAN NTAPI RtlValidSecurityDescriptor(_In_opt_ PSECURITY_DESCRIPTOR SecurityDescriptor);

/*
 * The same for a self-relative one in that many bytes, which must have the parts required; lists
 * may be NULL ones. Page: wdm RtlValidRelativeSecurityDescriptor
 */
BOOLEAN NTAPI RtlValidRelativeSecurityDescriptor(_In_reads_bytes_(SecurityDescriptorLength)
                                                     PSECURITY_DESCRIPTOR SecurityDescriptorInput,
                                                 _In_ ULONG SecurityDescriptorLength,
                                                 _In_ SECURITY_INFORMATION RequiredInformation);

/* Of a valid one, with all its parts. Page: wdm RtlLengthSecurityDescriptor */
ULONG NTAPI RtlLengthSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor);

/*
 * The parts of a descriptor of either form.
 *
 * STATUS_UNKNOWN_REVISION         the descriptor's revision is not 1
 * STATUS_INVALID_SECURITY_DESCR   a part is to be set in a self-relative descriptor
 * STATUS_INVALID_PARAMETER        control bits that say what parts there are, or defaulted ones
 *
 * Pages: ntifs and wdm of the same names; Control is declared by headers only
 */
NTSTATUS NTAPI RtlGetControlSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                               _Out_ PSECURITY_DESCRIPTOR_CONTROL Control,
                                               _Out_ PULONG Revision);
NTSTATUS NTAPI
RtlSetControlSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                _In_ SECURITY_DESCRIPTOR_CONTROL ControlBitsOfInterest,
                                _In_ SECURITY_DESCRIPTOR_CONTROL ControlBitsToSet);
NTSTATUS NTAPI RtlGetOwnerSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                             _Outptr_ PSID *Owner, _Out_ PBOOLEAN OwnerDefaulted);
NTSTATUS NTAPI RtlSetOwnerSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                             _In_opt_ PSID Owner, _In_ BOOLEAN OwnerDefaulted);
NTSTATUS NTAPI RtlGetGroupSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                             _Outptr_ PSID *Group, _Out_ PBOOLEAN GroupDefaulted);
NTSTATUS NTAPI RtlSetGroupSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                             _In_opt_ PSID Group, _In_ BOOLEAN GroupDefaulted);
/* The list and the defaulted flag are set only if it is present. */
NTSTATUS NTAPI RtlGetDaclSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                            _Out_ PBOOLEAN DaclPresent, _Out_ PACL *Dacl,
                                            _Out_ PBOOLEAN DaclDefaulted);
NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                            _In_ BOOLEAN DaclPresent, _In_opt_ PACL Dacl,
                                            _In_ BOOLEAN DaclDefaulted);
NTSTATUS NTAPI RtlGetSaclSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                            _Out_ PBOOLEAN SaclPresent, _Out_ PACL *Sacl,
                                            _Out_ PBOOLEAN SaclDefaulted);
NTSTATUS NTAPI RtlSetSaclSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                            _In_ BOOLEAN SaclPresent, _In_opt_ PACL Sacl,
                                            _In_ BOOLEAN SaclDefaulted);

/*
 * Writes the self-relative form, in the order SACL, DACL, owner, group; the second takes
 * self-relative ones, too.
 *
 * BufferLength   gets the size that is needed if the buffer is too small; else it stays
 *
 * STATUS_BAD_DESCRIPTOR_FORMAT    the descriptor is self-relative already
 * STATUS_INVALID_SECURITY_DESCR   it is invalid
 * STATUS_BUFFER_TOO_SMALL         it does not fit
 * Page: ntifs RtlAbsoluteToSelfRelativeSD; the other is declared by headers only
 */
NTSTATUS NTAPI RtlAbsoluteToSelfRelativeSD(_In_ PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
                                           _Out_writes_bytes_opt_(*BufferLength)
                                               PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
                                           _Inout_ PULONG BufferLength);
NTSTATUS NTAPI RtlMakeSelfRelativeSD(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor,
                                     _Out_writes_bytes_opt_(*BufferLength)
                                         PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
                                     _Inout_ PULONG BufferLength);

/*
 * Writes the absolute form, whose parts go into buffers of their own.
 *
 * ...Size   get the sizes that are needed if one of the buffers is too small; else they stay
 *
 * STATUS_BAD_DESCRIPTOR_FORMAT    the descriptor is absolute already
 * STATUS_INVALID_SECURITY_DESCR   it is invalid
 * STATUS_BUFFER_TOO_SMALL         something does not fit
 * Page: ntifs RtlSelfRelativeToAbsoluteSD
 */
NTSTATUS NTAPI RtlSelfRelativeToAbsoluteSD(
    _In_ PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
    _Out_writes_bytes_opt_(*AbsoluteSecurityDescriptorSize)
        PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
    _Inout_ PULONG AbsoluteSecurityDescriptorSize, _Out_writes_bytes_opt_(*DaclSize) PACL Dacl,
    _Inout_ PULONG DaclSize, _Out_writes_bytes_opt_(*SaclSize) PACL Sacl, _Inout_ PULONG SaclSize,
    _Out_writes_bytes_opt_(*OwnerSize) PSID Owner, _Inout_ PULONG OwnerSize,
    _Out_writes_bytes_opt_(*PrimaryGroupSize) PSID PrimaryGroup, _Inout_ PULONG PrimaryGroupSize);

NTSRM_END

#endif
