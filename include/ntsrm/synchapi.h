/*
 * Events and mutexes, for programs: their names and their security.
 *
 * A name may begin with Global\ or Local\, which say in whose namespace it is; one without is local
 * to the session. A function that fails returns NULL; GetLastError says why:
 *
 * ERROR_FILE_NOT_FOUND           nothing has this name
 * ERROR_PATH_NOT_FOUND           a separator inside of the name
 * ERROR_INVALID_HANDLE           the name is that of an object of another type
 * ERROR_ACCESS_DENIED            the object denies the access; so does access 0
 * ERROR_BAD_IMPERSONATION_LEVEL  the caller impersonates below SecurityImpersonation
 * ERROR_PRIVILEGE_NOT_HELD       ACCESS_SYSTEM_SECURITY without SeSecurityPrivilege
 */
#ifndef NTSRM_SYNCHAPI_H
#define NTSRM_SYNCHAPI_H

#include "minwinbase.h"

NTSRM_BEGIN

/*
 * Make an event or a mutex, or open the one of that name with all access. After a success the last
 * error is 0, or ERROR_ALREADY_EXISTS if it was there.
 *
 * lpName    NULL: it has none
 *
 * Page: synchapi CreateEventW, CreateMutexW
 */
HANDLE WINAPI CreateEventW(_In_opt_ LPSECURITY_ATTRIBUTES lpEventAttributes, _In_ BOOL bManualReset,
                           _In_ BOOL bInitialState, _In_opt_ LPCWSTR lpName);
HANDLE WINAPI CreateMutexW(_In_opt_ LPSECURITY_ATTRIBUTES lpMutexAttributes,
                           _In_ BOOL bInitialOwner, _In_opt_ LPCWSTR lpName);

/*
 * Open an event or a mutex that is there.
 *
 * ERROR_INVALID_PARAMETER        no name
 * Page: synchapi OpenEventW, OpenMutexW
 */
HANDLE WINAPI OpenEventW(_In_ DWORD dwDesiredAccess, _In_ BOOL bInheritHandle, _In_ LPCWSTR lpName);
HANDLE WINAPI OpenMutexW(_In_ DWORD dwDesiredAccess, _In_ BOOL bInheritHandle, _In_ LPCWSTR lpName);

#define CreateEvent CreateEventW
#define CreateMutex CreateMutexW
#define OpenEvent   OpenEventW
#define OpenMutex   OpenMutexW

NTSRM_END

#endif
