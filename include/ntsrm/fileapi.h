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

NTSRM_BEGIN

/*
 * Opens or makes a file (NtCreateFile). Returns INVALID_HANDLE_VALUE if it fails; GetLastError says
 * why. To what is asked for, SYNCHRONIZE and FILE_READ_ATTRIBUTES are added.
 *
 * lpFileName            begins with a drive (C:\docs\report), or with \\?\ or \\.\; other forms are
 *                       not modelled
 * dwShareMode           not looked at
 * lpSecurityAttributes  NULL, or the descriptor of a new file and whether the handle is inherited
 * dwFlagsAndAttributes  FILE_ATTRIBUTE_NORMAL, FILE_FLAG_*; a directory is opened only with
 *                       FILE_FLAG_BACKUP_SEMANTICS, which stands for backup intent too
 * hTemplateFile         NULL
 *
 * After a success CREATE_ALWAYS and OPEN_ALWAYS leave ERROR_ALREADY_EXISTS or 0 as last error.
 *
 * ERROR_FILE_EXISTS              CREATE_NEW, and it is there
 * ERROR_INVALID_PARAMETER        a disposition that does not exist; TRUNCATE_EXISTING without
 *                                GENERIC_WRITE
 * The errors of the statuses of NtCreateFile: ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND,
 * ERROR_ACCESS_DENIED, ERROR_BAD_IMPERSONATION_LEVEL, ERROR_PRIVILEGE_NOT_HELD ...
 * Page: fileapi CreateFileW
 */
HANDLE WINAPI CreateFileW(_In_ LPCWSTR lpFileName, _In_ DWORD dwDesiredAccess,
                          _In_ DWORD dwShareMode,
                          _In_opt_ LPSECURITY_ATTRIBUTES lpSecurityAttributes,
                          _In_ DWORD dwCreationDisposition, _In_ DWORD dwFlagsAndAttributes,
                          _In_opt_ HANDLE hTemplateFile);
#define CreateFile CreateFileW

NTSRM_END

#endif
