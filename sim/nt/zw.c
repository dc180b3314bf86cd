/* The Zw twins: the same services, called from kernel mode, where nothing is probed and handles
 * need no rights. */
#include "ps/thread.h"

static KPROCESSOR_MODE enter_kernel_mode(void)
{
    PETHREAD caller = ps_current_thread();
    KPROCESSOR_MODE mode = caller->previous_mode;

    caller->previous_mode = KernelMode;
    return mode;
}

static NTSTATUS leave_kernel_mode(KPROCESSOR_MODE mode, NTSTATUS status)
{
    if (ps_is_running()) /* the call may have ended the thread */
        ps_current_thread()->previous_mode = mode;
    return status;
}

NTSTATUS ZwOpenProcessToken(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess, PHANDLE TokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtOpenProcessToken(ProcessHandle, DesiredAccess, TokenHandle));
}

NTSTATUS ZwOpenThreadToken(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf,
                           PHANDLE TokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(
        mode, NtOpenThreadToken(ThreadHandle, DesiredAccess, OpenAsSelf, TokenHandle));
}

NTSTATUS ZwDuplicateToken(HANDLE ExistingTokenHandle, ACCESS_MASK DesiredAccess,
                          POBJECT_ATTRIBUTES ObjectAttributes, BOOLEAN EffectiveOnly,
                          TOKEN_TYPE Type, PHANDLE NewTokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtDuplicateToken(ExistingTokenHandle, DesiredAccess, ObjectAttributes,
                                              EffectiveOnly, Type, NewTokenHandle));
}

NTSTATUS ZwOpenProcessTokenEx(HANDLE ProcessHandle, ACCESS_MASK DesiredAccess,
                              ULONG HandleAttributes, PHANDLE TokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(
        mode, NtOpenProcessTokenEx(ProcessHandle, DesiredAccess, HandleAttributes, TokenHandle));
}

NTSTATUS ZwOpenThreadTokenEx(HANDLE ThreadHandle, ACCESS_MASK DesiredAccess, BOOLEAN OpenAsSelf,
                             ULONG HandleAttributes, PHANDLE TokenHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtOpenThreadTokenEx(ThreadHandle, DesiredAccess, OpenAsSelf,
                                                       HandleAttributes, TokenHandle));
}

NTSTATUS ZwOpenProcess(PHANDLE ProcessHandle, ACCESS_MASK DesiredAccess,
                       POBJECT_ATTRIBUTES ObjectAttributes, PCLIENT_ID ClientId)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(
        mode, NtOpenProcess(ProcessHandle, DesiredAccess, ObjectAttributes, ClientId));
}

NTSTATUS ZwDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle,
                           HANDLE TargetProcessHandle, PHANDLE TargetHandle,
                           ACCESS_MASK DesiredAccess, ULONG HandleAttributes, ULONG Options)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtDuplicateObject(SourceProcessHandle, SourceHandle,
                                                     TargetProcessHandle, TargetHandle,
                                                     DesiredAccess, HandleAttributes, Options));
}

NTSTATUS ZwSetInformationThread(HANDLE ThreadHandle, THREADINFOCLASS ThreadInformationClass,
                                PVOID ThreadInformation, ULONG ThreadInformationLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtSetInformationThread(ThreadHandle, ThreadInformationClass,
                                                    ThreadInformation, ThreadInformationLength));
}

NTSTATUS ZwAdjustPrivilegesToken(HANDLE TokenHandle, BOOLEAN DisableAllPrivileges,
                                 PTOKEN_PRIVILEGES NewState, ULONG BufferLength,
                                 PTOKEN_PRIVILEGES PreviousState, PULONG ReturnLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtAdjustPrivilegesToken(TokenHandle, DisableAllPrivileges, NewState,
                                                     BufferLength, PreviousState, ReturnLength));
}

NTSTATUS ZwQueryInformationToken(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                                 PVOID TokenInformation, ULONG TokenInformationLength,
                                 PULONG ReturnLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtQueryInformationToken(TokenHandle, TokenInformationClass,
                                                           TokenInformation, TokenInformationLength,
                                                           ReturnLength));
}

NTSTATUS ZwSetInformationToken(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                               PVOID TokenInformation, ULONG TokenInformationLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtSetInformationToken(TokenHandle, TokenInformationClass,
                                                         TokenInformation, TokenInformationLength));
}

NTSTATUS ZwClose(HANDLE Handle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtClose(Handle));
}

NTSTATUS ZwTerminateThread(HANDLE ThreadHandle, NTSTATUS ExitStatus)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtTerminateThread(ThreadHandle, ExitStatus));
}

NTSTATUS ZwTerminateProcess(HANDLE ProcessHandle, NTSTATUS ExitStatus)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtTerminateProcess(ProcessHandle, ExitStatus));
}

NTSTATUS ZwQuerySecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
                               PSECURITY_DESCRIPTOR SecurityDescriptor, ULONG Length,
                               PULONG LengthNeeded)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtQuerySecurityObject(Handle, SecurityInformation,
                                                         SecurityDescriptor, Length, LengthNeeded));
}

NTSTATUS ZwSetSecurityObject(HANDLE Handle, SECURITY_INFORMATION SecurityInformation,
                             PSECURITY_DESCRIPTOR SecurityDescriptor)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtSetSecurityObject(Handle, SecurityInformation, SecurityDescriptor));
}

NTSTATUS ZwAccessCheck(PSECURITY_DESCRIPTOR SecurityDescriptor, HANDLE ClientToken,
                       ACCESS_MASK DesiredAccess, PGENERIC_MAPPING GenericMapping,
                       PPRIVILEGE_SET PrivilegeSet, PULONG PrivilegeSetLength,
                       PACCESS_MASK GrantedAccess, PNTSTATUS AccessStatus)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtAccessCheck(SecurityDescriptor, ClientToken, DesiredAccess,
                                                 GenericMapping, PrivilegeSet, PrivilegeSetLength,
                                                 GrantedAccess, AccessStatus));
}

NTSTATUS ZwAccessCheckByType(PSECURITY_DESCRIPTOR SecurityDescriptor, PSID PrincipalSelfSid,
                             HANDLE ClientToken, ACCESS_MASK DesiredAccess,
                             POBJECT_TYPE_LIST ObjectTypeList, ULONG ObjectTypeListLength,
                             PGENERIC_MAPPING GenericMapping, PPRIVILEGE_SET PrivilegeSet,
                             PULONG PrivilegeSetLength, PACCESS_MASK GrantedAccess,
                             PNTSTATUS AccessStatus)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(
        mode, NtAccessCheckByType(SecurityDescriptor, PrincipalSelfSid, ClientToken, DesiredAccess,
                                  ObjectTypeList, ObjectTypeListLength, GenericMapping,
                                  PrivilegeSet, PrivilegeSetLength, GrantedAccess, AccessStatus));
}

NTSTATUS ZwAccessCheckByTypeResultList(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                       PSID PrincipalSelfSid, HANDLE ClientToken,
                                       ACCESS_MASK DesiredAccess, POBJECT_TYPE_LIST ObjectTypeList,
                                       ULONG ObjectTypeListLength, PGENERIC_MAPPING GenericMapping,
                                       PPRIVILEGE_SET PrivilegeSet, PULONG PrivilegeSetLength,
                                       PACCESS_MASK GrantedAccess, PNTSTATUS AccessStatus)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(
        mode, NtAccessCheckByTypeResultList(SecurityDescriptor, PrincipalSelfSid, ClientToken,
                                            DesiredAccess, ObjectTypeList, ObjectTypeListLength,
                                            GenericMapping, PrivilegeSet, PrivilegeSetLength,
                                            GrantedAccess, AccessStatus));
}

NTSTATUS ZwOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
                    POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
                    ULONG ShareAccess, ULONG OpenOptions)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtOpenFile(FileHandle, DesiredAccess, ObjectAttributes,
                                              IoStatusBlock, ShareAccess, OpenOptions));
}

NTSTATUS ZwCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess,
                      POBJECT_ATTRIBUTES ObjectAttributes, PIO_STATUS_BLOCK IoStatusBlock,
                      PLARGE_INTEGER AllocationSize, ULONG FileAttributes, ULONG ShareAccess,
                      ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer, ULONG EaLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtCreateFile(FileHandle, DesiredAccess, ObjectAttributes,
                                                IoStatusBlock, AllocationSize, FileAttributes,
                                                ShareAccess, CreateDisposition, CreateOptions,
                                                EaBuffer, EaLength));
}

NTSTATUS ZwOpenKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
                   POBJECT_ATTRIBUTES ObjectAttributes)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtOpenKey(KeyHandle, DesiredAccess, ObjectAttributes));
}

NTSTATUS ZwOpenEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess,
                     POBJECT_ATTRIBUTES ObjectAttributes)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtOpenEvent(EventHandle, DesiredAccess, ObjectAttributes));
}

NTSTATUS ZwOpenSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
                       POBJECT_ATTRIBUTES ObjectAttributes)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtOpenSection(SectionHandle, DesiredAccess, ObjectAttributes));
}

NTSTATUS ZwCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
                     POBJECT_ATTRIBUTES ObjectAttributes, ULONG TitleIndex, PUNICODE_STRING Class,
                     ULONG CreateOptions, PULONG Disposition)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtCreateKey(KeyHandle, DesiredAccess, ObjectAttributes,
                                               TitleIndex, Class, CreateOptions, Disposition));
}

NTSTATUS ZwCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess,
                       POBJECT_ATTRIBUTES ObjectAttributes, EVENT_TYPE EventType,
                       BOOLEAN InitialState)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(
        mode, NtCreateEvent(EventHandle, DesiredAccess, ObjectAttributes, EventType, InitialState));
}

NTSTATUS ZwCreateSection(PHANDLE SectionHandle, ACCESS_MASK DesiredAccess,
                         POBJECT_ATTRIBUTES ObjectAttributes, PLARGE_INTEGER MaximumSize,
                         ULONG SectionPageProtection, ULONG AllocationAttributes, HANDLE FileHandle)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtCreateSection(SectionHandle, DesiredAccess, ObjectAttributes,
                                                   MaximumSize, SectionPageProtection,
                                                   AllocationAttributes, FileHandle));
}

NTSTATUS ZwReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                    PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
                    PLARGE_INTEGER ByteOffset, PULONG Key)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtReadFile(FileHandle, Event, ApcRoutine, ApcContext,
                                              IoStatusBlock, Buffer, Length, ByteOffset, Key));
}

NTSTATUS ZwWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                     PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length,
                     PLARGE_INTEGER ByteOffset, PULONG Key)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode, NtWriteFile(FileHandle, Event, ApcRoutine, ApcContext,
                                               IoStatusBlock, Buffer, Length, ByteOffset, Key));
}

NTSTATUS ZwFsControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine,
                         PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock, ULONG FsControlCode,
                         PVOID InputBuffer, ULONG InputBufferLength, PVOID OutputBuffer,
                         ULONG OutputBufferLength)
{
    KPROCESSOR_MODE mode = enter_kernel_mode();

    return leave_kernel_mode(mode,
                             NtFsControlFile(FileHandle, Event, ApcRoutine, ApcContext,
                                             IoStatusBlock, FsControlCode, InputBuffer,
                                             InputBufferLength, OutputBuffer, OutputBufferLength));
}
