/*
 * Nt* and Zw*: the security descriptors of objects. Part of ntifs.h; include that one.
 *
 * What ntifs_nt.h says of previous mode and of the statuses that every call can return holds here
 * too, but any type of object will do. SecurityInformation names the parts of the descriptor; each
 * takes a right of its own:
 *
 *                                  to read                 to set
 * OWNER, GROUP                     READ_CONTROL            WRITE_OWNER
 * DACL                             READ_CONTROL            WRITE_DAC
 * SACL                             ACCESS_SYSTEM_SECURITY  ACCESS_SYSTEM_SECURITY
 * LABEL (Vista and later)          READ_CONTROL            WRITE_OWNER
 * ATTRIBUTE (8 and later)          READ_CONTROL            WRITE_DAC
 * SCOPE (8 and later)              READ_CONTROL            ACCESS_SYSTEM_SECURITY
 * PROCESS_TRUST_LABEL (10)         READ_CONTROL            WRITE_DAC
 * ACCESS_FILTER (10)               READ_CONTROL            WRITE_DAC
 * BACKUP (8 and later), all parts  both of these           all three of these
 * (UN)PROTECTED_DACL                                       WRITE_DAC
 * (UN)PROTECTED_SACL                                       ACCESS_SYSTEM_SECURITY
 *
 * The SACL of an object holds six parts: its audit entries (SACL), labels, resource attributes,
 * central access policies (SCOPE), trust labels, access filters. Each is read and set alone. Bits
 * that the version does not know mean nothing.
 */
#ifndef NTSRM_NTIFS_NT_SECURITY_H
#define NTSRM_NTIFS_NT_SECURITY_H

#include "ntifs.h"

NTSRM_BEGIN

/*
 * Reads the descriptor of an object, in self-relative form: the parts that are named, and nothing
 * of the others. An object that was made without a descriptor has no parts.
 *
 * Length         of the buffer; 0 where only the size is wanted, and the buffer may be NULL then
 * LengthNeeded   gets the size, also if the buffer is too small for it; untouched otherwise
 *
 * STATUS_BUFFER_TOO_SMALL         the descriptor does not fit; nothing of it was copied
 * STATUS_PIPE_DISCONNECTED        the handle is the end of a client that the server disconnected
 * Page: ntifs NtQuerySecurityObject
 */
NTSTATUS NTAPI NtQuerySecurityObject(_In_ HANDLE Handle,
                                     _In_ SECURITY_INFORMATION SecurityInformation,
                                     _Out_writes_bytes_opt_(Length)
                                         PSECURITY_DESCRIPTOR SecurityDescriptor,
                                     _In_ ULONG Length, _Out_ PULONG LengthNeeded);
NTSTATUS NTAPI ZwQuerySecurityObject(_In_ HANDLE Handle,
                                     _In_ SECURITY_INFORMATION SecurityInformation,
                                     _Out_writes_bytes_opt_(Length)
                                         PSECURITY_DESCRIPTOR SecurityDescriptor,
                                     _In_ ULONG Length, _Out_ PULONG LengthNeeded);

/*
 * Sets the parts of an object's descriptor that are named, from a descriptor of either form. Open
 * handles keep their rights. The owner must be the caller's user or one of its groups with
 * SE_GROUP_OWNER, the label not above the caller's integrity; SeRestorePrivilege and
 * SeRelabelPrivilege lift these limits. A DACL that is named and not there, or NULL, lets everybody
 * do everything. Of a SACL the entries of the parts named replace the object's, which keeps the
 * others. Without a label an object counts as Medium. A token keeps the label of its own integrity,
 * whatever label is set.
 *
 * STATUS_ACCESS_VIOLATION         SecurityDescriptor is NULL, or it or a part cannot be read
 * STATUS_UNKNOWN_REVISION         the descriptor is of no known revision
 * STATUS_INVALID_SECURITY_DESCR   it is malformed, or lacks the owner or group that is named
 * STATUS_INVALID_SID              its owner or group is no SID
 * STATUS_INVALID_ACL              one of its lists is malformed
 * STATUS_INVALID_OWNER            the caller may not make this SID the owner (switch new-owner)
 * STATUS_INVALID_LABEL            the label's SID is no integrity level (inferred)
 * STATUS_INVALID_PARAMETER        the label's mask has bits that mean nothing
 * STATUS_PRIVILEGE_NOT_HELD       a label above the caller's integrity, without SeRelabelPrivilege
 *                                 (that it fails is documented, the status is inferred)
 * STATUS_NO_SECURITY_ON_OBJECT    the object was made without a descriptor
 * STATUS_PIPE_DISCONNECTED        the handle is the end of a client that the server disconnected
 * STATUS_INSUFFICIENT_RESOURCES   no memory for the captured descriptor
 * STATUS_NOT_IMPLEMENTED          the SACL would be longer than 64 KiB
 * Page: ntifs NtSetSecurityObject
 */
NTSTATUS NTAPI NtSetSecurityObject(_In_ HANDLE Handle,
                                   _In_ SECURITY_INFORMATION SecurityInformation,
                                   _In_ PSECURITY_DESCRIPTOR SecurityDescriptor);
NTSTATUS NTAPI ZwSetSecurityObject(_In_ HANDLE Handle,
                                   _In_ SECURITY_INFORMATION SecurityInformation,
                                   _In_ PSECURITY_DESCRIPTOR SecurityDescriptor);

NTSRM_END

#endif
