/*
 * Access control lists and security descriptors, as they lie in memory. Part of winnt.h; include
 * that one.
 *
 * An ACL is a header and AceCount entries packed behind it; each entry begins with an ACE_HEADER
 * that gives its type and size (access-check B-2, B-7). A SID in an entry begins at SidStart.
 */
#ifndef NTSRM_WINNT_ACL_H
#define NTSRM_WINNT_ACL_H

#include "winnt_rights.h"
#include "winnt_sids.h"

#define ACL_REVISION     2
#define ACL_REVISION2    2
#define ACL_REVISION3    3 /* compound entries */
#define ACL_REVISION4    4 /* object entries */
#define ACL_REVISION_DS  4
#define MIN_ACL_REVISION 2
#define MAX_ACL_REVISION 4

typedef struct _ACL {
    UCHAR AclRevision;
    UCHAR Sbz1;
    USHORT AclSize;
    USHORT AceCount;
    USHORT Sbz2;
} ACL, *PACL;

/* What GetAclInformation tells of a list. */
typedef enum _ACL_INFORMATION_CLASS {
    AclRevisionInformation = 1,
    AclSizeInformation
} ACL_INFORMATION_CLASS;

typedef struct _ACL_REVISION_INFORMATION {
    DWORD AclRevision;
} ACL_REVISION_INFORMATION, *PACL_REVISION_INFORMATION;

typedef struct _ACL_SIZE_INFORMATION {
    DWORD AceCount;
    DWORD AclBytesInUse;
    DWORD AclBytesFree;
} ACL_SIZE_INFORMATION, *PACL_SIZE_INFORMATION;

typedef struct _ACE_HEADER {
    UCHAR AceType;
    UCHAR AceFlags;
    USHORT AceSize;
} ACE_HEADER, *PACE_HEADER;

typedef struct _ACCESS_ALLOWED_ACE {
    ACE_HEADER Header;
    ACCESS_MASK Mask;
    DWORD SidStart;
} ACCESS_ALLOWED_ACE, *PACCESS_ALLOWED_ACE;

typedef struct _ACCESS_DENIED_ACE {
    ACE_HEADER Header;
    ACCESS_MASK Mask;
    DWORD SidStart;
} ACCESS_DENIED_ACE, *PACCESS_DENIED_ACE;

typedef struct _SYSTEM_AUDIT_ACE {
    ACE_HEADER Header;
    ACCESS_MASK Mask;
    DWORD SidStart;
} SYSTEM_AUDIT_ACE, *PSYSTEM_AUDIT_ACE;

/* The label of an object; Mask is a set of SYSTEM_MANDATORY_LABEL_NO_*. */
typedef struct _SYSTEM_MANDATORY_LABEL_ACE {
    ACE_HEADER Header;
    ACCESS_MASK Mask;
    DWORD SidStart;
} SYSTEM_MANDATORY_LABEL_ACE, *PSYSTEM_MANDATORY_LABEL_ACE;

#define SYSTEM_MANDATORY_LABEL_NO_WRITE_UP   0x1u
#define SYSTEM_MANDATORY_LABEL_NO_READ_UP    0x2u
#define SYSTEM_MANDATORY_LABEL_NO_EXECUTE_UP 0x4u
#define SYSTEM_MANDATORY_LABEL_VALID_MASK    0x7u

#define ACCESS_ALLOWED_ACE_TYPE                 0x00
#define ACCESS_DENIED_ACE_TYPE                  0x01
#define SYSTEM_AUDIT_ACE_TYPE                   0x02
#define SYSTEM_ALARM_ACE_TYPE                   0x03
#define ACCESS_ALLOWED_COMPOUND_ACE_TYPE        0x04
#define ACCESS_ALLOWED_OBJECT_ACE_TYPE          0x05
#define ACCESS_DENIED_OBJECT_ACE_TYPE           0x06
#define SYSTEM_AUDIT_OBJECT_ACE_TYPE            0x07
#define SYSTEM_ALARM_OBJECT_ACE_TYPE            0x08
#define ACCESS_ALLOWED_CALLBACK_ACE_TYPE        0x09
#define ACCESS_DENIED_CALLBACK_ACE_TYPE         0x0A
#define ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE 0x0B
#define ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE  0x0C
#define SYSTEM_AUDIT_CALLBACK_ACE_TYPE          0x0D
#define SYSTEM_ALARM_CALLBACK_ACE_TYPE          0x0E
#define SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE   0x0F
#define SYSTEM_ALARM_CALLBACK_OBJECT_ACE_TYPE   0x10
#define SYSTEM_MANDATORY_LABEL_ACE_TYPE         0x11
#define SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE      0x12
#define SYSTEM_SCOPED_POLICY_ID_ACE_TYPE        0x13
#define SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE     0x14
#define SYSTEM_ACCESS_FILTER_ACE_TYPE           0x15

#define OBJECT_INHERIT_ACE              0x01
#define CONTAINER_INHERIT_ACE           0x02
#define NO_PROPAGATE_INHERIT_ACE        0x04
#define INHERIT_ONLY_ACE                0x08
#define INHERITED_ACE                   0x10
#define VALID_INHERIT_FLAGS             0x1F
#define CRITICAL_ACE_FLAG               0x20
#define SUCCESSFUL_ACCESS_ACE_FLAG      0x40
#define TRUST_PROTECTED_FILTER_ACE_FLAG 0x40 /* the same bit, in access filter entries only */
#define FAILED_ACCESS_ACE_FLAG          0x80

/* Object entries leave out the GUIDs that their flags do not announce (access-check A-52). */
#define ACE_OBJECT_TYPE_PRESENT           0x1u
#define ACE_INHERITED_OBJECT_TYPE_PRESENT 0x2u

/*
 * An entry that grants to a client only through a server: behind the mask stand CompoundAceType,
 * two reserved bytes, the server's SID and the client's SID. Takes ACL_REVISION3.
 */
#define COMPOUND_ACE_IMPERSONATION 1

/*
 * A claim: a name with typed values, as it lies in a resource attribute entry behind the SID.
 * Offsets count from its first byte; strings and the name are terminated UTF-16, SIDs and octets
 * are CLAIM_SECURITY_ATTRIBUTE_OCTET_STRING_RELATIVE (access-check B-9). So many offsets as
 * ValueCount says stand from Values on.
 */
typedef struct _CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 {
    DWORD Name;
    WORD ValueType;
    WORD Reserved;
    DWORD Flags;
    DWORD ValueCount;
    union {
        DWORD pInt64[1];
        DWORD pUint64[1];
        DWORD ppString[1];
        DWORD pFqbn[1];
        DWORD pOctetString[1];
    } Values;
} CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1, *PCLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1;

typedef struct _CLAIM_SECURITY_ATTRIBUTE_OCTET_STRING_RELATIVE {
    DWORD Length;
    BYTE OctetString[1];
} CLAIM_SECURITY_ATTRIBUTE_OCTET_STRING_RELATIVE, *PCLAIM_SECURITY_ATTRIBUTE_OCTET_STRING_RELATIVE;

#define CLAIM_SECURITY_ATTRIBUTE_TYPE_INVALID      0x00
#define CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64        0x01
#define CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64       0x02
#define CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING       0x03
#define CLAIM_SECURITY_ATTRIBUTE_TYPE_FQBN         0x04
#define CLAIM_SECURITY_ATTRIBUTE_TYPE_SID          0x05
#define CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN      0x06
#define CLAIM_SECURITY_ATTRIBUTE_TYPE_OCTET_STRING 0x10

#define CLAIM_SECURITY_ATTRIBUTE_NON_INHERITABLE      0x0001u
#define CLAIM_SECURITY_ATTRIBUTE_VALUE_CASE_SENSITIVE 0x0002u
#define CLAIM_SECURITY_ATTRIBUTE_USE_FOR_DENY_ONLY    0x0004u
#define CLAIM_SECURITY_ATTRIBUTE_DISABLED_BY_DEFAULT  0x0008u
#define CLAIM_SECURITY_ATTRIBUTE_DISABLED             0x0010u
#define CLAIM_SECURITY_ATTRIBUTE_MANDATORY            0x0020u
#define CLAIM_SECURITY_ATTRIBUTE_VALID_FLAGS          0x003Fu
#define CLAIM_SECURITY_ATTRIBUTE_CUSTOM_FLAGS         0xFFFF0000u

/*
 * One node of the tree of types that an access check by type is made for: an object (level 0, one
 * of them and the first), its sets of properties, their properties ... A node is no more than one
 * level below the one in front of it (access-check A-6).
 */
typedef struct _OBJECT_TYPE_LIST {
    WORD Level;
    WORD Sbz;
    GUID *ObjectType;
} OBJECT_TYPE_LIST, *POBJECT_TYPE_LIST;

#define ACCESS_OBJECT_GUID       0
#define ACCESS_PROPERTY_SET_GUID 1
#define ACCESS_PROPERTY_GUID     2
#define ACCESS_MAX_LEVEL         4

/* How a new object's lists come about: CreatePrivateObjectSecurityEx, SeAssignSecurityEx */
#define SEF_DACL_AUTO_INHERIT             0x0001u
#define SEF_SACL_AUTO_INHERIT             0x0002u
#define SEF_DEFAULT_DESCRIPTOR_FOR_OBJECT 0x0004u
#define SEF_AVOID_PRIVILEGE_CHECK         0x0008u
#define SEF_AVOID_OWNER_CHECK             0x0010u
#define SEF_DEFAULT_OWNER_FROM_PARENT     0x0020u
#define SEF_DEFAULT_GROUP_FROM_PARENT     0x0040u
#define SEF_MACL_NO_WRITE_UP              0x0100u
#define SEF_MACL_NO_READ_UP               0x0200u
#define SEF_MACL_NO_EXECUTE_UP            0x0400u
#define SEF_AVOID_OWNER_RESTRICTION       0x1000u

typedef WORD SECURITY_DESCRIPTOR_CONTROL, *PSECURITY_DESCRIPTOR_CONTROL;

/* Absolute form: owner, group and lists are pointed to. */
typedef struct _SECURITY_DESCRIPTOR {
    UCHAR Revision;
    UCHAR Sbz1;
    SECURITY_DESCRIPTOR_CONTROL Control;
    PSID Owner;
    PSID Group;
    PACL Sacl;
    PACL Dacl;
} SECURITY_DESCRIPTOR, *PISECURITY_DESCRIPTOR;

/* Self-relative form: offsets from the header, 0 for what is absent (access-check B-4). */
typedef struct _SECURITY_DESCRIPTOR_RELATIVE {
    UCHAR Revision;
    UCHAR Sbz1;
    SECURITY_DESCRIPTOR_CONTROL Control;
    DWORD Owner;
    DWORD Group;
    DWORD Sacl;
    DWORD Dacl;
} SECURITY_DESCRIPTOR_RELATIVE, *PISECURITY_DESCRIPTOR_RELATIVE;

/* Either form; SE_SELF_RELATIVE in Control tells which. */
typedef PVOID PSECURITY_DESCRIPTOR;

#define SECURITY_DESCRIPTOR_REVISION  1
#define SECURITY_DESCRIPTOR_REVISION1 1

#define SE_OWNER_DEFAULTED       0x0001u
#define SE_GROUP_DEFAULTED       0x0002u
#define SE_DACL_PRESENT          0x0004u
#define SE_DACL_DEFAULTED        0x0008u
#define SE_SACL_PRESENT          0x0010u
#define SE_SACL_DEFAULTED        0x0020u
#define SE_DACL_UNTRUSTED        0x0040u
#define SE_SERVER_SECURITY       0x0080u
#define SE_DACL_AUTO_INHERIT_REQ 0x0100u
#define SE_SACL_AUTO_INHERIT_REQ 0x0200u
#define SE_DACL_AUTO_INHERITED   0x0400u
#define SE_SACL_AUTO_INHERITED   0x0800u
#define SE_DACL_PROTECTED        0x1000u
#define SE_SACL_PROTECTED        0x2000u
#define SE_RM_CONTROL_VALID      0x4000u
#define SE_SELF_RELATIVE         0x8000u

/* Which parts of a descriptor a call reads or sets (access-check T-23) */
typedef DWORD SECURITY_INFORMATION, *PSECURITY_INFORMATION;

#define OWNER_SECURITY_INFORMATION               0x00000001u
#define GROUP_SECURITY_INFORMATION               0x00000002u
#define DACL_SECURITY_INFORMATION                0x00000004u
#define SACL_SECURITY_INFORMATION                0x00000008u
#define LABEL_SECURITY_INFORMATION               0x00000010u
#define ATTRIBUTE_SECURITY_INFORMATION           0x00000020u
#define SCOPE_SECURITY_INFORMATION               0x00000040u
#define PROCESS_TRUST_LABEL_SECURITY_INFORMATION 0x00000080u
#define ACCESS_FILTER_SECURITY_INFORMATION       0x00000100u
#define BACKUP_SECURITY_INFORMATION              0x00010000u
#define UNPROTECTED_SACL_SECURITY_INFORMATION    0x10000000u
#define UNPROTECTED_DACL_SECURITY_INFORMATION    0x20000000u
#define PROTECTED_SACL_SECURITY_INFORMATION      0x40000000u
#define PROTECTED_DACL_SECURITY_INFORMATION      0x80000000u

#endif
