/*
 * Security identifiers: the structure, the authorities, the relative identifiers that every
 * machine has, and the attributes a SID can carry in a token. Part of winnt.h; include that one.
 *
 * SID ends in an array that is longer than its declaration says. SE_SID is the fixed storage that
 * holds any valid one (SID_MAX_SUB_AUTHORITIES sub-authorities, 68 bytes).
 */
#ifndef NTSRM_WINNT_SIDS_H
#define NTSRM_WINNT_SIDS_H

#include "ntdef.h"

#define ANYSIZE_ARRAY 1

/* Six bytes, most significant first. */
typedef struct _SID_IDENTIFIER_AUTHORITY {
    UCHAR Value[6];
} SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;

#define SID_REVISION                    1
#define SID_MAX_SUB_AUTHORITIES         15
#define SID_RECOMMENDED_SUB_AUTHORITIES 1
#define SECURITY_MAX_SID_SIZE           68

typedef struct _SID {
    UCHAR Revision;
    UCHAR SubAuthorityCount;
    SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
    ULONG SubAuthority[ANYSIZE_ARRAY];
} SID, *PISID;
typedef PVOID PSID;

typedef union _SE_SID {
    SID Sid;
    UCHAR Buffer[SECURITY_MAX_SID_SIZE];
} SE_SID, *PSE_SID;

typedef struct _SID_AND_ATTRIBUTES {
    PSID Sid;
    DWORD Attributes; /* SE_GROUP_* */
} SID_AND_ATTRIBUTES, *PSID_AND_ATTRIBUTES;

/* What a group's attributes say (access-check T-17) */
#define SE_GROUP_MANDATORY          0x00000001u
#define SE_GROUP_ENABLED_BY_DEFAULT 0x00000002u
#define SE_GROUP_ENABLED            0x00000004u
#define SE_GROUP_OWNER              0x00000008u
#define SE_GROUP_USE_FOR_DENY_ONLY  0x00000010u
#define SE_GROUP_INTEGRITY          0x00000020u
#define SE_GROUP_INTEGRITY_ENABLED  0x00000040u
#define SE_GROUP_RESOURCE           0x20000000u
#define SE_GROUP_LOGON_ID           0xC0000000u

/* Initialisers for a SID_IDENTIFIER_AUTHORITY */
#define SECURITY_NULL_SID_AUTHORITY \
    {                               \
        {                           \
            0, 0, 0, 0, 0, 0        \
        }                           \
    }
#define SECURITY_WORLD_SID_AUTHORITY \
    {                                \
        {                            \
            0, 0, 0, 0, 0, 1         \
        }                            \
    }
#define SECURITY_LOCAL_SID_AUTHORITY \
    {                                \
        {                            \
            0, 0, 0, 0, 0, 2         \
        }                            \
    }
#define SECURITY_CREATOR_SID_AUTHORITY \
    {                                  \
        {                              \
            0, 0, 0, 0, 0, 3           \
        }                              \
    }
#define SECURITY_NT_AUTHORITY \
    {                         \
        {                     \
            0, 0, 0, 0, 0, 5  \
        }                     \
    }
#define SECURITY_APP_PACKAGE_AUTHORITY \
    {                                  \
        {                              \
            0, 0, 0, 0, 0, 15          \
        }                              \
    }
#define SECURITY_MANDATORY_LABEL_AUTHORITY \
    {                                      \
        {                                  \
            0, 0, 0, 0, 0, 16              \
        }                                  \
    }
#define SECURITY_AUTHENTICATION_AUTHORITY \
    {                                     \
        {                                 \
            0, 0, 0, 0, 0, 18             \
        }                                 \
    }
#define SECURITY_PROCESS_TRUST_AUTHORITY \
    {                                    \
        {                                \
            0, 0, 0, 0, 0, 19            \
        }                                \
    }

/* Below the null, world, local and creator authorities */
#define SECURITY_NULL_RID                 0x00u
#define SECURITY_WORLD_RID                0x00u
#define SECURITY_LOCAL_RID                0x00u
#define SECURITY_LOCAL_LOGON_RID          0x01u
#define SECURITY_CREATOR_OWNER_RID        0x00u
#define SECURITY_CREATOR_GROUP_RID        0x01u
#define SECURITY_CREATOR_OWNER_SERVER_RID 0x02u
#define SECURITY_CREATOR_GROUP_SERVER_RID 0x03u
#define SECURITY_CREATOR_OWNER_RIGHTS_RID 0x04u

/* Below SECURITY_NT_AUTHORITY */
#define SECURITY_DIALUP_RID                     0x01u
#define SECURITY_NETWORK_RID                    0x02u
#define SECURITY_BATCH_RID                      0x03u
#define SECURITY_INTERACTIVE_RID                0x04u
#define SECURITY_LOGON_IDS_RID                  0x05u
#define SECURITY_LOGON_IDS_RID_COUNT            3
#define SECURITY_SERVICE_RID                    0x06u
#define SECURITY_ANONYMOUS_LOGON_RID            0x07u
#define SECURITY_PROXY_RID                      0x08u
#define SECURITY_ENTERPRISE_CONTROLLERS_RID     0x09u
#define SECURITY_PRINCIPAL_SELF_RID             0x0Au
#define SECURITY_AUTHENTICATED_USER_RID         0x0Bu
#define SECURITY_RESTRICTED_CODE_RID            0x0Cu
#define SECURITY_TERMINAL_SERVER_RID            0x0Du
#define SECURITY_REMOTE_LOGON_RID               0x0Eu
#define SECURITY_THIS_ORGANIZATION_RID          0x0Fu
#define SECURITY_IUSER_RID                      0x11u
#define SECURITY_LOCAL_SYSTEM_RID               0x12u
#define SECURITY_LOCAL_SERVICE_RID              0x13u
#define SECURITY_NETWORK_SERVICE_RID            0x14u
#define SECURITY_NT_NON_UNIQUE                  0x15u
#define SECURITY_BUILTIN_DOMAIN_RID             0x20u
#define SECURITY_WRITE_RESTRICTED_CODE_RID      0x21u
#define SECURITY_PACKAGE_BASE_RID               0x40u
#define SECURITY_SERVICE_ID_BASE_RID            0x50u
#define SECURITY_USERMODEDRIVERHOST_ID_BASE_RID 0x54u
#define SECURITY_MIN_BASE_RID                   0x50u
#define SECURITY_MAX_BASE_RID                   0x6Fu
#define SECURITY_LOCAL_ACCOUNT_AND_ADMIN_RID    0x72u

/* Users of every domain, S-1-5-21-...-n */
#define DOMAIN_USER_RID_ADMIN 500u

/* Aliases of the builtin domain, S-1-5-32-n */
#define DOMAIN_ALIAS_RID_ADMINS      544u
#define DOMAIN_ALIAS_RID_USERS       545u
#define DOMAIN_ALIAS_RID_GUESTS      546u
#define DOMAIN_ALIAS_RID_POWER_USERS 547u
#define DOMAIN_ALIAS_RID_ACCOUNT_OPS 548u
#define DOMAIN_ALIAS_RID_SYSTEM_OPS  549u
#define DOMAIN_ALIAS_RID_PRINT_OPS   550u
#define DOMAIN_ALIAS_RID_BACKUP_OPS  551u
#define DOMAIN_ALIAS_RID_REPLICATOR  552u

#define DOMAIN_ALIAS_RID_RAS_SERVERS               553u
#define DOMAIN_ALIAS_RID_PREW2KCOMPACCESS          554u
#define DOMAIN_ALIAS_RID_NETWORK_CONFIGURATION_OPS 556u
#define DOMAIN_ALIAS_RID_CRYPTO_OPERATORS          569u

/* Groups of a domain, S-1-5-21-x-y-z-n */
#define DOMAIN_GROUP_RID_ENTERPRISE_READONLY_DOMAIN_CONTROLLERS 498u
#define DOMAIN_GROUP_RID_ADMINS                                 512u
#define DOMAIN_GROUP_RID_CONTROLLERS                            516u
#define DOMAIN_GROUP_RID_CERT_ADMINS                            517u
#define DOMAIN_GROUP_RID_SCHEMA_ADMINS                          518u
#define DOMAIN_GROUP_RID_ENTERPRISE_ADMINS                      519u
#define DOMAIN_GROUP_RID_POLICY_ADMINS                          520u
#define DOMAIN_GROUP_RID_READONLY_CONTROLLERS                   521u

/* Packages and capabilities, S-1-15-n (access-check A-51) */
#define SECURITY_APP_PACKAGE_BASE_RID                   2u
#define SECURITY_CAPABILITY_BASE_RID                    3u
#define SECURITY_APP_PACKAGE_RID_COUNT                  8
#define SECURITY_CHILD_PACKAGE_RID_COUNT                12
#define SECURITY_BUILTIN_PACKAGE_ANY_PACKAGE            1u
#define SECURITY_BUILTIN_PACKAGE_ANY_RESTRICTED_PACKAGE 2u
#define SECURITY_BUILTIN_PACKAGE_ANY_RESTRICTED_PACKAGE 2u

/* Integrity levels, S-1-16-n (access-check T-18) */
#define SECURITY_MANDATORY_UNTRUSTED_RID         0x0000u
#define SECURITY_MANDATORY_LOW_RID               0x1000u
#define SECURITY_MANDATORY_MEDIUM_RID            0x2000u
#define SECURITY_MANDATORY_MEDIUM_PLUS_RID       0x2100u
#define SECURITY_MANDATORY_HIGH_RID              0x3000u
#define SECURITY_MANDATORY_SYSTEM_RID            0x4000u
#define SECURITY_MANDATORY_PROTECTED_PROCESS_RID 0x5000u
#define SECURITY_MANDATORY_MAXIMUM_USER_RID      SECURITY_MANDATORY_SYSTEM_RID

/* Flags of CheckTokenMembershipEx: AppContainers, and those with less privileges, are members as
 * others are. */
#define CTMF_INCLUDE_APPCONTAINER 0x00000001u
#define CTMF_INCLUDE_LPAC         0x00000002u
#define CTMF_VALID_FLAGS          (CTMF_INCLUDE_APPCONTAINER | CTMF_INCLUDE_LPAC)

#endif
