/*
 * SIDs and security descriptors as text (SDDL), and back. Each function returns nonzero on success;
 * after a zero, GetLastError says why. What comes back is given to LocalFree (winbase.h). The plain
 * names stand for the wide forms where UNICODE is defined, else for those that take strings of
 * char, which ntsrm reads and writes as UTF-8.
 *
 * A world is one machine, S-1-5-21-1-2-3, which is in no domain: LA and LG are accounts of it, and
 * DA, EA and the other aliases of domains and forests are ERROR_INVALID_SID.
 */
#ifndef NTSRM_SDDL_H
#define NTSRM_SDDL_H

#include "minwinbase.h"

#define SDDL_REVISION_1 1u
#define SDDL_REVISION   SDDL_REVISION_1

NTSRM_BEGIN

/*
 * The text of a SID: S-1-5-32-544, never an alias.
 *
 * ERROR_INVALID_PARAMETER   either is NULL
 * ERROR_INVALID_SID         Sid is none
 * ERROR_INVALID_FUNCTION    a bad pointer, which would raise an exception in the program: not
 *                           modelled
 * Page: sddl ConvertSidToStringSidW
 */
BOOL WINAPI ConvertSidToStringSidA(_In_ PSID Sid, _Outptr_ LPSTR *StringSid);
BOOL WINAPI ConvertSidToStringSidW(_In_ PSID Sid, _Outptr_ LPWSTR *StringSid);

/*
 * The SID of a text: S-R-A-S..., or an alias such as BA, which Windows takes though its page denies
 * it.
 *
 * ERROR_INVALID_PARAMETER   either is NULL
 * ERROR_INVALID_SID         the text is no SID; also an alias of a domain
 * ERROR_INVALID_FUNCTION    as above
 * Page: sddl ConvertStringSidToSidW
 */
BOOL WINAPI ConvertStringSidToSidA(_In_ LPCSTR StringSid, _Outptr_ PSID *Sid);
BOOL WINAPI ConvertStringSidToSidW(_In_ LPCWSTR StringSid, _Outptr_ PSID *Sid);

/*
 * The descriptor of a text, self-relative: SACL, DACL, owner and group, in this order.
 *
 * StringSDRevision         SDDL_REVISION_1
 * SecurityDescriptorSize   of its bytes; may be NULL
 *
 * ERROR_INVALID_PARAMETER       the text or SecurityDescriptor is NULL; or the text does not begin
 *                               with a section where it should
 * ERROR_UNKNOWN_REVISION        another revision
 * ERROR_INVALID_ACL             something is wrong in a DACL or SACL
 * ERROR_INVALID_SID             an owner or group that is no SID; an alias of a domain anywhere; in
 *                               Windows 2000 a SID that is none in an entry, too
 * RPC_S_INVALID_STRING_UUID     before Vista, an entry of a type that there is not
 * ERROR_INVALID_DATATYPE        in Windows 2000, a label
 * ERROR_INVALID_FUNCTION        as above
 * Page: sddl ConvertStringSecurityDescriptorToSecurityDescriptorW
 */
BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(
    _In_ LPCSTR StringSecurityDescriptor, _In_ DWORD StringSDRevision,
    _Outptr_ PSECURITY_DESCRIPTOR *SecurityDescriptor, _Out_opt_ PULONG SecurityDescriptorSize);
BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorW(
    _In_ LPCWSTR StringSecurityDescriptor, _In_ DWORD StringSDRevision,
    _Outptr_ PSECURITY_DESCRIPTOR *SecurityDescriptor, _Out_opt_ PULONG SecurityDescriptorSize);

/*
 * The canonical text of the named parts of a descriptor of either form.
 *
 * RequestedStringSDRevision     SDDL_REVISION_1
 * StringSecurityDescriptorLen   its characters, with the terminator; may be NULL
 *
 * ERROR_INVALID_PARAMETER       the descriptor or StringSecurityDescriptor is NULL
 * ERROR_UNKNOWN_REVISION        another revision, asked for or of the descriptor
 * ERROR_INVALID_SECURITY_DESCR  it is malformed
 * ERROR_INVALID_SID             its owner or group is
 * ERROR_INVALID_ACL             a list is; or an entry has no text (inferred)
 * ERROR_INVALID_FUNCTION        as above
 * Page: sddl ConvertSecurityDescriptorToStringSecurityDescriptorW
 */
BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorA(
    _In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_ DWORD RequestedStringSDRevision,
    _In_ SECURITY_INFORMATION SecurityInformation, _Outptr_ LPSTR *StringSecurityDescriptor,
    _Out_opt_ PULONG StringSecurityDescriptorLen);
BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorW(
    _In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_ DWORD RequestedStringSDRevision,
    _In_ SECURITY_INFORMATION SecurityInformation, _Outptr_ LPWSTR *StringSecurityDescriptor,
    _Out_opt_ PULONG StringSecurityDescriptorLen);

NTSRM_END

#ifdef UNICODE
#define ConvertSidToStringSid ConvertSidToStringSidW
#define ConvertStringSidToSid ConvertStringSidToSidW
#define ConvertStringSecurityDescriptorToSecurityDescriptor \
    ConvertStringSecurityDescriptorToSecurityDescriptorW
#define ConvertSecurityDescriptorToStringSecurityDescriptor \
    ConvertSecurityDescriptorToStringSecurityDescriptorW
#else
#define ConvertSidToStringSid ConvertSidToStringSidA
#define ConvertStringSidToSid ConvertStringSidToSidA
#define ConvertStringSecurityDescriptorToSecurityDescriptor \
    ConvertStringSecurityDescriptorToSecurityDescriptorA
#define ConvertSecurityDescriptorToStringSecurityDescriptor \
    ConvertSecurityDescriptorToStringSecurityDescriptorA
#endif

#endif
