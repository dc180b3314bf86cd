/*
 * What kernel and user mode share about security: impersonation levels and quality of service,
 * tokens and what can be asked of them. SIDs, access rights, lists, descriptors and privileges are
 * in the winnt_*.h parts that this header brings in.
 *
 * Structures are NT's, field by field. Their sizes follow the host's pointers, so that a driver
 * must use sizeof, as it must on Windows.
 */
#ifndef NTSRM_WINNT_H
#define NTSRM_WINNT_H

#include "ntdef.h"
#include "winnt_acl.h"
#include "winnt_privileges.h"
#include "winnt_rights.h"
#include "winnt_sids.h"

/* How far a server may act as its client (access-check T-2). */
typedef enum _SECURITY_IMPERSONATION_LEVEL {
    SecurityAnonymous = 0,
    SecurityIdentification = 1,
    SecurityImpersonation = 2,
    SecurityDelegation = 3
} SECURITY_IMPERSONATION_LEVEL,
    *PSECURITY_IMPERSONATION_LEVEL;

#define SECURITY_MIN_IMPERSONATION_LEVEL SecurityAnonymous
#define SECURITY_MAX_IMPERSONATION_LEVEL SecurityDelegation
#define DEFAULT_IMPERSONATION_LEVEL      SecurityImpersonation
#define VALID_IMPERSONATION_LEVEL(Level) \
    ((Level) >= SECURITY_MIN_IMPERSONATION_LEVEL && (Level) <= SECURITY_MAX_IMPERSONATION_LEVEL)

/* Static: the server sees the client as it was. Dynamic: it sees later changes too. */
typedef BOOLEAN SECURITY_CONTEXT_TRACKING_MODE, *PSECURITY_CONTEXT_TRACKING_MODE;

#define SECURITY_STATIC_TRACKING  FALSE
#define SECURITY_DYNAMIC_TRACKING TRUE

/* What a client allows its server to do with its security context. */
typedef struct _SECURITY_QUALITY_OF_SERVICE {
    DWORD Length; /* sizeof(SECURITY_QUALITY_OF_SERVICE) */
    SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
    SECURITY_CONTEXT_TRACKING_MODE ContextTrackingMode;
    BOOLEAN EffectiveOnly; /* the server may not enable what is disabled */
} SECURITY_QUALITY_OF_SERVICE, *PSECURITY_QUALITY_OF_SERVICE;

/* Logon sessions that exist on every machine (access-check T-10); initialisers for a LUID */
#define SYSTEM_LUID \
    {               \
        0x3E7, 0x0  \
    }
#define ANONYMOUS_LOGON_LUID \
    {                        \
        0x3E6, 0x0           \
    }
#define LOCALSERVICE_LUID \
    {                     \
        0x3E5, 0x0        \
    }
#define NETWORKSERVICE_LUID \
    {                       \
        0x3E4, 0x0          \
    }
#define IUSER_LUID \
    {              \
        0x3E3, 0x0 \
    }

typedef enum _TOKEN_TYPE { TokenPrimary = 1, TokenImpersonation = 2 } TOKEN_TYPE, *PTOKEN_TYPE;

typedef enum _TOKEN_ELEVATION_TYPE {
    TokenElevationTypeDefault = 1,
    TokenElevationTypeFull = 2,
    TokenElevationTypeLimited = 3
} TOKEN_ELEVATION_TYPE,
    *PTOKEN_ELEVATION_TYPE;

/* What can be asked of a token or set in it (access-check O-31). */
typedef enum _TOKEN_INFORMATION_CLASS {
    TokenUser = 1,
    TokenGroups = 2,
    TokenPrivileges = 3,
    TokenOwner = 4,
    TokenPrimaryGroup = 5,
    TokenDefaultDacl = 6,
    TokenSource = 7,
    TokenType = 8,
    TokenImpersonationLevel = 9,
    TokenStatistics = 10,
    TokenRestrictedSids = 11,
    TokenSessionId = 12,
    TokenGroupsAndPrivileges = 13,
    TokenSessionReference = 14,
    TokenSandBoxInert = 15,
    TokenAuditPolicy = 16,
    TokenOrigin = 17,
    TokenElevationType = 18,
    TokenLinkedToken = 19,
    TokenElevation = 20,
    TokenHasRestrictions = 21,
    TokenAccessInformation = 22,
    TokenVirtualizationAllowed = 23,
    TokenVirtualizationEnabled = 24,
    TokenIntegrityLevel = 25,
    TokenUIAccess = 26,
    TokenMandatoryPolicy = 27,
    TokenLogonSid = 28,
    TokenIsAppContainer = 29,
    TokenCapabilities = 30,
    TokenAppContainerSid = 31,
    TokenAppContainerNumber = 32,
    TokenUserClaimAttributes = 33,
    TokenDeviceClaimAttributes = 34,
    TokenRestrictedUserClaimAttributes = 35,
    TokenRestrictedDeviceClaimAttributes = 36,
    TokenDeviceGroups = 37,
    TokenRestrictedDeviceGroups = 38,
    TokenSecurityAttributes = 39,
    TokenIsRestricted = 40,
    TokenProcessTrustLevel = 41,
    TokenPrivateNameSpace = 42,
    TokenSingletonAttributes = 43,
    TokenBnoIsolation = 44,
    TokenChildProcessFlags = 45,
    TokenIsLessPrivilegedAppContainer = 46,
    TokenIsSandboxed = 47,
    TokenIsAppSilo = 48, /* before 22H2: TokenOriginatingProcessTrustLevel */
    TokenLoggingInformation = 49,
    TokenLearningMode = 50,
    MaxTokenInfoClass
} TOKEN_INFORMATION_CLASS,
    *PTOKEN_INFORMATION_CLASS;

typedef struct _TOKEN_USER {
    SID_AND_ATTRIBUTES User;
} TOKEN_USER, *PTOKEN_USER;

/* What CreateRestrictedToken and its relatives do besides (access-check O-12) */
#define DISABLE_MAX_PRIVILEGE 0x1u /* removes every privilege but SeChangeNotifyPrivilege */
#define SANDBOX_INERT         0x2u /* neither AppLocker nor software restriction policies count */
#define LUA_TOKEN             0x4u /* filters as for an administrator who logs on */
#define WRITE_RESTRICTED      0x8u /* the restricting SIDs are asked for write access only; in
                                      Windows XP this is 0x4 */

/* Also what TokenRestrictedSids, TokenLogonSid, TokenCapabilities and TokenDeviceGroups give. */
typedef struct _TOKEN_GROUPS {
    DWORD GroupCount;
    SID_AND_ATTRIBUTES Groups[ANYSIZE_ARRAY];
} TOKEN_GROUPS, *PTOKEN_GROUPS;

typedef struct _TOKEN_PRIVILEGES {
    DWORD PrivilegeCount;
    LUID_AND_ATTRIBUTES Privileges[ANYSIZE_ARRAY];
} TOKEN_PRIVILEGES, *PTOKEN_PRIVILEGES;

/* The owner that new objects get. */
typedef struct _TOKEN_OWNER {
    PSID Owner;
} TOKEN_OWNER, *PTOKEN_OWNER;

typedef struct _TOKEN_PRIMARY_GROUP {
    PSID PrimaryGroup;
} TOKEN_PRIMARY_GROUP, *PTOKEN_PRIMARY_GROUP;

/* The list that protects new objects; NULL means that they get none. */
typedef struct _TOKEN_DEFAULT_DACL {
    PACL DefaultDacl;
} TOKEN_DEFAULT_DACL, *PTOKEN_DEFAULT_DACL;

#define TOKEN_SOURCE_LENGTH 8

/* Who made the token; the name is padded, not terminated. */
typedef struct _TOKEN_SOURCE {
    CHAR SourceName[TOKEN_SOURCE_LENGTH];
    LUID SourceIdentifier;
} TOKEN_SOURCE, *PTOKEN_SOURCE;

typedef struct _TOKEN_STATISTICS {
    LUID TokenId;          /* this object */
    LUID AuthenticationId; /* its logon session */
    LARGE_INTEGER ExpirationTime;
    TOKEN_TYPE TokenType;
    SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
    DWORD DynamicCharged;
    DWORD DynamicAvailable;
    DWORD GroupCount;
    DWORD PrivilegeCount;
    LUID ModifiedId; /* replaced when the content changes */
} TOKEN_STATISTICS, *PTOKEN_STATISTICS;

/* The ids from which one can tell later whether a token is still the one it was. */
typedef struct _TOKEN_CONTROL {
    LUID TokenId;
    LUID AuthenticationId;
    LUID ModifiedId;
    TOKEN_SOURCE TokenSource;
} TOKEN_CONTROL, *PTOKEN_CONTROL;

typedef struct _TOKEN_GROUPS_AND_PRIVILEGES {
    DWORD SidCount;
    DWORD SidLength;
    PSID_AND_ATTRIBUTES Sids;
    DWORD RestrictedSidCount;
    DWORD RestrictedSidLength;
    PSID_AND_ATTRIBUTES RestrictedSids;
    DWORD PrivilegeCount;
    DWORD PrivilegeLength;
    PLUID_AND_ATTRIBUTES Privileges;
    LUID AuthenticationId;
} TOKEN_GROUPS_AND_PRIVILEGES, *PTOKEN_GROUPS_AND_PRIVILEGES;

/* The logon session that made this one with explicit credentials (impersonation 3.1 D5). */
typedef struct _TOKEN_ORIGIN {
    LUID OriginatingLogonSession;
} TOKEN_ORIGIN, *PTOKEN_ORIGIN;

typedef struct _TOKEN_ELEVATION {
    DWORD TokenIsElevated;
} TOKEN_ELEVATION, *PTOKEN_ELEVATION;

/* A handle to the other half of a split logon (access-check O-29). */
typedef struct _TOKEN_LINKED_TOKEN {
    HANDLE LinkedToken;
} TOKEN_LINKED_TOKEN, *PTOKEN_LINKED_TOKEN;

/* The integrity level, as a SID with SE_GROUP_INTEGRITY. */
typedef struct _TOKEN_MANDATORY_LABEL {
    SID_AND_ATTRIBUTES Label;
} TOKEN_MANDATORY_LABEL, *PTOKEN_MANDATORY_LABEL;

typedef struct _TOKEN_MANDATORY_POLICY {
    DWORD Policy; /* TOKEN_MANDATORY_POLICY_* */
} TOKEN_MANDATORY_POLICY, *PTOKEN_MANDATORY_POLICY;

#define TOKEN_MANDATORY_POLICY_OFF             0x0u
#define TOKEN_MANDATORY_POLICY_NO_WRITE_UP     0x1u
#define TOKEN_MANDATORY_POLICY_NEW_PROCESS_MIN 0x2u
#define TOKEN_MANDATORY_POLICY_VALID_MASK      0x3u

typedef struct _TOKEN_APPCONTAINER_INFORMATION {
    PSID TokenAppContainer; /* NULL outside an AppContainer */
} TOKEN_APPCONTAINER_INFORMATION, *PTOKEN_APPCONTAINER_INFORMATION;

#endif
