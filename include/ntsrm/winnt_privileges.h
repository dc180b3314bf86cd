/*
 * Privileges: how a set of them is written, their attributes, and their names as wide strings. Part
 * of winnt.h; include that one. Their numbers (LUIDs) are the SE_*_PRIVILEGE of ntifs.h; what each
 * of them is for is said in sim/se/privileges.def.
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

/* SE_UNSOLICITED_INPUT_NAME is an obsolete name of SE_MACHINE_ACCOUNT_NAME. */
#define SE_CREATE_TOKEN_NAME                      L"SeCreateTokenPrivilege"
#define SE_ASSIGNPRIMARYTOKEN_NAME                L"SeAssignPrimaryTokenPrivilege"
#define SE_LOCK_MEMORY_NAME                       L"SeLockMemoryPrivilege"
#define SE_INCREASE_QUOTA_NAME                    L"SeIncreaseQuotaPrivilege"
#define SE_UNSOLICITED_INPUT_NAME                 L"SeUnsolicitedInputPrivilege"
#define SE_MACHINE_ACCOUNT_NAME                   L"SeMachineAccountPrivilege"
#define SE_TCB_NAME                               L"SeTcbPrivilege"
#define SE_SECURITY_NAME                          L"SeSecurityPrivilege"
#define SE_TAKE_OWNERSHIP_NAME                    L"SeTakeOwnershipPrivilege"
#define SE_LOAD_DRIVER_NAME                       L"SeLoadDriverPrivilege"
#define SE_SYSTEM_PROFILE_NAME                    L"SeSystemProfilePrivilege"
#define SE_SYSTEMTIME_NAME                        L"SeSystemtimePrivilege"
#define SE_PROF_SINGLE_PROCESS_NAME               L"SeProfileSingleProcessPrivilege"
#define SE_INC_BASE_PRIORITY_NAME                 L"SeIncreaseBasePriorityPrivilege"
#define SE_CREATE_PAGEFILE_NAME                   L"SeCreatePagefilePrivilege"
#define SE_CREATE_PERMANENT_NAME                  L"SeCreatePermanentPrivilege"
#define SE_BACKUP_NAME                            L"SeBackupPrivilege"
#define SE_RESTORE_NAME                           L"SeRestorePrivilege"
#define SE_SHUTDOWN_NAME                          L"SeShutdownPrivilege"
#define SE_DEBUG_NAME                             L"SeDebugPrivilege"
#define SE_AUDIT_NAME                             L"SeAuditPrivilege"
#define SE_SYSTEM_ENVIRONMENT_NAME                L"SeSystemEnvironmentPrivilege"
#define SE_CHANGE_NOTIFY_NAME                     L"SeChangeNotifyPrivilege"
#define SE_REMOTE_SHUTDOWN_NAME                   L"SeRemoteShutdownPrivilege"
#define SE_UNDOCK_NAME                            L"SeUndockPrivilege"
#define SE_SYNC_AGENT_NAME                        L"SeSyncAgentPrivilege"
#define SE_ENABLE_DELEGATION_NAME                 L"SeEnableDelegationPrivilege"
#define SE_MANAGE_VOLUME_NAME                     L"SeManageVolumePrivilege"
#define SE_IMPERSONATE_NAME                       L"SeImpersonatePrivilege"
#define SE_CREATE_GLOBAL_NAME                     L"SeCreateGlobalPrivilege"
#define SE_TRUSTED_CREDMAN_ACCESS_NAME            L"SeTrustedCredManAccessPrivilege"
#define SE_RELABEL_NAME                           L"SeRelabelPrivilege"
#define SE_INC_WORKING_SET_NAME                   L"SeIncreaseWorkingSetPrivilege"
#define SE_TIME_ZONE_NAME                         L"SeTimeZonePrivilege"
#define SE_CREATE_SYMBOLIC_LINK_NAME              L"SeCreateSymbolicLinkPrivilege"
#define SE_DELEGATE_SESSION_USER_IMPERSONATE_NAME L"SeDelegateSessionUserImpersonatePrivilege"

#endif
