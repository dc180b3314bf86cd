/*
 * Building and reading SIDs, lists and security descriptors in a program's own memory: the Rtl
 * functions of ntifs_rtl.h with a last error. Part of securitybaseapi.h; include that one.
 *
 * These are a library, no calls: they ask no rule and leave no trace. Each returns nonzero on
 * success; after a zero GetLastError says why, where an error is named, and is as it was before
 * where none is.
 */
#ifndef NTSRM_SECURITYBASEAPI_LIBRARY_H
#define NTSRM_SECURITYBASEAPI_LIBRARY_H

#include "securitybaseapi.h"

NTSRM_BEGIN

/* ---- SIDs ---- */

/* No error is named. Page: securitybaseapi IsValidSid */
BOOL WINAPI IsValidSid(_In_opt_ PSID pSid);

/* No error is named; zero also if one of them is invalid. Pages: securitybaseapi EqualSid,
 * EqualPrefixSid */
BOOL WINAPI EqualSid(_In_ PSID pSid1, _In_ PSID pSid2);
BOOL WINAPI EqualPrefixSid(_In_ PSID pSid1, _In_ PSID pSid2);

/* Of a valid SID, and of one with so many sub-authorities, in bytes. Pages: securitybaseapi
 * GetLengthSid, GetSidLengthRequired */
DWORD WINAPI GetLengthSid(_In_ PSID pSid);
DWORD WINAPI GetSidLengthRequired(_In_ UCHAR nSubAuthorityCount);

/* ERROR_INSUFFICIENT_BUFFER: the SID does not fit. Page: securitybaseapi CopySid */
BOOL WINAPI CopySid(_In_ DWORD nDestinationSidLength,
                    _Out_writes_bytes_opt_(nDestinationSidLength) PSID pDestinationSid,
                    _In_ PSID pSourceSid);

/*
 * Writes everything but the sub-authorities. ERROR_INVALID_PARAMETER: more than 15 of them.
 * Page: securitybaseapi InitializeSid
 */
BOOL WINAPI InitializeSid(_Out_ PSID Sid, _In_ PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                          _In_ BYTE nSubAuthorityCount);

/*
 * Makes a SID of up to 8 sub-authorities, to be given back with FreeSid, which returns NULL.
 *
 * ERROR_INVALID_SID   more than 8 (inferred)
 * Pages: securitybaseapi AllocateAndInitializeSid, FreeSid
 */
BOOL WINAPI AllocateAndInitializeSid(_In_ PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                                     _In_ BYTE nSubAuthorityCount, _In_ DWORD nSubAuthority0,
                                     _In_ DWORD nSubAuthority1, _In_ DWORD nSubAuthority2,
                                     _In_ DWORD nSubAuthority3, _In_ DWORD nSubAuthority4,
                                     _In_ DWORD nSubAuthority5, _In_ DWORD nSubAuthority6,
                                     _In_ DWORD nSubAuthority7, _Outptr_ PSID *pSid);
PVOID WINAPI FreeSid(_In_ PSID pSid);

/* Where these are in a SID; the index is not checked. Pages: securitybaseapi of the same names */
PDWORD WINAPI GetSidSubAuthority(_In_ PSID pSid, _In_ DWORD nSubAuthority);
PUCHAR WINAPI GetSidSubAuthorityCount(_In_ PSID pSid);
PSID_IDENTIFIER_AUTHORITY WINAPI GetSidIdentifierAuthority(_In_ PSID pSid);

/* ---- lists ---- */

/* No error is named. Page: securitybaseapi IsValidAcl */
BOOL WINAPI IsValidAcl(_In_opt_ PACL pAcl);

/*
 * Makes an empty list of that many bytes, which should be a multiple of 4.
 *
 * ERROR_INSUFFICIENT_BUFFER   no room for the header
 * ERROR_INVALID_PARAMETER     a revision below 2 or above 4, or more than 65535 bytes
 * Page: securitybaseapi InitializeAcl
 */
BOOL WINAPI InitializeAcl(_Out_writes_bytes_(nAclLength) PACL pAcl, _In_ DWORD nAclLength,
                          _In_ DWORD dwAclRevision);

/*
 * How a list is described: its revision (ACL_REVISION_INFORMATION), or how many entries it has and
 * how many bytes are used and free (ACL_SIZE_INFORMATION).
 *
 * ERROR_INVALID_PARAMETER     the list is invalid, or there is no such class
 * ERROR_INSUFFICIENT_BUFFER   the information does not fit
 * Page: securitybaseapi GetAclInformation
 */
BOOL WINAPI GetAclInformation(_In_ PACL pAcl,
                              _Out_writes_bytes_(nAclInformationLength) LPVOID pAclInformation,
                              _In_ DWORD nAclInformationLength,
                              _In_ ACL_INFORMATION_CLASS dwAclInformationClass);

/*
 * Puts entries into a list, in front of that one, or at the end (MAXDWORD). The list's revision
 * becomes the higher one; 5 and above make it invalid, as they do on Windows.
 *
 * ERROR_INVALID_PARAMETER     the list is invalid, or the entries do not fill nAceListLength
 * ERROR_INSUFFICIENT_BUFFER   there is no room in the list
 * Page: securitybaseapi AddAce
 */
BOOL WINAPI AddAce(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision, _In_ DWORD dwStartingAceIndex,
                   _In_reads_bytes_(nAceListLength) LPVOID pAceList, _In_ DWORD nAceListLength);

/* ERROR_INVALID_PARAMETER: there is no such entry, or the list is invalid. Pages: securitybaseapi
 * DeleteAce, GetAce */
BOOL WINAPI DeleteAce(_Inout_ PACL pAcl, _In_ DWORD dwAceIndex);
BOOL WINAPI GetAce(_In_ PACL pAcl, _In_ DWORD dwAceIndex, _Outptr_ LPVOID *pAce);

/* Where the room behind the last entry begins. No error is named: the entries do not fit into the
 * list. Page: securitybaseapi FindFirstFreeAce */
BOOL WINAPI FindFirstFreeAce(_In_ PACL pAcl, _Outptr_ LPVOID *pAce);

/*
 * Each adds one entry at the end. The list's revision becomes the higher one.
 *
 * ERROR_INVALID_SID               the SID is none
 * ERROR_INVALID_ACL               the list is invalid
 * ERROR_REVISION_MISMATCH         a revision below 2 or above 4; for object entries, the list's or
 *                                 the one given is not 4
 * ERROR_ALLOTTED_SPACE_EXCEEDED   there is no room in the list
 * ERROR_INVALID_PARAMETER         a label's policy has bits that mean nothing
 *
 * An object entry without any GUID is written as a plain one, as SDDL does. Pages: securitybaseapi
 * of the same names
 */
BOOL WINAPI AddAccessAllowedAce(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision, _In_ DWORD AccessMask,
                                _In_ PSID pSid);
BOOL WINAPI AddAccessAllowedAceEx(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision, _In_ DWORD AceFlags,
                                  _In_ DWORD AccessMask, _In_ PSID pSid);
BOOL WINAPI AddAccessDeniedAce(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision, _In_ DWORD AccessMask,
                               _In_ PSID pSid);
BOOL WINAPI AddAccessDeniedAceEx(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision, _In_ DWORD AceFlags,
                                 _In_ DWORD AccessMask, _In_ PSID pSid);
BOOL WINAPI AddAccessAllowedObjectAce(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision,
                                      _In_ DWORD AceFlags, _In_ DWORD AccessMask,
                                      _In_opt_ GUID *ObjectTypeGuid,
                                      _In_opt_ GUID *InheritedObjectTypeGuid, _In_ PSID pSid);
BOOL WINAPI AddAccessDeniedObjectAce(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision,
                                     _In_ DWORD AceFlags, _In_ DWORD AccessMask,
                                     _In_opt_ GUID *ObjectTypeGuid,
                                     _In_opt_ GUID *InheritedObjectTypeGuid, _In_ PSID pSid);
BOOL WINAPI AddMandatoryAce(_Inout_ PACL pAcl, _In_ DWORD dwAceRevision, _In_ DWORD AceFlags,
                            _In_ DWORD MandatoryPolicy, _In_ PSID pLabelSid);

/* ---- descriptors ---- */

/* ERROR_INVALID_SECURITY_DESCR: it is NULL, or a part of it is invalid. Page: securitybaseapi
 * IsValidSecurityDescriptor */
BOOL WINAPI IsValidSecurityDescriptor(_In_opt_ PSECURITY_DESCRIPTOR pSecurityDescriptor);

/* Makes an absolute one without parts. ERROR_UNKNOWN_REVISION: dwRevision is not 1. Page:
 * securitybaseapi InitializeSecurityDescriptor */
BOOL WINAPI InitializeSecurityDescriptor(_Out_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                         _In_ DWORD dwRevision);

/* Of a valid one, with all its parts. Page: securitybaseapi GetSecurityDescriptorLength */
DWORD WINAPI GetSecurityDescriptorLength(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor);

/*
 * The parts of a descriptor of either form.
 *
 * ERROR_UNKNOWN_REVISION         the descriptor's revision is not 1
 * ERROR_INVALID_SECURITY_DESCR   a part is to be set in a self-relative descriptor
 * ERROR_INVALID_PARAMETER        control bits that say what parts there are, or defaulted ones
 *
 * Pages: securitybaseapi of the same names
 */
BOOL WINAPI GetSecurityDescriptorControl(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                         _Out_ PSECURITY_DESCRIPTOR_CONTROL pControl,
                                         _Out_ LPDWORD lpdwRevision);
BOOL WINAPI SetSecurityDescriptorControl(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                         _In_ SECURITY_DESCRIPTOR_CONTROL ControlBitsOfInterest,
                                         _In_ SECURITY_DESCRIPTOR_CONTROL ControlBitsToSet);
BOOL WINAPI GetSecurityDescriptorOwner(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                       _Outptr_ PSID *pOwner, _Out_ LPBOOL lpbOwnerDefaulted);
BOOL WINAPI SetSecurityDescriptorOwner(_Inout_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                       _In_opt_ PSID pOwner, _In_ BOOL bOwnerDefaulted);
BOOL WINAPI GetSecurityDescriptorGroup(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                       _Outptr_ PSID *pGroup, _Out_ LPBOOL lpbGroupDefaulted);
BOOL WINAPI SetSecurityDescriptorGroup(_Inout_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                       _In_opt_ PSID pGroup, _In_ BOOL bGroupDefaulted);
/* The list and the defaulted flag are set only if it is present. */
BOOL WINAPI GetSecurityDescriptorDacl(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                      _Out_ LPBOOL lpbDaclPresent, _Outptr_ PACL *pDacl,
                                      _Out_ LPBOOL lpbDaclDefaulted);
BOOL WINAPI SetSecurityDescriptorDacl(_Inout_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                      _In_ BOOL bDaclPresent, _In_opt_ PACL pDacl,
                                      _In_ BOOL bDaclDefaulted);
BOOL WINAPI GetSecurityDescriptorSacl(_In_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                      _Out_ LPBOOL lpbSaclPresent, _Outptr_ PACL *pSacl,
                                      _Out_ LPBOOL lpbSaclDefaulted);
BOOL WINAPI SetSecurityDescriptorSacl(_Inout_ PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                      _In_ BOOL bSaclPresent, _In_opt_ PACL pSacl,
                                      _In_ BOOL bSaclDefaulted);

/*
 * The other form of a descriptor. Lengths get what is needed if a buffer is too small, and stay as
 * they are otherwise.
 *
 * ERROR_BAD_DESCRIPTOR_FORMAT    it has that form already
 * ERROR_INVALID_SECURITY_DESCR   it is invalid
 * ERROR_INSUFFICIENT_BUFFER      something does not fit
 * Pages: securitybaseapi MakeSelfRelativeSD, MakeAbsoluteSD
 */
BOOL WINAPI MakeSelfRelativeSD(_In_ PSECURITY_DESCRIPTOR pAbsoluteSecurityDescriptor,
                               _Out_writes_bytes_opt_(*lpdwBufferLength)
                                   PSECURITY_DESCRIPTOR pSelfRelativeSecurityDescriptor,
                               _Inout_ LPDWORD lpdwBufferLength);
BOOL WINAPI MakeAbsoluteSD(_In_ PSECURITY_DESCRIPTOR pSelfRelativeSecurityDescriptor,
                           _Out_writes_bytes_opt_(*lpdwAbsoluteSecurityDescriptorSize)
                               PSECURITY_DESCRIPTOR pAbsoluteSecurityDescriptor,
                           _Inout_ LPDWORD lpdwAbsoluteSecurityDescriptorSize,
                           _Out_writes_bytes_opt_(*lpdwDaclSize) PACL pDacl,
                           _Inout_ LPDWORD lpdwDaclSize,
                           _Out_writes_bytes_opt_(*lpdwSaclSize) PACL pSacl,
                           _Inout_ LPDWORD lpdwSaclSize,
                           _Out_writes_bytes_opt_(*lpdwOwnerSize) PSID pOwner,
                           _Inout_ LPDWORD lpdwOwnerSize,
                           _Out_writes_bytes_opt_(*lpdwPrimaryGroupSize) PSID pPrimaryGroup,
                           _Inout_ LPDWORD lpdwPrimaryGroupSize);

NTSRM_END

#endif
