/* Privileges by name, and the question whether a client holds them. Sources: ACC T-14, V-3 to V-5,
 * O-26, and the pages of the functions. */
#include "se/names.h"

#include "ex/rules.h"
#include "ntsrm/securitybaseapi.h"
#include "ntsrm/winbase.h"
#include "ntsrm/winerror.h"
#include "rtl/status.h"
#include "se/privileges.h"
#include "win32/last_error.h"
#include "win32/memory.h"

/* ASCII, as all names of privileges are. */
static bool same_ignoring_case(const char *a, const char *b)
{
    for (; *a || *b; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b - 'A' + 'a') : *b;

        if (x != y)
            return false;
    }
    return true;
}

static LONG privilege_named(const char *name)
{
    LONG privilege = SE_PRIVILEGE_FIRST;

    while (privilege <= SE_PRIVILEGE_LAST &&
           !same_ignoring_case(se_privilege_name(privilege), name))
        privilege++;
    return privilege <= SE_PRIVILEGE_LAST ? privilege : 0;
}

/* The version that brought the privilege. */
static enum srm_profile first_profile(LONG privilege)
{
    if (privilege == SE_DELEGATE_SESSION_USER_IMPERSONATE_PRIVILEGE)
        return SRM_PROFILE_NT10_0;
    if (privilege >= SE_TRUSTED_CREDMAN_ACCESS_PRIVILEGE)
        return SRM_PROFILE_NT6_0;
    if (privilege >= SE_IMPERSONATE_PRIVILEGE)
        return SRM_PROFILE_NT5_0SP4;
    return SRM_PROFILE_FIRST;
}

static bool exists(const struct srm_world *w, LONG privilege)
{
    return rule_on(w, lookup, privilege_exists,
                   privilege != 0 && first_profile(privilege) <= w->profile,
                   NUMBER_FACT("privilege", privilege));
}

/* There is one machine in a world, and no network. */
static DWORD check_system(PETHREAD caller, struct win32_string name)
{
    char text[WIN32_TEXT_SIZE];
    NTSTATUS status = win32_read_text(caller, text, name);

    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    return rule(caller->header.world, lookup, this_machine, *text == '\0' || strcmp(text, ".") == 0)
               ? ERROR_SUCCESS
               : RPC_S_SERVER_UNAVAILABLE;
}

static DWORD look_up_value(PETHREAD caller, struct win32_string system, struct win32_string name,
                           PLUID luid)
{
    char text[WIN32_TEXT_SIZE];
    LUID found = {.HighPart = 0};
    DWORD error = check_system(caller, system);
    NTSTATUS status;
    LONG privilege;

    if (error != ERROR_SUCCESS)
        return error;
    status = win32_read_text(caller, text, name);
    if (NT_SUCCESS(status))
        status = win32_touch(caller, luid);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    privilege = privilege_named(text);
    if (!exists(caller->header.world, privilege))
        return ERROR_NO_SUCH_PRIVILEGE;
    found.LowPart = (ULONG)privilege;
    memcpy(luid, &found, sizeof found);
    return ERROR_SUCCESS;
}

BOOL LookupPrivilegeValueA(LPCSTR lpSystemName, LPCSTR lpName, PLUID lpLuid)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(look_up_value(caller, WIN32_A(lpSystemName), WIN32_A(lpName), lpLuid));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL LookupPrivilegeValueW(LPCWSTR lpSystemName, LPCWSTR lpName, PLUID lpLuid)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(look_up_value(caller, WIN32_W(lpSystemName), WIN32_W(lpName), lpLuid));
    leave_flag(caller->header.world, result);
    return result;
}

/* The caller's buffer: one of the two, that many characters. */
struct name_buffer {
    LPSTR narrow;
    LPWSTR wide;
    LPDWORD count;
};

/* The count comes back without the terminator, or with it where the buffer is too small. */
static DWORD write_name(PETHREAD caller, const char *name, const struct name_buffer *buffer)
{
    size_t length = strlen(name);
    DWORD room, told;
    NTSTATUS status = win32_read(caller, &room, buffer->count, sizeof room);
    bool fits;

    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    fits = rule_on(caller->header.world, lookup, name_fits, room > length,
                   NUMBER_FACT("characters", room));
    if (fits)
        status = win32_touch(caller, buffer->wide ? (void *)buffer->wide : buffer->narrow);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    told = (DWORD)(fits ? length : length + 1);
    memcpy(buffer->count, &told, sizeof told);
    for (size_t i = 0; fits && i <= length; i++) {
        WCHAR wide = (WCHAR)name[i];

        if (buffer->wide) /* perhaps misaligned */
            memcpy((unsigned char *)buffer->wide + i * sizeof wide, &wide, sizeof wide);
        else
            buffer->narrow[i] = name[i];
    }
    return fits ? ERROR_SUCCESS : ERROR_INSUFFICIENT_BUFFER;
}

static DWORD look_up_name(PETHREAD caller, struct win32_string system, const LUID *luid,
                          const struct name_buffer *buffer)
{
    DWORD error = check_system(caller, system);
    NTSTATUS status;
    LUID wanted;
    LONG privilege;

    if (error != ERROR_SUCCESS)
        return error;
    status = win32_read(caller, &wanted, luid, sizeof wanted);
    if (!NT_SUCCESS(status))
        return rtl_status_to_win32(status);
    privilege = se_privilege_number(wanted);
    if (!exists(caller->header.world, privilege))
        return ERROR_NO_SUCH_PRIVILEGE;
    return write_name(caller, se_privilege_name(privilege), buffer);
}

BOOL LookupPrivilegeNameA(LPCSTR lpSystemName, PLUID lpLuid, LPSTR lpName, LPDWORD cchName)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(look_up_name(caller, WIN32_A(lpSystemName), lpLuid,
                                      &(struct name_buffer){.narrow = lpName, .count = cchName}));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL LookupPrivilegeNameW(LPCWSTR lpSystemName, PLUID lpLuid, LPWSTR lpName, LPDWORD cchName)
{
    PETHREAD caller = ps_current_thread();
    BOOL result;

    call_enter_plain(caller->header.world);
    result = win32_error(look_up_name(caller, WIN32_W(lpSystemName), lpLuid,
                                      &(struct name_buffer){.wide = lpName, .count = cchName}));
    leave_flag(caller->header.world, result);
    return result;
}

BOOL PrivilegeCheck(HANDLE ClientToken, PPRIVILEGE_SET RequiredPrivileges, LPBOOL pfResult)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    BOOLEAN held = FALSE;
    BOOL answer, result;
    NTSTATUS status;

    call_enter(w, HANDLE_FACT("ClientToken", ClientToken));
    status = win32_touch(caller, pfResult);
    if (NT_SUCCESS(status))
        status = NtPrivilegeCheck(ClientToken, RequiredPrivileges, &held);
    if (NT_SUCCESS(status)) {
        answer = held != FALSE;
        memcpy(pfResult, &answer, sizeof answer);
    }
    result = win32_result(status);
    leave_flag(w, result);
    return result;
}
