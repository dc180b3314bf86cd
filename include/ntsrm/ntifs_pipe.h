/*
 * Named pipes: the native calls. A part of ntifs.h.
 *
 * A server makes an instance of a pipe, a client opens it by name, and what one end writes the
 * other end reads. Which client a server can impersonate depends on the quality of service with
 * which the client opened the pipe (SecurityQualityOfService in OBJECT_ATTRIBUTES): with
 * SECURITY_STATIC_TRACKING it is who opened it, as it was then; with SECURITY_DYNAMIC_TRACKING it
 * is who wrote what the server read last, as it was when it wrote. Without one it is
 * SecurityImpersonation, dynamic and effective only.
 *
 * No call blocks. Where NT's thread would wait, the call answers STATUS_PENDING. If the end was
 * opened for asynchronous use (neither FILE_SYNCHRONOUS_IO_ALERT nor _NONALERT), the request stays:
 * later IoStatusBlock and the buffer are filled, and must still be there. Else nothing stays, and
 * the call is made again when there is something to do.
 *
 * A bad pointer from user mode is STATUS_ACCESS_VIOLATION. Event, ApcRoutine and ApcContext must be
 * NULL, since nobody waits for them here.
 */
#ifndef NTSRM_NTIFS_PIPE_H
#define NTSRM_NTIFS_PIPE_H

#include "ntifs.h"

/* NamedPipeType */
#define FILE_PIPE_BYTE_STREAM_TYPE      0x00000000u
#define FILE_PIPE_MESSAGE_TYPE          0x00000001u
#define FILE_PIPE_ACCEPT_REMOTE_CLIENTS 0x00000000u
#define FILE_PIPE_REJECT_REMOTE_CLIENTS 0x00000002u

/* ReadMode */
#define FILE_PIPE_BYTE_STREAM_MODE 0x00000000u
#define FILE_PIPE_MESSAGE_MODE     0x00000001u

/* CompletionMode */
#define FILE_PIPE_QUEUE_OPERATION    0x00000000u
#define FILE_PIPE_COMPLETE_OPERATION 0x00000001u

#define FILE_PIPE_UNLIMITED_INSTANCES 0xFFFFFFFFu

/* NamedPipeConfiguration: in which direction data goes, seen from the server */
#define FILE_PIPE_INBOUND     0x00000000u
#define FILE_PIPE_OUTBOUND    0x00000001u
#define FILE_PIPE_FULL_DUPLEX 0x00000002u

/* NamedPipeState */
#define FILE_PIPE_DISCONNECTED_STATE 0x00000001u
#define FILE_PIPE_LISTENING_STATE    0x00000002u
#define FILE_PIPE_CONNECTED_STATE    0x00000003u
#define FILE_PIPE_CLOSING_STATE      0x00000004u

/* NamedPipeEnd */
#define FILE_PIPE_CLIENT_END 0x00000000u
#define FILE_PIPE_SERVER_END 0x00000001u

/* FsControlCode of NtFsControlFile */
#define FSCTL_PIPE_DISCONNECT          0x00110004u
#define FSCTL_PIPE_LISTEN              0x00110008u
#define FSCTL_PIPE_PEEK                0x0011400Cu
#define FSCTL_PIPE_TRANSCEIVE          0x0011C017u
#define FSCTL_PIPE_WAIT                0x00110018u
#define FSCTL_PIPE_IMPERSONATE         0x0011001Cu
#define FSCTL_PIPE_DISABLE_IMPERSONATE 0x00110044u

/* What FSCTL_PIPE_PEEK tells. */
typedef struct _FILE_PIPE_PEEK_BUFFER {
    ULONG NamedPipeState;
    ULONG ReadDataAvailable; /* bytes that have not been read */
    ULONG NumberOfMessages;  /* 0 if the pipe is of bytes */
    ULONG MessageLength;     /* what is left of the first one; 0 if the pipe is of bytes */
    CHAR Data[1];
} FILE_PIPE_PEEK_BUFFER, *PFILE_PIPE_PEEK_BUFFER;

/* What FSCTL_PIPE_WAIT takes. */
typedef struct _FILE_PIPE_WAIT_FOR_BUFFER {
    LARGE_INTEGER Timeout; /* not looked at */
    ULONG NameLength;      /* bytes */
    BOOLEAN TimeoutSpecified;
    WCHAR Name[1]; /* without \Device\NamedPipe\ */
} FILE_PIPE_WAIT_FOR_BUFFER, *PFILE_PIPE_WAIT_FOR_BUFFER;

/* FileInformationClass of NtQueryInformationFile and NtSetInformationFile */
typedef enum _FILE_INFORMATION_CLASS {
    FilePipeInformation = 23,
    FilePipeLocalInformation = 24,
} FILE_INFORMATION_CLASS;

typedef struct _FILE_PIPE_INFORMATION {
    ULONG ReadMode;
    ULONG CompletionMode;
} FILE_PIPE_INFORMATION, *PFILE_PIPE_INFORMATION;

typedef struct _FILE_PIPE_LOCAL_INFORMATION {
    ULONG NamedPipeType;
    ULONG NamedPipeConfiguration;
    ULONG MaximumInstances;
    ULONG CurrentInstances; /* those with a server end */
    ULONG InboundQuota;
    ULONG ReadDataAvailable;
    ULONG OutboundQuota;
    ULONG WriteQuotaAvailable;
    ULONG NamedPipeState;
    ULONG NamedPipeEnd;
} FILE_PIPE_LOCAL_INFORMATION, *PFILE_PIPE_LOCAL_INFORMATION;

typedef VOID(NTAPI *PIO_APC_ROUTINE)(PVOID ApcContext, PIO_STATUS_BLOCK IoStatusBlock,
                                     ULONG Reserved);

NTSRM_BEGIN

/*
 * Makes an instance of a named pipe, which listens, and its server end. The first instance makes
 * the pipe, with the descriptor of ObjectAttributes or else one made from the token's default; it
 * is that of both ends of all instances. Another one takes FILE_CREATE_PIPE_INSTANCE on it beside
 * what is asked for.
 *
 * ObjectAttributes   a name below \Device\NamedPipe, also spelled \??\PIPE, or below a handle to
 *                    \Device\NamedPipe\ (with the separator: the root directory)
 * IoStatusBlock      Information: FILE_CREATED for the first instance, FILE_OPENED for another
 * ShareAccess        FILE_SHARE_READ: clients can read; FILE_SHARE_WRITE: they can write
 * CreateDisposition  FILE_CREATE: there is no such pipe yet; FILE_OPEN: there is; FILE_OPEN_IF
 * NamedPipeType ... OutboundQuota  of the first instance they count for all, ReadMode and
 *                    CompletionMode for this end; quotas are bytes, 0: the default
 * DefaultTimeout     needed for the first instance, below 0 (relative); nothing waits for it
 *
 * STATUS_SUCCESS
 * STATUS_INVALID_PARAMETER       no such disposition, sharing, type or mode; a message mode for
 *                                bytes; no instances; no timeout
 * STATUS_OBJECT_NAME_NOT_FOUND   FILE_OPEN, and there is no such pipe
 * STATUS_ACCESS_DENIED           FILE_CREATE, and there is one; the descriptor refuses another
 *                                instance; it shares otherwise; a descriptor for another instance
 * STATUS_INSTANCE_NOT_AVAILABLE  there are as many instances as there can be
 * STATUS_OBJECT_TYPE_MISMATCH    the name is another object's
 * STATUS_OBJECT_NAME_INVALID     RootDirectory is the device, not its root directory
 * STATUS_INSUFFICIENT_RESOURCES  no memory for a name, an object or a handle
 * and what NtCreateFile answers about descriptors and access
 * Page: phnt NtCreateNamedPipeFile; namedpipeapi CreateNamedPipeW
 */
NTSTATUS NTAPI NtCreateNamedPipeFile(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                                     _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                                     _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ ULONG ShareAccess,
                                     _In_ ULONG CreateDisposition, _In_ ULONG CreateOptions,
                                     _In_ ULONG NamedPipeType, _In_ ULONG ReadMode,
                                     _In_ ULONG CompletionMode, _In_ ULONG MaximumInstances,
                                     _In_ ULONG InboundQuota, _In_ ULONG OutboundQuota,
                                     _In_opt_ PLARGE_INTEGER DefaultTimeout);

/*
 * Reads what the other end wrote: in message mode one message, in byte mode as much as there is.
 * Needs FILE_READ_DATA. At the server's end, the context of the write that was read last is whom
 * FSCTL_PIPE_IMPERSONATE impersonates from then on.
 *
 * IoStatusBlock  Information: bytes that were read
 *
 * STATUS_SUCCESS
 * STATUS_BUFFER_OVERFLOW     the message is longer; the rest is read next
 * STATUS_PENDING             there is nothing to be read
 * STATUS_PIPE_EMPTY          the same, where the end does not wait (FILE_PIPE_COMPLETE_OPERATION)
 * STATUS_PIPE_LISTENING      no client has opened this instance
 * STATUS_PIPE_DISCONNECTED   the server has disconnected
 * STATUS_PIPE_BROKEN         the other end is closed, and all is read
 * STATUS_INVALID_PARAMETER   the handle is that of the pipe device
 * STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED  of the handle
 * Page: ntifs NtReadFile; fileapi ReadFile
 */
NTSTATUS NTAPI NtReadFile(_In_ HANDLE FileHandle, _In_opt_ HANDLE Event,
                          _In_opt_ PIO_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
                          _Out_ PIO_STATUS_BLOCK IoStatusBlock, _Out_ PVOID Buffer,
                          _In_ ULONG Length, _In_opt_ PLARGE_INTEGER ByteOffset,
                          _In_opt_ PULONG Key);

/*
 * Writes what the other end is to read. Needs FILE_WRITE_DATA. At the client's end, with dynamic
 * tracking, the calling thread's context is captured and goes with the data.
 *
 * IoStatusBlock  Information: bytes that were written; 0 where there is no room and the end does
 *                not wait
 *
 * STATUS_SUCCESS
 * STATUS_PENDING                 there is no room within the quota
 * STATUS_PIPE_LISTENING          no client has opened this instance
 * STATUS_PIPE_DISCONNECTED       the server has disconnected
 * STATUS_PIPE_CLOSING            the other end is closed
 * STATUS_INSUFFICIENT_RESOURCES  no memory for the data, or for the copy of a token
 * STATUS_BAD_IMPERSONATION_LEVEL, STATUS_INVALID_PARAMETER  of SeCreateClientSecurity, for the
 *                                writer
 * STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED  of the handle
 * Page: ntifs NtWriteFile; fileapi WriteFile
 */
NTSTATUS NTAPI NtWriteFile(_In_ HANDLE FileHandle, _In_opt_ HANDLE Event,
                           _In_opt_ PIO_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
                           _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ PVOID Buffer,
                           _In_ ULONG Length, _In_opt_ PLARGE_INTEGER ByteOffset,
                           _In_opt_ PULONG Key);

/*
 * Waits until the other end has read all that this one wrote. Needs FILE_WRITE_DATA.
 *
 * STATUS_SUCCESS; STATUS_PENDING, where NT's thread would wait at any end;
 * STATUS_PIPE_DISCONNECTED at a client's end that the server has disconnected;
 * STATUS_INVALID_PARAMETER for the pipe device; STATUS_INVALID_HANDLE,
 * STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED
 * Page: ntifs NtFlushBuffersFile; fileapi FlushFileBuffers
 */
NTSTATUS NTAPI NtFlushBuffersFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock);

/*
 * What only pipes do. Rights are those that the code says: FILE_READ_DATA to peek, and
 * FILE_WRITE_DATA too to transceive; none else. Calls that are the server's answer
 * STATUS_ILLEGAL_FUNCTION at the client's end and at the pipe device.
 *
 * FSCTL_PIPE_LISTEN               the instance can be opened: STATUS_PENDING until it is, or
 *                                 STATUS_PIPE_LISTENING where the end does not wait;
 *                                 STATUS_PIPE_CONNECTED; STATUS_PIPE_CLOSING
 * FSCTL_PIPE_DISCONNECT           the client's end is of no use any more, and what was not read is
 *                                 lost, with the contexts: STATUS_PIPE_DISCONNECTED if it was
 * FSCTL_PIPE_PEEK                 FILE_PIPE_PEEK_BUFFER into OutputBuffer, with as much data as
 *                                 there is room for, which stays: STATUS_BUFFER_OVERFLOW if a
 *                                 message is longer; STATUS_INVALID_PARAMETER for less than the
 *                                 header; STATUS_INVALID_PIPE_STATE; STATUS_PIPE_BROKEN
 * FSCTL_PIPE_TRANSCEIVE           writes InputBuffer, then reads into OutputBuffer:
 *                                 STATUS_INVALID_PIPE_STATE if not connected, in one direction or
 *                                 not reading messages; STATUS_PIPE_BUSY if there already is
 *                                 something to be read
 * FSCTL_PIPE_WAIT                 on the root directory \Device\NamedPipe\, for
 *                                 FILE_PIPE_WAIT_FOR_BUFFER: STATUS_SUCCESS if an instance
 *                                 listens; STATUS_IO_TIMEOUT, since nothing happens meanwhile;
 *                                 STATUS_OBJECT_NAME_NOT_FOUND
 * FSCTL_PIPE_IMPERSONATE          the calling thread impersonates the client: statuses of
 *                                 SeImpersonateClientEx; STATUS_CANNOT_IMPERSONATE if nothing has
 *                                 been read, or nobody is connected. A success can be one at
 *                                 SecurityIdentification (PsImpersonateClient)
 * FSCTL_PIPE_DISABLE_IMPERSONATE  of a client, since Windows 10: it is not impersonated any more
 *
 * STATUS_NOT_SUPPORTED           the code is no pipe's
 * STATUS_INVALID_DEVICE_REQUEST  it is, but the file is none
 * STATUS_PIPE_DISCONNECTED       at a client's end that the server has disconnected
 * STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED  of the handle
 * Page: ntifs NtFsControlFile; MS-FSCC 2.3; namedpipeapi
 */
NTSTATUS NTAPI NtFsControlFile(_In_ HANDLE FileHandle, _In_opt_ HANDLE Event,
                               _In_opt_ PIO_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
                               _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ ULONG FsControlCode,
                               _In_opt_ PVOID InputBuffer, _In_ ULONG InputBufferLength,
                               _Out_opt_ PVOID OutputBuffer, _In_ ULONG OutputBufferLength);

/*
 * FilePipeInformation: how this end reads and waits. FilePipeLocalInformation: what the pipe is
 * like. Needs FILE_READ_ATTRIBUTES.
 *
 * IoStatusBlock  Information: bytes that were written
 *
 * STATUS_SUCCESS; STATUS_INFO_LENGTH_MISMATCH for a shorter buffer; STATUS_PIPE_DISCONNECTED at a
 * client's end that the server has disconnected; STATUS_INVALID_HANDLE,
 * STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED. Not modelled: other classes, other files
 * Page: ntifs NtQueryInformationFile, FILE_PIPE_INFORMATION, FILE_PIPE_LOCAL_INFORMATION
 */
NTSTATUS NTAPI NtQueryInformationFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                                      _Out_ PVOID FileInformation, _In_ ULONG Length,
                                      _In_ FILE_INFORMATION_CLASS FileInformationClass);

/*
 * FilePipeInformation: sets how this end reads and waits. Needs FILE_WRITE_ATTRIBUTES.
 *
 * STATUS_SUCCESS; STATUS_INVALID_PARAMETER for modes that do not exist, or messages where the pipe
 * is of bytes; STATUS_INFO_LENGTH_MISMATCH; STATUS_PIPE_DISCONNECTED; STATUS_INVALID_HANDLE,
 * STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED. Not modelled: other classes, other files
 * Page: ntifs NtSetInformationFile, FILE_PIPE_INFORMATION
 */
NTSTATUS NTAPI NtSetInformationFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                                    _In_ PVOID FileInformation, _In_ ULONG Length,
                                    _In_ FILE_INFORMATION_CLASS FileInformationClass);

/* The same from kernel mode: pointers are believed, and rights are not asked for. */
NTSTATUS NTAPI ZwReadFile(_In_ HANDLE FileHandle, _In_opt_ HANDLE Event,
                          _In_opt_ PIO_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
                          _Out_ PIO_STATUS_BLOCK IoStatusBlock, _Out_ PVOID Buffer,
                          _In_ ULONG Length, _In_opt_ PLARGE_INTEGER ByteOffset,
                          _In_opt_ PULONG Key);
NTSTATUS NTAPI ZwWriteFile(_In_ HANDLE FileHandle, _In_opt_ HANDLE Event,
                           _In_opt_ PIO_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
                           _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ PVOID Buffer,
                           _In_ ULONG Length, _In_opt_ PLARGE_INTEGER ByteOffset,
                           _In_opt_ PULONG Key);
NTSTATUS NTAPI ZwFsControlFile(_In_ HANDLE FileHandle, _In_opt_ HANDLE Event,
                               _In_opt_ PIO_APC_ROUTINE ApcRoutine, _In_opt_ PVOID ApcContext,
                               _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ ULONG FsControlCode,
                               _In_opt_ PVOID InputBuffer, _In_ ULONG InputBufferLength,
                               _Out_opt_ PVOID OutputBuffer, _In_ ULONG OutputBufferLength);

NTSRM_END

#endif
