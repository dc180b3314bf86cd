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

/* What NtCreateFile does with a file that is there, or not there */
#define FILE_SUPERSEDE    0x00000000u
#define FILE_OPEN         0x00000001u
#define FILE_CREATE       0x00000002u
#define FILE_OPEN_IF      0x00000003u
#define FILE_OVERWRITE    0x00000004u
#define FILE_OVERWRITE_IF 0x00000005u

typedef enum _EVENT_TYPE { NotificationEvent, SynchronizationEvent } EVENT_TYPE;

#define REG_OPTION_NON_VOLATILE   0x00000000u
#define REG_OPTION_VOLATILE       0x00000001u
#define REG_OPTION_CREATE_LINK    0x00000002u
#define REG_OPTION_BACKUP_RESTORE 0x00000004u

#define REG_CREATED_NEW_KEY     0x00000001u
#define REG_OPENED_EXISTING_KEY 0x00000002u

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
 * Opens a file or directory, or makes one. Who makes one needs FILE_ADD_FILE or
 * FILE_ADD_SUBDIRECTORY on the directory, and gets a handle with all that it asks for, whatever the
 * descriptor says. What the descriptor is, NtCreateEvent says.
 *
 * AllocationSize       not looked at
 * FileAttributes       0 or FILE_ATTRIBUTE_NORMAL
 * ShareAccess          not looked at
 * CreateDisposition    FILE_OPEN, FILE_CREATE ...; to replace a file takes DELETE for
 *                      FILE_SUPERSEDE, FILE_WRITE_DATA, FILE_WRITE_EA and FILE_WRITE_ATTRIBUTES
 *                      for FILE_OVERWRITE and FILE_OVERWRITE_IF
 * CreateOptions        those of NtOpenFile; FILE_DIRECTORY_FILE makes a directory
 * EaBuffer, EaLength   NULL and 0
 *
 * STATUS_OBJECT_NAME_COLLISION    FILE_CREATE, and the file is there
 * The statuses of NtOpenFile and NtCreateEvent.
 * Page: ntifs NtCreateFile
 */
NTSTATUS NTAPI NtCreateFile(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                            _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                            _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                            _In_opt_ PLARGE_INTEGER AllocationSize, _In_ ULONG FileAttributes,
                            _In_ ULONG ShareAccess, _In_ ULONG CreateDisposition,
                            _In_ ULONG CreateOptions, _In_opt_ PVOID EaBuffer, _In_ ULONG EaLength);

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

/*
 * Make a registry key, an event, a mutant, a section, or open the one that is there. Who makes one
 * needs KEY_CREATE_SUB_KEY or DIRECTORY_CREATE_OBJECT on what holds it, and gets a handle with all
 * that it asks for, whatever the descriptor says. Owner, group and DACL come from the descriptor in
 * ObjectAttributes, from what the container hands down, and from the caller's effective token
 * (docs/scenarios.md).
 *
 * An object that is there is opened if it is a key, or Attributes has OBJ_OPENIF; events, mutants
 * and sections may have no name at all. Objects without OBJ_PERMANENT, which takes
 * SeCreatePermanentPrivilege, go with their last handle; keys stay.
 *
 * Disposition     of NtCreateKey; NULL, or gets REG_CREATED_NEW_KEY or REG_OPENED_EXISTING_KEY
 * FileHandle      of NtCreateSection; NULL only
 *
 * STATUS_OBJECT_NAME_EXISTS       a success: the object was there, and is open
 * STATUS_OBJECT_NAME_COLLISION    the object is there
 * STATUS_INVALID_OWNER            the descriptor has an owner that the caller may not give
 * STATUS_INVALID_LABEL            the descriptor has a label that is no integrity level
 * STATUS_PRIVILEGE_NOT_HELD       a SACL without SeSecurityPrivilege, a label above the caller's
 *                                 integrity without SeRelabelPrivilege, or OBJ_PERMANENT
 * Page: wdm ZwCreateKey, ZwCreateSection; ntifs ZwCreateEvent; NtCreateMutant: header only, phnt
 */
NTSTATUS NTAPI NtCreateKey(_Out_ PHANDLE KeyHandle, _In_ ACCESS_MASK DesiredAccess,
                           _In_ POBJECT_ATTRIBUTES ObjectAttributes, _In_ ULONG TitleIndex,
                           _In_opt_ PUNICODE_STRING Class, _In_ ULONG CreateOptions,
                           _Out_opt_ PULONG Disposition);
NTSTATUS NTAPI NtCreateEvent(_Out_ PHANDLE EventHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                             _In_ EVENT_TYPE EventType, _In_ BOOLEAN InitialState);
NTSTATUS NTAPI NtCreateMutant(_Out_ PHANDLE MutantHandle, _In_ ACCESS_MASK DesiredAccess,
                              _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                              _In_ BOOLEAN InitialOwner);
NTSTATUS NTAPI NtCreateSection(_Out_ PHANDLE SectionHandle, _In_ ACCESS_MASK DesiredAccess,
                               _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                               _In_opt_ PLARGE_INTEGER MaximumSize,
                               _In_ ULONG SectionPageProtection, _In_ ULONG AllocationAttributes,
                               _In_opt_ HANDLE FileHandle);

/*
 * The same from kernel mode: no pointer is probed, and access is granted unchecked if Attributes
 * lacks OBJ_FORCE_ACCESS_CHECK. Without OBJ_KERNEL_HANDLE the handle is one of the process.
 * Page: wdm ZwOpenKey, ZwCreateKey, ZwOpenSection, ZwCreateSection, ZwOpenEvent, ZwCreateFile;
 * ntifs ZwOpenFile, ZwCreateEvent
 */
NTSTATUS NTAPI ZwOpenFile(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                          _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                          _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ ULONG ShareAccess,
                          _In_ ULONG OpenOptions);
NTSTATUS NTAPI ZwCreateFile(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                            _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                            _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                            _In_opt_ PLARGE_INTEGER AllocationSize, _In_ ULONG FileAttributes,
                            _In_ ULONG ShareAccess, _In_ ULONG CreateDisposition,
                            _In_ ULONG CreateOptions, _In_opt_ PVOID EaBuffer, _In_ ULONG EaLength);
NTSTATUS NTAPI ZwOpenKey(_Out_ PHANDLE KeyHandle, _In_ ACCESS_MASK DesiredAccess,
                         _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI ZwOpenEvent(_Out_ PHANDLE EventHandle, _In_ ACCESS_MASK DesiredAccess,
                           _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI ZwOpenSection(_Out_ PHANDLE SectionHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI ZwCreateKey(_Out_ PHANDLE KeyHandle, _In_ ACCESS_MASK DesiredAccess,
                           _In_ POBJECT_ATTRIBUTES ObjectAttributes, _In_ ULONG TitleIndex,
                           _In_opt_ PUNICODE_STRING Class, _In_ ULONG CreateOptions,
                           _Out_opt_ PULONG Disposition);
NTSTATUS NTAPI ZwCreateEvent(_Out_ PHANDLE EventHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                             _In_ EVENT_TYPE EventType, _In_ BOOLEAN InitialState);
NTSTATUS NTAPI ZwCreateSection(_Out_ PHANDLE SectionHandle, _In_ ACCESS_MASK DesiredAccess,
                               _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes,
                               _In_opt_ PLARGE_INTEGER MaximumSize,
                               _In_ ULONG SectionPageProtection, _In_ ULONG AllocationAttributes,
                               _In_opt_ HANDLE FileHandle);

NTSRM_END

#endif
