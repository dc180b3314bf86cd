/* Making pipes, and the server's part. Sources: namedpipeapi; impersonation.md 6.8. */
#include "win32/pipe.h"

#include "ex/rules.h"
#include "ntsrm/handleapi.h"
#include "ntsrm/namedpipeapi.h"
#include "ntsrm/fileapi.h"
#include "ntsrm/winerror.h"
#include "win32/attributes.h"
#include "win32/last_error.h"
#include "win32/path.h"

#include <stddef.h>
#include <string.h>

#define DEFAULT_TIMEOUT 50 /* milliseconds */
#define DACL_SIZE       256u

BOOL win32_pipe_result(NTSTATUS status)
{
    if (status == STATUS_PENDING)
        return win32_error(ERROR_IO_PENDING);
    return win32_result(status);
}

NTSTATUS win32_pipe_block(PETHREAD caller, HANDLE pipe, LPOVERLAPPED overlapped,
                          IO_STATUS_BLOCK *own, PIO_STATUS_BLOCK *block)
{
    struct nt_pipe_found found;
    NTSTATUS status;

    *own = (IO_STATUS_BLOCK){.Information = 0};
    *block = overlapped ? (PIO_STATUS_BLOCK)(void *)overlapped : own;
    status = nt_find_pipe(caller, pipe, 0, *block, &found);
    if (!NT_SUCCESS(status))
        return status;
    return rule(caller->header.world, win32_pipe, overlapped_where_needed,
                overlapped || !found.end || found.end->synchronous)
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER;
}

/* ---- making ---- */

struct creation {
    PETHREAD caller;
    LPCWSTR name;
    const SECURITY_ATTRIBUTES *given;
    DWORD open_mode, pipe_mode, instances, out_size, in_size, timeout;
};

/* Who may do what with a pipe whose maker says nothing (IMP 6.8/15). */
static const struct {
    const char *sid; /* NULL: the owner of what the maker makes */
    ACCESS_MASK access;
} usual[] = {
    {"S-1-5-18", FILE_ALL_ACCESS},  {"S-1-5-32-544", FILE_ALL_ACCESS}, {NULL, FILE_ALL_ACCESS},
    {"S-1-1-0", FILE_GENERIC_READ}, {"S-1-5-7", FILE_GENERIC_READ},
};

static void make_usual(const struct se_token *token, PSECURITY_DESCRIPTOR descriptor, PACL dacl)
{
    RtlCreateAcl(dacl, DACL_SIZE, ACL_REVISION);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        SE_SID sid = token->body->sids[token->owner];

        if (usual[i].sid)
            rtl_sid_from_text(usual[i].sid, strlen(usual[i].sid), &sid);
        RtlAddAccessAllowedAce(dacl, ACL_REVISION, usual[i].access, &sid);
    }
    RtlCreateSecurityDescriptor(descriptor, SECURITY_DESCRIPTOR_REVISION);
    RtlSetDaclSecurityDescriptor(descriptor, TRUE, dacl, FALSE);
}

static NTSTATUS check(const struct creation *creation)
{
    const struct srm_world *w = creation->caller->header.world;
    const DWORD open_known = PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE |
                             FILE_FLAG_WRITE_THROUGH | FILE_FLAG_OVERLAPPED | WRITE_DAC |
                             WRITE_OWNER | ACCESS_SYSTEM_SECURITY;
    const DWORD pipe_known =
        PIPE_NOWAIT | PIPE_READMODE_MESSAGE | PIPE_TYPE_MESSAGE | PIPE_REJECT_REMOTE_CLIENTS;
    bool right = (creation->open_mode & ~open_known) == 0 &&
                 (creation->open_mode & PIPE_ACCESS_DUPLEX) != 0 &&
                 (creation->pipe_mode & ~pipe_known) == 0;

    if (!rule_on(w, win32_pipe, modes_known, right, NUMBER_FACT("dwOpenMode", creation->open_mode),
                 NUMBER_FACT("dwPipeMode", creation->pipe_mode)))
        return STATUS_INVALID_PARAMETER;
    return rule_on(w, win32_pipe, instances_right,
                   creation->instances > 0 && creation->instances <= PIPE_UNLIMITED_INSTANCES,
                   NUMBER_FACT("nMaxInstances", creation->instances))
               ? STATUS_SUCCESS
               : STATUS_INVALID_PARAMETER;
}

static ACCESS_MASK access_of(DWORD open_mode)
{
    ACCESS_MASK access =
        SYNCHRONIZE | (open_mode & (WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY));

    if (open_mode & PIPE_ACCESS_INBOUND)
        access |= FILE_GENERIC_READ;
    if (open_mode & PIPE_ACCESS_OUTBOUND)
        access |= FILE_GENERIC_WRITE;
    return access;
}

/* What clients may do is what the server does not: they write what is inbound. */
static ULONG share_of(DWORD open_mode)
{
    return (open_mode & PIPE_ACCESS_INBOUND ? FILE_SHARE_WRITE : 0) |
           (open_mode & PIPE_ACCESS_OUTBOUND ? FILE_SHARE_READ : 0);
}

static NTSTATUS create_native(const struct creation *creation, ULONG disposition,
                              POBJECT_ATTRIBUTES attributes, PHANDLE pipe)
{
    const DWORD open = creation->open_mode, mode = creation->pipe_mode;
    const LONGLONG milliseconds = creation->timeout ? creation->timeout : DEFAULT_TIMEOUT;
    LARGE_INTEGER timeout = {.QuadPart = -10000 * milliseconds};
    IO_STATUS_BLOCK block;

    return NtCreateNamedPipeFile(
        pipe, access_of(open), attributes, &block, share_of(open), disposition,
        (open & FILE_FLAG_OVERLAPPED ? 0 : FILE_SYNCHRONOUS_IO_NONALERT) |
            (open & FILE_FLAG_WRITE_THROUGH ? FILE_WRITE_THROUGH : 0),
        (mode & PIPE_TYPE_MESSAGE ? FILE_PIPE_MESSAGE_TYPE : 0) |
            (mode & PIPE_REJECT_REMOTE_CLIENTS ? FILE_PIPE_REJECT_REMOTE_CLIENTS : 0),
        mode & PIPE_READMODE_MESSAGE ? FILE_PIPE_MESSAGE_MODE : FILE_PIPE_BYTE_STREAM_MODE,
        mode & PIPE_NOWAIT ? FILE_PIPE_COMPLETE_OPERATION : FILE_PIPE_QUEUE_OPERATION,
        creation->instances == PIPE_UNLIMITED_INSTANCES ? FILE_PIPE_UNLIMITED_INSTANCES
                                                        : creation->instances,
        creation->in_size, creation->out_size, &timeout);
}

/* The usual descriptor is for the first instance; another one must not come with any. */
static NTSTATUS create_usual(const struct creation *creation, POBJECT_ATTRIBUTES attributes,
                             PHANDLE pipe)
{
    ULONG dacl[DACL_SIZE / sizeof(ULONG)];
    SECURITY_DESCRIPTOR descriptor;
    NTSTATUS status = STATUS_OBJECT_NAME_NOT_FOUND;

    if (!(creation->open_mode & FILE_FLAG_FIRST_PIPE_INSTANCE))
        status = create_native(creation, FILE_OPEN, attributes, pipe);
    if (status != STATUS_OBJECT_NAME_NOT_FOUND)
        return status;
    make_usual(ps_effective_token(creation->caller), &descriptor, (PACL)(void *)dacl);
    attributes->SecurityDescriptor = &descriptor;
    return create_native(creation, FILE_CREATE, attributes, pipe);
}

static NTSTATUS create(const struct creation *creation, PHANDLE pipe)
{
    const struct srm_world *w = creation->caller->header.world;
    OBJECT_ATTRIBUTES attributes;
    struct win32_path path;
    NTSTATUS status = win32_pipe_path(creation->caller, creation->name, &path);

    if (NT_SUCCESS(status))
        status = check(creation);
    if (NT_SUCCESS(status))
        status = win32_read_attributes(creation->caller, creation->given, &attributes);
    if (!NT_SUCCESS(status))
        return status;
    attributes.ObjectName = &path.string;
    if (rule(w, win32_pipe, descriptor_given, attributes.SecurityDescriptor != NULL))
        return create_native(creation,
                             creation->open_mode & FILE_FLAG_FIRST_PIPE_INSTANCE ? FILE_CREATE
                                                                                 : FILE_OPEN_IF,
                             &attributes, pipe);
    return create_usual(creation, &attributes, pipe);
}

HANDLE CreateNamedPipeW(LPCWSTR lpName, DWORD dwOpenMode, DWORD dwPipeMode, DWORD nMaxInstances,
                        DWORD nOutBufferSize, DWORD nInBufferSize, DWORD nDefaultTimeOut,
                        LPSECURITY_ATTRIBUTES lpSecurityAttributes)
{
    const struct creation creation = {
        .caller = ps_current_thread(),
        .name = lpName,
        .given = lpSecurityAttributes,
        .open_mode = dwOpenMode,
        .pipe_mode = dwPipeMode,
        .instances = nMaxInstances,
        .out_size = nOutBufferSize,
        .in_size = nInBufferSize,
        .timeout = nDefaultTimeOut,
    };
    struct srm_world *w = creation.caller->header.world;
    HANDLE pipe = NULL;

    call_enter(w, NUMBER_FACT("dwOpenMode", dwOpenMode), NUMBER_FACT("dwPipeMode", dwPipeMode),
               NUMBER_FACT("nMaxInstances", nMaxInstances));
    if (!win32_result(create(&creation, &pipe)))
        pipe = INVALID_HANDLE_VALUE;
    leave_value(w, FACT_HANDLE, (uintptr_t)pipe);
    return pipe;
}

/* ---- the server's part ---- */

static NTSTATUS control(HANDLE pipe, PIO_STATUS_BLOCK block, ULONG code)
{
    return NtFsControlFile(pipe, NULL, NULL, NULL, block, code, NULL, 0, NULL, 0);
}

BOOL ConnectNamedPipe(HANDLE hNamedPipe, LPOVERLAPPED lpOverlapped)
{
    PETHREAD caller = ps_current_thread();
    PIO_STATUS_BLOCK block;
    IO_STATUS_BLOCK own;
    NTSTATUS status;
    BOOL result;

    call_enter(caller->header.world, HANDLE_FACT("hNamedPipe", hNamedPipe));
    status = win32_pipe_block(caller, hNamedPipe, lpOverlapped, &own, &block);
    if (NT_SUCCESS(status))
        status = control(hNamedPipe, block, FSCTL_PIPE_LISTEN);
    result = win32_pipe_result(status);
    leave_flag(caller->header.world, result);
    return result;
}

BOOL DisconnectNamedPipe(HANDLE hNamedPipe)
{
    struct srm_world *w = ps_current_world();
    IO_STATUS_BLOCK block;
    BOOL result;

    call_enter(w, HANDLE_FACT("hNamedPipe", hNamedPipe));
    result = win32_result(control(hNamedPipe, &block, FSCTL_PIPE_DISCONNECT));
    leave_flag(w, result);
    return result;
}

BOOL ImpersonateNamedPipeClient(HANDLE hNamedPipe)
{
    struct srm_world *w = ps_current_world();
    IO_STATUS_BLOCK block;
    BOOL result;

    call_enter(w, HANDLE_FACT("hNamedPipe", hNamedPipe));
    result = win32_result(control(hNamedPipe, &block, FSCTL_PIPE_IMPERSONATE));
    leave_flag(w, result);
    return result;
}

/* ---- waiting for one ---- */

#define ROOT      "\\??\\pipe\\"
#define ROOT_SIZE (sizeof ROOT - 1)

/* What NT is asked: the root directory, and the name in it. */
static NTSTATUS wait_on_root(struct win32_path *path)
{
    union {
        FILE_PIPE_WAIT_FOR_BUFFER wait;
        unsigned char bytes[sizeof(FILE_PIPE_WAIT_FOR_BUFFER) + sizeof path->text];
    } given = {.wait = {.TimeoutSpecified = FALSE}};
    const USHORT whole = path->string.Length, root = ROOT_SIZE * sizeof(WCHAR);
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes, .ObjectName = &path->string};
    IO_STATUS_BLOCK block;
    HANDLE directory;
    NTSTATUS status;

    path->string.Length = root;
    status = NtOpenFile(&directory, FILE_READ_ATTRIBUTES | SYNCHRONIZE, &attributes, &block,
                        FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_SYNCHRONOUS_IO_NONALERT);
    if (!NT_SUCCESS(status))
        return status;
    given.wait.NameLength = (ULONG)(whole - root);
    memcpy(given.bytes + offsetof(FILE_PIPE_WAIT_FOR_BUFFER, Name), path->text + ROOT_SIZE,
           given.wait.NameLength);
    status = NtFsControlFile(
        directory, NULL, NULL, NULL, &block, FSCTL_PIPE_WAIT, &given,
        (ULONG)offsetof(FILE_PIPE_WAIT_FOR_BUFFER, Name) + given.wait.NameLength, NULL, 0);
    NtClose(directory);
    return status;
}

BOOL WaitNamedPipeW(LPCWSTR lpNamedPipeName, DWORD nTimeOut)
{
    PETHREAD caller = ps_current_thread();
    struct win32_path path;
    NTSTATUS status;
    BOOL result;

    call_enter(caller->header.world, NUMBER_FACT("nTimeOut", nTimeOut));
    status = win32_pipe_path(caller, lpNamedPipeName, &path);
    if (NT_SUCCESS(status))
        status = wait_on_root(&path);
    result = win32_result(status);
    leave_flag(caller->header.world, result);
    return result;
}
