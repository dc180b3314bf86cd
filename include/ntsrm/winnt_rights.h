/*
 * Access rights: masks, the generic mapping, and the rights of the object types that the access
 * rules speak of. Part of winnt.h; include that one.
 *
 * The TOKEN_READ family are the constants that a caller writes. What GENERIC_READ becomes on a
 * token object is the type's own mapping and wider (access-check T-19, C-29).
 */
#ifndef NTSRM_WINNT_RIGHTS_H
#define NTSRM_WINNT_RIGHTS_H

#include "ntdef.h"

typedef DWORD ACCESS_MASK, *PACCESS_MASK;

/* What an object type turns the four generic rights into. */
typedef struct _GENERIC_MAPPING {
    ACCESS_MASK GenericRead;
    ACCESS_MASK GenericWrite;
    ACCESS_MASK GenericExecute;
    ACCESS_MASK GenericAll;
} GENERIC_MAPPING, *PGENERIC_MAPPING;

/* Standard and generic rights (access-check T-22) */
#define DELETE                   0x00010000u
#define READ_CONTROL             0x00020000u
#define WRITE_DAC                0x00040000u
#define WRITE_OWNER              0x00080000u
#define SYNCHRONIZE              0x00100000u
#define STANDARD_RIGHTS_REQUIRED 0x000F0000u
#define STANDARD_RIGHTS_READ     READ_CONTROL
#define STANDARD_RIGHTS_WRITE    READ_CONTROL
#define STANDARD_RIGHTS_EXECUTE  READ_CONTROL
#define STANDARD_RIGHTS_ALL      0x001F0000u
#define SPECIFIC_RIGHTS_ALL      0x0000FFFFu
#define ACCESS_SYSTEM_SECURITY   0x01000000u
#define MAXIMUM_ALLOWED          0x02000000u
#define GENERIC_ALL              0x10000000u
#define GENERIC_EXECUTE          0x20000000u
#define GENERIC_WRITE            0x40000000u
#define GENERIC_READ             0x80000000u

/* Token objects (access-check T-19) */
#define TOKEN_ASSIGN_PRIMARY    0x0001u
#define TOKEN_DUPLICATE         0x0002u
#define TOKEN_IMPERSONATE       0x0004u
#define TOKEN_QUERY             0x0008u
#define TOKEN_QUERY_SOURCE      0x0010u
#define TOKEN_ADJUST_PRIVILEGES 0x0020u
#define TOKEN_ADJUST_GROUPS     0x0040u
#define TOKEN_ADJUST_DEFAULT    0x0080u
#define TOKEN_ADJUST_SESSIONID  0x0100u
#define TOKEN_ALL_ACCESS_P      0x000F00FFu /* NT 4: without TOKEN_ADJUST_SESSIONID */
#define TOKEN_ALL_ACCESS        0x000F01FFu
#define TOKEN_READ              (STANDARD_RIGHTS_READ | TOKEN_QUERY)
#define TOKEN_WRITE \
    (STANDARD_RIGHTS_WRITE | TOKEN_ADJUST_PRIVILEGES | TOKEN_ADJUST_GROUPS | TOKEN_ADJUST_DEFAULT)
#define TOKEN_EXECUTE STANDARD_RIGHTS_EXECUTE

/* Thread objects (access-check T-20); before Vista THREAD_ALL_ACCESS was 0x1F03FF */
#define THREAD_TERMINATE                 0x0001u
#define THREAD_SUSPEND_RESUME            0x0002u
#define THREAD_ALERT                     0x0004u
#define THREAD_GET_CONTEXT               0x0008u
#define THREAD_SET_CONTEXT               0x0010u
#define THREAD_SET_INFORMATION           0x0020u
#define THREAD_QUERY_INFORMATION         0x0040u
#define THREAD_SET_THREAD_TOKEN          0x0080u
#define THREAD_IMPERSONATE               0x0100u
#define THREAD_DIRECT_IMPERSONATION      0x0200u
#define THREAD_SET_LIMITED_INFORMATION   0x0400u
#define THREAD_QUERY_LIMITED_INFORMATION 0x0800u
#define THREAD_RESUME                    0x1000u
#define THREAD_ALL_ACCESS                0x001FFFFFu

/* Process objects (access-check T-21); before Vista PROCESS_ALL_ACCESS was 0x1F0FFF */
#define PROCESS_TERMINATE                 0x0001u
#define PROCESS_CREATE_THREAD             0x0002u
#define PROCESS_SET_SESSIONID             0x0004u
#define PROCESS_VM_OPERATION              0x0008u
#define PROCESS_VM_READ                   0x0010u
#define PROCESS_VM_WRITE                  0x0020u
#define PROCESS_DUP_HANDLE                0x0040u
#define PROCESS_CREATE_PROCESS            0x0080u
#define PROCESS_SET_QUOTA                 0x0100u
#define PROCESS_SET_INFORMATION           0x0200u
#define PROCESS_QUERY_INFORMATION         0x0400u
#define PROCESS_SUSPEND_RESUME            0x0800u
#define PROCESS_QUERY_LIMITED_INFORMATION 0x1000u
#define PROCESS_SET_LIMITED_INFORMATION   0x2000u
#define PROCESS_ALL_ACCESS                0x001FFFFFu

/* Files and directories */
#define FILE_READ_DATA            0x0001u
#define FILE_LIST_DIRECTORY       0x0001u
#define FILE_WRITE_DATA           0x0002u
#define FILE_ADD_FILE             0x0002u
#define FILE_APPEND_DATA          0x0004u
#define FILE_ADD_SUBDIRECTORY     0x0004u
#define FILE_CREATE_PIPE_INSTANCE 0x0004u
#define FILE_READ_EA              0x0008u
#define FILE_WRITE_EA             0x0010u
#define FILE_EXECUTE              0x0020u
#define FILE_TRAVERSE             0x0020u
#define FILE_DELETE_CHILD         0x0040u
#define FILE_READ_ATTRIBUTES      0x0080u
#define FILE_WRITE_ATTRIBUTES     0x0100u
#define FILE_GENERIC_READ         0x00120089u
#define FILE_GENERIC_WRITE        0x00120116u
#define FILE_GENERIC_EXECUTE      0x001200A0u
#define FILE_ALL_ACCESS           0x001F01FFu

#define FILE_ATTRIBUTE_NORMAL 0x00000080u

/* How others may use a file while it is open */
#define FILE_SHARE_READ   0x00000001u
#define FILE_SHARE_WRITE  0x00000002u
#define FILE_SHARE_DELETE 0x00000004u

/* Registry keys */
#define KEY_QUERY_VALUE        0x0001u
#define KEY_SET_VALUE          0x0002u
#define KEY_CREATE_SUB_KEY     0x0004u
#define KEY_ENUMERATE_SUB_KEYS 0x0008u
#define KEY_NOTIFY             0x0010u
#define KEY_CREATE_LINK        0x0020u
#define KEY_READ               0x00020019u
#define KEY_WRITE              0x00020006u
#define KEY_EXECUTE            0x00020019u
#define KEY_ALL_ACCESS         0x000F003Fu

/* Events, mutexes (mutants, as NT calls them) and semaphores */
#define EVENT_QUERY_STATE      0x0001u
#define EVENT_MODIFY_STATE     0x0002u
#define EVENT_ALL_ACCESS       0x001F0003u
#define MUTANT_QUERY_STATE     0x0001u
#define MUTANT_ALL_ACCESS      0x001F0001u
#define MUTEX_MODIFY_STATE     MUTANT_QUERY_STATE
#define MUTEX_ALL_ACCESS       MUTANT_ALL_ACCESS
#define SEMAPHORE_QUERY_STATE  0x0001u
#define SEMAPHORE_MODIFY_STATE 0x0002u
#define SEMAPHORE_ALL_ACCESS   0x001F0003u

/* Sections */
#define SECTION_QUERY       0x0001u
#define SECTION_MAP_WRITE   0x0002u
#define SECTION_MAP_READ    0x0004u
#define SECTION_MAP_EXECUTE 0x0008u
#define SECTION_EXTEND_SIZE 0x0010u
#define SECTION_ALL_ACCESS  0x000F001Fu

/* Object directories and symbolic links, in the driver kit's headers */
#define DIRECTORY_QUERY               0x0001u
#define DIRECTORY_TRAVERSE            0x0002u
#define DIRECTORY_CREATE_OBJECT       0x0004u
#define DIRECTORY_CREATE_SUBDIRECTORY 0x0008u
#define DIRECTORY_ALL_ACCESS          0x000F000Fu
#define SYMBOLIC_LINK_QUERY           0x0001u
#define SYMBOLIC_LINK_ALL_ACCESS      0x000F0001u

/* Jobs */
#define JOB_OBJECT_ASSIGN_PROCESS          0x0001u
#define JOB_OBJECT_SET_ATTRIBUTES          0x0002u
#define JOB_OBJECT_QUERY                   0x0004u
#define JOB_OBJECT_TERMINATE               0x0008u
#define JOB_OBJECT_SET_SECURITY_ATTRIBUTES 0x0010u
#define JOB_OBJECT_ALL_ACCESS              0x001F001Fu

/* Options of NtDuplicateObject and DuplicateHandle; programs know the first two */
#define DUPLICATE_CLOSE_SOURCE      0x00000001u
#define DUPLICATE_SAME_ACCESS       0x00000002u
#define DUPLICATE_SAME_ATTRIBUTES   0x00000004u
#define DUPLICATE_NO_RIGHTS_UPGRADE 0x00000008u

/* Security limits of a job, in force before Vista (impersonation 2.1 step 5) */
#define JOB_OBJECT_SECURITY_NO_ADMIN         0x00000001u
#define JOB_OBJECT_SECURITY_RESTRICTED_TOKEN 0x00000002u
#define JOB_OBJECT_SECURITY_ONLY_TOKEN       0x00000004u
#define JOB_OBJECT_SECURITY_FILTER_TOKENS    0x00000008u

#endif
