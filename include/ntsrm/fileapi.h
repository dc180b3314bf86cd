/* Files, for programs. */
#ifndef NTSRM_FILEAPI_H
#define NTSRM_FILEAPI_H

#include "minwinbase.h"

#define CREATE_NEW        1u
#define CREATE_ALWAYS     2u
#define OPEN_EXISTING     3u
#define OPEN_ALWAYS       4u
#define TRUNCATE_EXISTING 5u

#define FILE_FLAG_WRITE_THROUGH    0x80000000u
#define FILE_FLAG_OVERLAPPED       0x40000000u
#define FILE_FLAG_NO_BUFFERING     0x20000000u
#define FILE_FLAG_RANDOM_ACCESS    0x10000000u
#define FILE_FLAG_SEQUENTIAL_SCAN  0x08000000u
#define FILE_FLAG_DELETE_ON_CLOSE  0x04000000u
#define FILE_FLAG_BACKUP_SEMANTICS 0x02000000u

/*
 * What the server at the other end of a pipe may do with who opens it; without
 * SECURITY_SQOS_PRESENT none of the others counts (winbase.h). Tracking is static unless
 * SECURITY_CONTEXT_TRACKING stands there.
 */
#define SECURITY_ANONYMOUS        0x00000000u
#define SECURITY_IDENTIFICATION   0x00010000u
#define SECURITY_IMPERSONATION    0x00020000u
#define SECURITY_DELEGATION       0x00030000u
#define SECURITY_CONTEXT_TRACKING 0x00040000u
#define SECURITY_EFFECTIVE_ONLY   0x00080000u
#define SECURITY_SQOS_PRESENT     0x00100000u
#define SECURITY_VALID_SQOS_FLAGS 0x001F0000u

NTSRM_BEGIN

/*
 * Opens or makes a file (NtCreateFile). Returns INVALID_HANDLE_VALUE if it fails; GetLastError says
 * why. To what is asked for, SYNCHRONIZE and FILE_READ_ATTRIBUTES are added.
 *
 * lpFileName            begins with a drive (C:\docs\report), or with \\?\ or \\.\, as that of a
 *                       pipe does (\\.\pipe\NAME); \\COMPUTER\pipe\NAME opens the same pipe as from
 *                       another computer; other forms are not modelled
 * dwShareMode           not looked at
 * lpSecurityAttributes  NULL, or the descriptor of a new file and whether the handle is inherited
 * dwFlagsAndAttributes  FILE_ATTRIBUTE_NORMAL, FILE_FLAG_*; a directory is opened only with
 *                       FILE_FLAG_BACKUP_SEMANTICS, which stands for backup intent too; SECURITY_*
 *                       become a quality of service, which is there for pipes
 * hTemplateFile         NULL
 *
 * After a success CREATE_ALWAYS and OPEN_ALWAYS leave ERROR_ALREADY_EXISTS or 0 as last error.
 *
 * ERROR_FILE_EXISTS              CREATE_NEW, and it is there
 * ERROR_INVALID_PARAMETER        a disposition that does not exist; TRUNCATE_EXISTING without
 *                                GENERIC_WRITE
 * The errors of the statuses of NtCreateFile: ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND,
 * ERROR_ACCESS_DENIED, ERROR_BAD_IMPERSONATION_LEVEL, ERROR_PRIVILEGE_NOT_HELD ..., and
 * ERROR_PIPE_BUSY for a pipe of which no instance listens.
 * Page: fileapi CreateFileW
 */
HANDLE WINAPI CreateFileW(_In_ LPCWSTR lpFileName, _In_ DWORD dwDesiredAccess,
                          _In_ DWORD dwShareMode,
                          _In_opt_ LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                          _In_ DWORD dwCreationDisposition, _In_ DWORD dwFlagsAndAttributes,
                          _In_opt_ HANDLE hTemplateFile);
#define CreateFile CreateFileW

/*
 * Reads from a pipe (NtReadFile), or writes to one (NtWriteFile); other files have no data here.
 *
 * lpNumberOfBytesRead, lpNumberOfBytesWritten  NULL only if lpOverlapped is given
 * lpOverlapped  needed for handles that were opened with FILE_FLAG_OVERLAPPED, and no others: its
 *               Internal and InternalHigh are filled when what waits is over
 *
 * ERROR_IO_PENDING            it waits; without FILE_FLAG_OVERLAPPED, where NT's thread would wait,
 *                             nothing has happened, and the call is to be made again
 * ERROR_MORE_DATA             the message is longer; the rest is read next
 * ERROR_BROKEN_PIPE           reading: the other end is closed, and all is read
 * ERROR_NO_DATA               writing: the other end is closed; reading with PIPE_NOWAIT: there is
 *                             nothing
 * ERROR_PIPE_NOT_CONNECTED, ERROR_PIPE_LISTENING, ERROR_INVALID_PARAMETER and the errors of the
 * other statuses of NtReadFile and NtWriteFile
 * Page: fileapi ReadFile, WriteFile
 */
BOOL WINAPI ReadFile(_In_ HANDLE hFile, _Out_ LPVOID lpBuffer, _In_ DWORD nNumberOfBytesToRead,
                     _Out_opt_ LPDWORD lpNumberOfBytesRead, _Inout_opt_ LPOVERLAPPED lpOverlapped);
BOOL WINAPI WriteFile(_In_ HANDLE hFile, _In_ LPCVOID lpBuffer, _In_ DWORD nNumberOfBytesToWrite,
                      _Out_opt_ LPDWORD lpNumberOfBytesWritten,
                      _Inout_opt_ LPOVERLAPPED lpOverlapped);

/*
 * TRUE if the other end has read all that this one wrote; ERROR_IO_PENDING where NT's thread would
 * wait until it has. The errors of the other statuses of NtFlushBuffersFile.
 * Page: fileapi FlushFileBuffers
 */
BOOL WINAPI FlushFileBuffers(_In_ HANDLE hFile);

NTSRM_END

#endif
