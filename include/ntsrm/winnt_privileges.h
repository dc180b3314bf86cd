/*
 * Privileges: how a set of them is written, their attributes, and their names. Part of winnt.h;
 * include that one. Their numbers (LUIDs) are the SE_*_PRIVILEGE of ntifs.h; what each of them is
 * for is said in sim/se/privileges.def.
 */
#ifndef NTSRM_WINNT_PRIVILEGES_H
#define NTSRM_WINNT_PRIVILEGES_H

#include "winnt_sids.h"

typedef struct _LUID_AND_ATTRIBUTES {
    LUID Luid;
    DWORD Attributes; /* SE_PRIVILEGE_* */
} LUID_AND_ATTRIBUTES, *PLUID_AND_ATTRIBUTES;

/* The set that a privilege check is asked about; longer than its declaration says. */
typedef struct _PRIVILEGE_SET {
    DWORD PrivilegeCount;
    DWORD Control; /* PRIVILEGE_SET_ALL_NECESSARY: every one of them; 0: any one */
    LUID_AND_ATTRIBUTES Privilege[ANYSIZE_ARRAY];
} PRIVILEGE_SET, *PPRIVILEGE_SET;

#define PRIVILEGE_SET_ALL_NECESSARY 1u

#define SE_PRIVILEGE_ENABLED_BY_DEFAULT 0x00000001u
#define SE_PRIVILEGE_ENABLED            0x00000002u
#define SE_PRIVILEGE_REMOVED            0x00000004u
#define SE_PRIVILEGE_USED_FOR_ACCESS    0x80000000u

/*
 * As LookupPrivilegeValue takes them: wide strings where UNICODE is defined.
 * SE_UNSOLICITED_INPUT_NAME is an obsolete name of SE_MACHINE_ACCOUNT_NAME.
 */
#define SE_CREATE_TOKEN_NAME                      TEXT("SeCreateTokenPrivilege")
#define SE_ASSIGNPRIMARYTOKEN_NAME                TEXT("SeAssignPrimaryTokenPrivilege")
#define SE_LOCK_MEMORY_NAME                       TEXT("SeLockMemoryPrivilege")
#define SE_INCREASE_QUOTA_NAME                    TEXT("SeIncreaseQuotaPrivilege")
#define SE_UNSOLICITED_INPUT_NAME                 TEXT("SeUnsolicitedInputPrivilege")
#define SE_MACHINE_ACCOUNT_NAME                   TEXT("SeMachineAccountPrivilege")
#define SE_TCB_NAME                               TEXT("SeTcbPrivilege")
#define SE_SECURITY_NAME                          TEXT("SeSecurityPrivilege")
#define SE_TAKE_OWNERSHIP_NAME                    TEXT("SeTakeOwnershipPrivilege")
#define SE_LOAD_DRIVER_NAME                       TEXT("SeLoadDriverPrivilege")
#define SE_SYSTEM_PROFILE_NAME                    TEXT("SeSystemProfilePrivilege")
#define SE_SYSTEMTIME_NAME                        TEXT("SeSystemtimePrivilege")
#define SE_PROF_SINGLE_PROCESS_NAME               TEXT("SeProfileSingleProcessPrivilege")
#define SE_INC_BASE_PRIORITY_NAME                 TEXT("SeIncreaseBasePriorityPrivilege")
#define SE_CREATE_PAGEFILE_NAME                   TEXT("SeCreatePagefilePrivilege")
#define SE_CREATE_PERMANENT_NAME                  TEXT("SeCreatePermanentPrivilege")
#define SE_BACKUP_NAME                            TEXT("SeBackupPrivilege")
#define SE_RESTORE_NAME                           TEXT("SeRestorePrivilege")
#define SE_SHUTDOWN_NAME                          TEXT("SeShutdownPrivilege")
#define SE_DEBUG_NAME                             TEXT("SeDebugPrivilege")
#define SE_AUDIT_NAME                             TEXT("SeAuditPrivilege")
#define SE_SYSTEM_ENVIRONMENT_NAME                TEXT("SeSystemEnvironmentPrivilege")
#define SE_CHANGE_NOTIFY_NAME                     TEXT("SeChangeNotifyPrivilege")
#define SE_REMOTE_SHUTDOWN_NAME                   TEXT("SeRemoteShutdownPrivilege")
#define SE_UNDOCK_NAME                            TEXT("SeUndockPrivilege")
#define SE_SYNC_AGENT_NAME                        TEXT("SeSyncAgentPrivilege")
#define SE_ENABLE_DELEGATION_NAME                 TEXT("SeEnableDelegationPrivilege")
#define SE_MANAGE_VOLUME_NAME                     TEXT("SeManageVolumePrivilege")
#define SE_IMPERSONATE_NAME                       TEXT("SeImpersonatePrivilege")
#define SE_CREATE_GLOBAL_NAME                     TEXT("SeCreateGlobalPrivilege")
#define SE_TRUSTED_CREDMAN_ACCESS_NAME            TEXT("SeTrustedCredManAccessPrivilege")
#define SE_RELABEL_NAME                           TEXT("SeRelabelPrivilege")
#define SE_INC_WORKING_SET_NAME                   TEXT("SeIncreaseWorkingSetPrivilege")
#define SE_TIME_ZONE_NAME                         TEXT("SeTimeZonePrivilege")
#define SE_CREATE_SYMBOLIC_LINK_NAME              TEXT("SeCreateSymbolicLinkPrivilege")
#define SE_DELEGATE_SESSION_USER_IMPERSONATE_NAME TEXT("SeDelegateSessionUserImpersonatePrivilege")

#endif
