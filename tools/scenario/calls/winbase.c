/* Logons and the names of privileges: winbase.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/winbase.h"

static void logon_user(struct call_frame *frame)
{
    BOOL result = LogonUserW(frame_pointer(frame, 0), frame_pointer(frame, 1),
                             frame_pointer(frame, 2), frame_number(frame, 3),
                             frame_number(frame, 4), frame_pointer(frame, 5));
    frame_returns(frame, (uint64_t)result);
}

static void lookup_privilege_value(struct call_frame *frame)
{
    frame_returns(frame,
                  (uint64_t)LookupPrivilegeValueW(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                                  frame_pointer(frame, 2)));
}

static void lookup_privilege_name(struct call_frame *frame)
{
    BOOL result = LookupPrivilegeNameW(frame_pointer(frame, 0), frame_pointer(frame, 1),
                                       frame_pointer(frame, 2), frame_pointer(frame, 3));
    frame_returns(frame, (uint64_t)result);
}

#define EXCEPTION                                                                                  \
    GIVES_UNSEEN(ERROR_INVALID_FUNCTION,                                                           \
                 "what is not modelled; a bad pointer, which would raise an exception in the "     \
                 "program",                                                                        \
                 "a case that meets it is an error: not modelled")

const struct call calls_winbase[] = {
    {
        .name = "LogonUser",
        .header = "winbase.h",
        .source = "winbase LogonUserW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(TAKES(lpszUsername, STRING), MAY_TAKE(lpszDomain, STRING),
                   MAY_TAKE(lpszPassword, STRING), TAKES(dwLogonType, LOGON_TYPE),
                   MAY_TAKE(dwLogonProvider, LOGON_PROVIDER), FILLS(phToken, HANDLE)),
        RESULTS(GIVES(TRUE, "phToken is a handle to the token of a new logon session"),
                GIVES(ERROR_LOGON_FAILURE,
                      "there is no such account, or it has another password"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "there is no such kind of logon or provider, or the provider cannot "
                      "do it"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD,
                      "Windows 2000: the caller does not hold SeTcbPrivilege"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "new credentials, while the caller impersonates below "
                      "SecurityImpersonation"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES, "no memory for the token or handle"),
                EXCEPTION),
        .make = logon_user,
    },
    {
        .name = "LookupPrivilegeValue",
        .header = "winbase.h",
        .source = "winbase LookupPrivilegeValueW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(lpSystemName, STRING), TAKES(lpName, STRING),
                   FILLS(lpLuid, PRIVILEGE)),
        RESULTS(GIVES(TRUE, "lpLuid is that of the privilege"),
                GIVES(ERROR_NO_SUCH_PRIVILEGE,
                      "this version has no privilege of that name, or lpName is NULL"),
                GIVES(RPC_S_SERVER_UNAVAILABLE, "another machine"), EXCEPTION),
        .make = lookup_privilege_value,
    },
    {
        .name = "LookupPrivilegeName",
        .header = "winbase.h",
        .source = "winbase LookupPrivilegeNameW",
        .family = CALL_WIN32,
        .returns = KIND_BOOL,
        PARAMETERS(MAY_TAKE(lpSystemName, STRING), TAKES(lpLuid, PRIVILEGE_POINTER),
                   FILLS_SIZED(lpName, STRING, 4),
                   {.name = "cchName", .kind = KIND_NUMBER, .use = PARAMETER_IN_OUT,
                    .optional = true}),
        RESULTS(GIVES(TRUE, "lpName holds the name, and cchName tells how long it is"),
                GIVES(ERROR_NO_SUCH_PRIVILEGE, "this version has no privilege of that LUID"),
                GIVES(ERROR_INSUFFICIENT_BUFFER,
                      "it does not fit; cchName tells how long it is with its terminator"),
                GIVES(RPC_S_SERVER_UNAVAILABLE, "another machine"), EXCEPTION),
        .make = lookup_privilege_name,
    },
    {.name = NULL},
};
