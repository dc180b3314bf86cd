/*
 * The kernel's side of security, as a file system driver sees it: client security contexts,
 * subject contexts, impersonation by thread, and the native calls that take handles.
 *
 * Order of a server that acts for its client: SeCreateClientSecurity when the client connects,
 * SeImpersonateClientEx for the work, SeStopImpersonatingClient after it, SeDeleteClientSecurity
 * when the client is gone. PsImpersonateClient is the same for a token one has at hand.
 *
 * A call that returns an error has changed nothing, unless its text says otherwise. A refused
 * impersonation is no error: the thread gets a copy of the token at SecurityIdentification
 * (PsImpersonateClient). What NT has and the model has not answers STATUS_NOT_IMPLEMENTED
 * (docs/caveats.md). The last line of each comment names the documentation page, or says that the
 * routine is only declared by the public header.
 *
 * The routines are declared in five parts that this header brings in: ntifs_se.h (Se*),
 * ntifs_ps.h (Ps*), ntifs_ob.h (Ob*), ntifs_rtl.h (Rtl*) and ntifs_nt.h (Nt*, Zw*).
 */
#ifndef NTSRM_NTIFS_H
#define NTSRM_NTIFS_H

#include "ntdef.h"
#include "ntstatus.h"
#include "winnt.h"

/* Threads, processes, jobs and tokens are opaque; make them with srm.h. */
typedef struct _ETHREAD *PETHREAD;
typedef struct _EPROCESS *PEPROCESS;
typedef struct _EJOB *PEJOB;
typedef PVOID PACCESS_TOKEN;

/* What PsDisableImpersonation takes from a thread and PsRestoreImpersonation gives back. */
typedef struct _SE_IMPERSONATION_STATE {
    PACCESS_TOKEN Token; /* NULL: the thread was not impersonating */
    BOOLEAN CopyOnOpen;
    BOOLEAN EffectiveOnly;
    SECURITY_IMPERSONATION_LEVEL Level;
} SE_IMPERSONATION_STATE, *PSE_IMPERSONATION_STATE;

/*
 * Who makes a request: the tokens of a thread and of its process at one moment. Drivers pass it on
 * and do not decide by its fields.
 */
typedef struct _SECURITY_SUBJECT_CONTEXT {
    PACCESS_TOKEN ClientToken; /* NULL: the thread was not impersonating */
    SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
    PACCESS_TOKEN PrimaryToken;
    PVOID ProcessAuditId;
} SECURITY_SUBJECT_CONTEXT, *PSECURITY_SUBJECT_CONTEXT;

/* What a server keeps of its client: storage of the caller, with one token reference of its own. */
typedef struct _SECURITY_CLIENT_CONTEXT {
    SECURITY_QUALITY_OF_SERVICE SecurityQos;
    PACCESS_TOKEN ClientToken;
    BOOLEAN DirectlyAccessClientToken; /* a reference to the client's token, not a copy */
    BOOLEAN DirectAccessEffectiveOnly;
    BOOLEAN ServerIsRemote;
    TOKEN_CONTROL ClientTokenControl; /* undefined where DirectlyAccessClientToken is FALSE */
} SECURITY_CLIENT_CONTEXT, *PSECURITY_CLIENT_CONTEXT;

/* What NtSetInformationThread sets; ntsrm models ThreadImpersonationToken. */
typedef enum _THREADINFOCLASS {
    ThreadBasicInformation = 0,
    ThreadTimes = 1,
    ThreadPriority = 2,
    ThreadBasePriority = 3,
    ThreadAffinityMask = 4,
    ThreadImpersonationToken = 5,
    ThreadDescriptorTableEntry = 6,
    ThreadEnableAlignmentFaultFixup = 7,
    ThreadQuerySetWin32StartAddress = 9,
    ThreadZeroTlsCell = 10,
    ThreadPerformanceCount = 11,
    ThreadAmILastThread = 12,
    ThreadIdealProcessor = 13,
    ThreadPriorityBoost = 14,
    ThreadSetTlsArrayAddress = 15,
    ThreadIsIoPending = 16,
    ThreadHideFromDebugger = 17
} THREADINFOCLASS;

/* The low parts of the privileges' LUIDs; the high part is 0 (access-check T-14). */
#define SE_MIN_WELL_KNOWN_PRIVILEGE                    2L
#define SE_CREATE_TOKEN_PRIVILEGE                      2L
#define SE_ASSIGNPRIMARYTOKEN_PRIVILEGE                3L
#define SE_LOCK_MEMORY_PRIVILEGE                       4L
#define SE_INCREASE_QUOTA_PRIVILEGE                    5L
#define SE_MACHINE_ACCOUNT_PRIVILEGE                   6L
#define SE_TCB_PRIVILEGE                               7L
#define SE_SECURITY_PRIVILEGE                          8L
#define SE_TAKE_OWNERSHIP_PRIVILEGE                    9L
#define SE_LOAD_DRIVER_PRIVILEGE                       10L
#define SE_SYSTEM_PROFILE_PRIVILEGE                    11L
#define SE_SYSTEMTIME_PRIVILEGE                        12L
#define SE_PROF_SINGLE_PROCESS_PRIVILEGE               13L
#define SE_INC_BASE_PRIORITY_PRIVILEGE                 14L
#define SE_CREATE_PAGEFILE_PRIVILEGE                   15L
#define SE_CREATE_PERMANENT_PRIVILEGE                  16L
#define SE_BACKUP_PRIVILEGE                            17L
#define SE_RESTORE_PRIVILEGE                           18L
#define SE_SHUTDOWN_PRIVILEGE                          19L
#define SE_DEBUG_PRIVILEGE                             20L
#define SE_AUDIT_PRIVILEGE                             21L
#define SE_SYSTEM_ENVIRONMENT_PRIVILEGE                22L
#define SE_CHANGE_NOTIFY_PRIVILEGE                     23L
#define SE_REMOTE_SHUTDOWN_PRIVILEGE                   24L
#define SE_UNDOCK_PRIVILEGE                            25L
#define SE_SYNC_AGENT_PRIVILEGE                        26L
#define SE_ENABLE_DELEGATION_PRIVILEGE                 27L
#define SE_MANAGE_VOLUME_PRIVILEGE                     28L
#define SE_IMPERSONATE_PRIVILEGE                       29L
#define SE_CREATE_GLOBAL_PRIVILEGE                     30L
#define SE_TRUSTED_CREDMAN_ACCESS_PRIVILEGE            31L
#define SE_RELABEL_PRIVILEGE                           32L
#define SE_INC_WORKING_SET_PRIVILEGE                   33L
#define SE_TIME_ZONE_PRIVILEGE                         34L
#define SE_CREATE_SYMBOLIC_LINK_PRIVILEGE              35L
#define SE_DELEGATE_SESSION_USER_IMPERSONATE_PRIVILEGE 36L
#define SE_MAX_WELL_KNOWN_PRIVILEGE                    36L

/* What an I/O call tells beside its status. */
typedef struct _IO_STATUS_BLOCK {
    __extension__ union {
        NTSTATUS Status;
        PVOID Pointer;
    };
    ULONG_PTR Information; /* FILE_OPENED, FILE_CREATED ... */
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

#include "ntifs_nt.h"
#include "ntifs_nt_access.h"
#include "ntifs_nt_object.h"
#include "ntifs_nt_process.h"
#include "ntifs_nt_security.h"
#include "ntifs_nt_token.h"
#include "ntifs_ob.h"
#include "ntifs_pipe.h"
#include "ntifs_ps.h"
#include "ntifs_rtl.h"
#include "ntifs_se.h"
#include "ntifs_se_access.h"
#include "ntifs_se_object.h"

#endif
