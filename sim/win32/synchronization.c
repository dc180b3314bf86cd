/* Events and mutexes. Sources: synchapi; access-check.md. */
#include "ex/rules.h"
#include "ntsrm/errhandlingapi.h"
#include "ntsrm/synchapi.h"
#include "ntsrm/winerror.h"
#include "win32/attributes.h"
#include "win32/last_error.h"
#include "win32/path.h"

/* The attributes of the native call; `path` must live as long. */
static NTSTATUS attributes_of_new(PETHREAD caller, const SECURITY_ATTRIBUTES *given, LPCWSTR name,
                                  struct win32_path *path, OBJECT_ATTRIBUTES *attributes)
{
    NTSTATUS status = win32_read_attributes(caller, given, attributes);

    attributes->Attributes |= OBJ_OPENIF;
    if (!NT_SUCCESS(status) || !rule(caller->header.world, win32_name, given, name != NULL))
        return status;
    status = win32_object_path(caller, name, path);
    attributes->ObjectName = &path->string;
    return status;
}

static HANDLE handle_of_new(NTSTATUS status, HANDLE handle)
{
    if (!win32_result(status))
        return NULL;
    SetLastError(status == STATUS_OBJECT_NAME_EXISTS ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    return handle;
}

HANDLE CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset, BOOL bInitialState,
                    LPCWSTR lpName)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    struct win32_path path;
    OBJECT_ATTRIBUTES attributes;
    HANDLE event = NULL;
    NTSTATUS status;

    call_enter(w, FLAG_FACT("bManualReset", bManualReset), FLAG_FACT("lpName given", lpName));
    status = attributes_of_new(caller, lpEventAttributes, lpName, &path, &attributes);
    if (NT_SUCCESS(status))
        status = NtCreateEvent(&event, EVENT_ALL_ACCESS, &attributes,
                               bManualReset ? NotificationEvent : SynchronizationEvent,
                               bInitialState != FALSE);
    event = handle_of_new(status, event);
    leave_value(w, FACT_HANDLE, (uintptr_t)event);
    return event;
}

HANDLE CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner, LPCWSTR lpName)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    struct win32_path path;
    OBJECT_ATTRIBUTES attributes;
    HANDLE mutex = NULL;
    NTSTATUS status;

    call_enter(w, FLAG_FACT("bInitialOwner", bInitialOwner), FLAG_FACT("lpName given", lpName));
    status = attributes_of_new(caller, lpMutexAttributes, lpName, &path, &attributes);
    if (NT_SUCCESS(status))
        status = NtCreateMutant(&mutex, MUTEX_ALL_ACCESS, &attributes, bInitialOwner != FALSE);
    mutex = handle_of_new(status, mutex);
    leave_value(w, FACT_HANDLE, (uintptr_t)mutex);
    return mutex;
}

typedef NTSTATUS open_function(PHANDLE, ACCESS_MASK, POBJECT_ATTRIBUTES);

static HANDLE open_object(open_function *open, DWORD desired, BOOL inherit, LPCWSTR name)
{
    PETHREAD caller = ps_current_thread();
    struct win32_path path;
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .Attributes = inherit ? OBJ_INHERIT : 0,
        .ObjectName = &path.string,
    };
    HANDLE opened = NULL;
    NTSTATUS status = STATUS_INVALID_PARAMETER;

    if (rule(caller->header.world, win32_name, given, name != NULL))
        status = win32_object_path(caller, name, &path);
    if (NT_SUCCESS(status))
        status = open(&opened, desired, &attributes);
    return win32_result(status) ? opened : NULL;
}

HANDLE OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)
{
    struct srm_world *w = ps_current_world();
    HANDLE event;

    call_enter(w, RIGHTS_FACT("dwDesiredAccess", RTL_MAPPED_Event, dwDesiredAccess),
               FLAG_FACT("bInheritHandle", bInheritHandle));
    event = open_object(NtOpenEvent, dwDesiredAccess, bInheritHandle, lpName);
    leave_value(w, FACT_HANDLE, (uintptr_t)event);
    return event;
}

HANDLE OpenMutexW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName)
{
    struct srm_world *w = ps_current_world();
    HANDLE mutex;

    call_enter(w, RIGHTS_FACT("dwDesiredAccess", RTL_MAPPED_Mutant, dwDesiredAccess),
               FLAG_FACT("bInheritHandle", bInheritHandle));
    mutex = open_object(NtOpenMutant, dwDesiredAccess, bInheritHandle, lpName);
    leave_value(w, FACT_HANDLE, (uintptr_t)mutex);
    return mutex;
}
