/*
 * Nt*: objects by name: files, keys, events, mutants, sections. Part of ntifs.h; include that one.
 *
 * What ntifs_nt.h says of previous mode and of the statuses that every call can return holds here
 * too. Of such an object ntsrm keeps a name, a security descriptor and whether it can hold others;
 * what it is for is not there, and parameters about that are taken and not looked at.
 *
 * A name stands in ObjectAttributes: a whole path (\??\C:\docs\report, \BaseNamedObjects\ready,
 * \REGISTRY\MACHINE\SOFTWARE\x), or one relative to RootDirectory, which is a handle. Upper and
 * lower case are the same. Whoever does not hold SeChangeNotifyPrivilege needs FILE_TRAVERSE or
 * DIRECTORY_TRAVERSE on everything that the path leads through. Each of the calls can return
 *
 * STATUS_OBJECT_NAME_NOT_FOUND    no object has this name
 * STATUS_OBJECT_PATH_NOT_FOUND    what should hold it is not there, or cannot hold anything
 * STATUS_OBJECT_PATH_SYNTAX_BAD   the name begins with no \, or with one below RootDirectory
 * STATUS_OBJECT_NAME_INVALID      a part of the name is empty
 * STATUS_OBJECT_TYPE_MISMATCH     the object is of another type, or RootDirectory holds nothing
 * STATUS_INVALID_PARAMETER        a wrong length or attribute in ObjectAttributes, or none given
 * STATUS_BAD_IMPERSONATION_LEVEL  the caller impersonates below SecurityImpersonation
 * STATUS_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 */
#ifndef NTSRM_NTIFS_NT_OBJECT_H
#define NTSRM_NTIFS_NT_OBJECT_H

#include "ntifs.h"

/* What an I/O call tells beside its status. */
typedef struct _IO_STATUS_BLOCK {
    __extension__ union {
        NTSTATUS Status;
        PVOID Pointer;
    };
    ULONG_PTR Information; /* FILE_OPENED, FILE_CREATED ... */
} IO_STATUS_BLOCK, *PIO_STATUS_BLOCK;

#define FILE_SUPERSEDED  0x00000000u
#define FILE_OPENED      0x00000001u
#define FILE_CREATED     0x00000002u
#define FILE_OVERWRITTEN 0x00000003u

/* Options of NtOpenFile and NtCreateFile */
#define FILE_DIRECTORY_FILE            0x00000001u
#define FILE_WRITE_THROUGH             0x00000002u
#define FILE_SEQUENTIAL_ONLY           0x00000004u
#define FILE_NO_INTERMEDIATE_BUFFERING 0x00000008u
#define FILE_SYNCHRONOUS_IO_ALERT      0x00000010u
#define FILE_SYNCHRONOUS_IO_NONALERT   0x00000020u
#define FILE_NON_DIRECTORY_FILE        0x00000040u
#define FILE_RANDOM_ACCESS             0x00000800u
#define FILE_DELETE_ON_CLOSE           0x00001000u
#define FILE_OPEN_BY_FILE_ID           0x00002000u
#define FILE_OPEN_FOR_BACKUP_INTENT    0x00004000u
#define FILE_NO_COMPRESSION            0x00008000u

NTSRM_BEGIN

/*
 * Opens a file or directory that is there. DesiredAccess is checked for the caller's effective
 * token; a directory that grants FILE_DELETE_CHILD also lets delete what is in it, and one that
 * grants FILE_LIST_DIRECTORY also lets read its attributes. With FILE_OPEN_FOR_BACKUP_INTENT, an
 * enabled SeBackupPrivilege or SeRestorePrivilege gives the rights that it is for.
 *
 * ShareAccess     not looked at: who shares a file is not modelled
 * OpenOptions     FILE_DIRECTORY_FILE and FILE_NON_DIRECTORY_FILE say what it must be;
 *                 FILE_SYNCHRONOUS_IO_* need SYNCHRONIZE in DesiredAccess
 *
 * STATUS_NOT_A_DIRECTORY          FILE_DIRECTORY_FILE, and it is none
 * STATUS_FILE_IS_A_DIRECTORY      FILE_NON_DIRECTORY_FILE, and it is one
 * STATUS_INVALID_PARAMETER        options that do not go together, or do not exist
 * STATUS_NOT_IMPLEMENTED          FILE_DELETE_ON_CLOSE and other options that ntsrm does not model
 * Page: ntifs NtOpenFile
 */
NTSTATUS NTAPI NtOpenFile(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                          _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                          _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ ULONG ShareAccess,
                          _In_ ULONG OpenOptions);

/*
 * Open a registry key, an event, a mutant, a section that is there.
 *
 * For keys a missing parent answers STATUS_OBJECT_NAME_NOT_FOUND, too.
 * Page: wdm ZwOpenKey, ZwOpenEvent, ZwOpenSection; NtOpenMutant: header only, phnt
 */
NTSTATUS NTAPI NtOpenKey(_Out_ PHANDLE KeyHandle, _In_ ACCESS_MASK DesiredAccess,
                         _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI NtOpenEvent(_Out_ PHANDLE EventHandle, _In_ ACCESS_MASK DesiredAccess,
                           _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI NtOpenMutant(_Out_ PHANDLE MutantHandle, _In_ ACCESS_MASK DesiredAccess,
                            _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI NtOpenSection(_Out_ PHANDLE SectionHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_ POBJECT_ATTRIBUTES ObjectAttributes);

NTSRM_END

#endif
