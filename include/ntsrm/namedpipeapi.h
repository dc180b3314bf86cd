/*
 * Named pipes, for programs. How a client's context travels in them says ntifs_pipe.h.
 *
 * Each function but CreateNamedPipe returns nonzero on success; after a zero, GetLastError says
 * why. None blocks: ERROR_IO_PENDING stands where NT's thread would wait (ReadFile of fileapi.h).
 */
#ifndef NTSRM_NAMEDPIPEAPI_H
#define NTSRM_NAMEDPIPEAPI_H

#include "minwinbase.h"

/* dwOpenMode */
#define PIPE_ACCESS_INBOUND           0x00000001u
#define PIPE_ACCESS_OUTBOUND          0x00000002u
#define PIPE_ACCESS_DUPLEX            0x00000003u
#define FILE_FLAG_FIRST_PIPE_INSTANCE 0x00080000u

/* dwPipeMode, and lpMode of SetNamedPipeHandleState */
#define PIPE_WAIT                  0x00000000u
#define PIPE_NOWAIT                0x00000001u
#define PIPE_READMODE_BYTE         0x00000000u
#define PIPE_READMODE_MESSAGE      0x00000002u
#define PIPE_TYPE_BYTE             0x00000000u
#define PIPE_TYPE_MESSAGE          0x00000004u
#define PIPE_ACCEPT_REMOTE_CLIENTS 0x00000000u
#define PIPE_REJECT_REMOTE_CLIENTS 0x00000008u

#define PIPE_UNLIMITED_INSTANCES 255u

/* lpFlags of GetNamedPipeInfo */
#define PIPE_CLIENT_END 0x00000000u
#define PIPE_SERVER_END 0x00000001u

NTSRM_BEGIN

/*
 * Makes an instance of a pipe (NtCreateNamedPipeFile), and returns its server end, or
 * INVALID_HANDLE_VALUE. The handle can read, write or both, as dwOpenMode says, and synchronize.
 *
 * lpName                \\.\pipe\NAME
 * dwOpenMode            PIPE_ACCESS_*; FILE_FLAG_FIRST_PIPE_INSTANCE; FILE_FLAG_OVERLAPPED;
 *                       FILE_FLAG_WRITE_THROUGH; WRITE_DAC, WRITE_OWNER, ACCESS_SYSTEM_SECURITY
 * dwPipeMode            PIPE_*
 * nMaxInstances         1 to PIPE_UNLIMITED_INSTANCES
 * nOutBufferSize, nInBufferSize  bytes, 0: the default
 * lpSecurityAttributes  NULL, or without a descriptor: LocalSystem, Administrators and the
 *                       creator's owner have all access, Everyone and Anonymous can read
 *
 * ERROR_INVALID_PARAMETER  modes that do not exist or go together; nMaxInstances
 * ERROR_INVALID_NAME       the name does not begin with \\.\pipe\ (ntsrm's only form)
 * ERROR_PATH_NOT_FOUND     no name
 * ERROR_ACCESS_DENIED, ERROR_PIPE_BUSY and the errors of the other statuses of
 * NtCreateNamedPipeFile
 * Page: namedpipeapi CreateNamedPipeW
 */
HANDLE WINAPI CreateNamedPipeW(_In_ LPCWSTR lpName, _In_ DWORD dwOpenMode, _In_ DWORD dwPipeMode,
                               _In_ DWORD nMaxInstances, _In_ DWORD nOutBufferSize,
                               _In_ DWORD nInBufferSize, _In_ DWORD nDefaultTimeOut,
                               _In_opt_ LPSECURITY_ATTRIBUTES lpSecurityAttributes);
#define CreateNamedPipe CreateNamedPipeW

/*
 * Lets a client open this instance (FSCTL_PIPE_LISTEN). TRUE only if one did while the call waited,
 * which never happens here.
 *
 * ERROR_IO_PENDING         no client has opened it yet; from now on one can
 * ERROR_PIPE_CONNECTED     one has: all is well
 * ERROR_PIPE_LISTENING     PIPE_NOWAIT, and none has
 * ERROR_NO_DATA            one has, and has closed its end
 * ERROR_INVALID_FUNCTION   it is a client's end
 * Page: namedpipeapi ConnectNamedPipe
 */
BOOL WINAPI ConnectNamedPipe(_In_ HANDLE hNamedPipe, _Inout_opt_ LPOVERLAPPED lpOverlapped);

/*
 * Ends the connection with the client; what was not read is lost (FSCTL_PIPE_DISCONNECT).
 * ERROR_PIPE_NOT_CONNECTED, ERROR_INVALID_FUNCTION.
 * Page: namedpipeapi DisconnectNamedPipe
 */
BOOL WINAPI DisconnectNamedPipe(_In_ HANDLE hNamedPipe);

/*
 * The calling thread impersonates the client at the other end (FSCTL_PIPE_IMPERSONATE). Look at the
 * level: a success can be one at SecurityIdentification.
 *
 * ERROR_CANNOT_IMPERSONATE  nothing has been read, or nobody is connected
 * ERROR_INVALID_FUNCTION    it is a client's end
 * Page: namedpipeapi ImpersonateNamedPipeClient
 */
BOOL WINAPI ImpersonateNamedPipeClient(_In_ HANDLE hNamedPipe);

/*
 * Looks at what is to be read, and leaves it there (FSCTL_PIPE_PEEK). Needs GENERIC_READ. In
 * message mode it looks at the first message only.
 * ERROR_BAD_PIPE, ERROR_BROKEN_PIPE, ERROR_PIPE_NOT_CONNECTED, ERROR_ACCESS_DENIED.
 * Page: namedpipeapi PeekNamedPipe
 */
BOOL WINAPI PeekNamedPipe(_In_ HANDLE hNamedPipe, _Out_opt_ LPVOID lpBuffer, _In_ DWORD nBufferSize,
                          _Out_opt_ LPDWORD lpBytesRead, _Out_opt_ LPDWORD lpTotalBytesAvail,
                          _Out_opt_ LPDWORD lpBytesLeftThisMessage);

/*
 * Writes, and reads the answer (FSCTL_PIPE_TRANSCEIVE). ERROR_IO_PENDING: it is written, and the
 * answer is read later, with ReadFile unless lpOverlapped waits for it. ERROR_MORE_DATA,
 * ERROR_BAD_PIPE, ERROR_PIPE_BUSY and the errors of the other statuses.
 * Page: namedpipeapi TransactNamedPipe
 */
BOOL WINAPI TransactNamedPipe(_In_ HANDLE hNamedPipe, _In_ LPVOID lpInBuffer,
                              _In_ DWORD nInBufferSize, _Out_ LPVOID lpOutBuffer,
                              _In_ DWORD nOutBufferSize, _Out_ LPDWORD lpBytesRead,
                              _Inout_opt_ LPOVERLAPPED lpOverlapped);

/*
 * Does an instance listen? ERROR_SEM_TIMEOUT if not, since nothing happens while it waits;
 * ERROR_FILE_NOT_FOUND if there is no such pipe; ERROR_INVALID_NAME as CreateNamedPipe.
 * Page: namedpipeapi WaitNamedPipeW
 */
BOOL WINAPI WaitNamedPipeW(_In_ LPCWSTR lpNamedPipeName, _In_ DWORD nTimeOut);
#define WaitNamedPipe WaitNamedPipeW

/*
 * Sets how this end reads and waits: PIPE_READMODE_* with PIPE_WAIT or PIPE_NOWAIT. Needs
 * FILE_WRITE_ATTRIBUTES. lpMode may be NULL; the two others must be, as for every local pipe.
 * ERROR_INVALID_PARAMETER, ERROR_PIPE_NOT_CONNECTED, ERROR_ACCESS_DENIED.
 * Page: namedpipeapi SetNamedPipeHandleState
 */
BOOL WINAPI SetNamedPipeHandleState(_In_ HANDLE hNamedPipe, _In_opt_ LPDWORD lpMode,
                                    _In_opt_ LPDWORD lpMaxCollectionCount,
                                    _In_opt_ LPDWORD lpCollectDataTimeout);

/*
 * lpState                PIPE_NOWAIT, PIPE_READMODE_MESSAGE
 * lpCurInstances         how many instances there are; PIPE_UNLIMITED_INSTANCES for more
 * lpMaxCollectionCount, lpCollectDataTimeout  NULL, as for every local pipe
 * lpUserName             at the server's end, the name of the client that could be impersonated: an
 *                        account of this system. It is impersonated to find out
 *
 * ERROR_CANNOT_IMPERSONATE        nobody could be impersonated
 * ERROR_CANT_OPEN_ANONYMOUS, ERROR_BAD_IMPERSONATION_LEVEL  only below SecurityImpersonation
 * ERROR_INSUFFICIENT_BUFFER       the name is longer
 * ERROR_INVALID_PARAMETER, ERROR_INVALID_FUNCTION, ERROR_PIPE_NOT_CONNECTED, ERROR_ACCESS_DENIED
 * Page: namedpipeapi GetNamedPipeHandleStateW
 */
BOOL WINAPI GetNamedPipeHandleStateW(_In_ HANDLE hNamedPipe, _Out_opt_ LPDWORD lpState,
                                     _Out_opt_ LPDWORD lpCurInstances,
                                     _Out_opt_ LPDWORD lpMaxCollectionCount,
                                     _Out_opt_ LPDWORD lpCollectDataTimeout,
                                     _Out_opt_ LPWSTR lpUserName, _In_ DWORD nMaxUserNameSize);
#define GetNamedPipeHandleState GetNamedPipeHandleStateW

/*
 * lpFlags: PIPE_SERVER_END, PIPE_TYPE_MESSAGE. Sizes are as the first instance asked for them.
 * ERROR_PIPE_NOT_CONNECTED, ERROR_ACCESS_DENIED.
 * Page: namedpipeapi GetNamedPipeInfo
 */
BOOL WINAPI GetNamedPipeInfo(_In_ HANDLE hNamedPipe, _Out_opt_ LPDWORD lpFlags,
                             _Out_opt_ LPDWORD lpOutBufferSize, _Out_opt_ LPDWORD lpInBufferSize,
                             _Out_opt_ LPDWORD lpMaxInstances);

/*
 * The process that opened the client's end, or made the server's, at whichever end it is asked.
 * ERROR_NOT_FOUND: no client; ERROR_PIPE_NOT_CONNECTED: the server has disconnected this client.
 * Page: namedpipeapi GetNamedPipeClientProcessId, GetNamedPipeServerProcessId
 */
BOOL WINAPI GetNamedPipeClientProcessId(_In_ HANDLE Pipe, _Out_ PULONG ClientProcessId);
BOOL WINAPI GetNamedPipeServerProcessId(_In_ HANDLE Pipe, _Out_ PULONG ServerProcessId);

NTSRM_END

#endif
