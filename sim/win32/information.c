/* Asking and setting what a token is. Source: access-check.md 3.5, O-28 to O-31. */
#include "ntsrm/securitybaseapi.h"
#include "win32/last_error.h"

BOOL GetTokenInformation(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                         LPVOID TokenInformation, DWORD TokenInformationLength, PDWORD ReturnLength)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle),
               NUMBER_FACT("TokenInformationClass", TokenInformationClass));
    result =
        win32_result(NtQueryInformationToken(TokenHandle, TokenInformationClass, TokenInformation,
                                             TokenInformationLength, ReturnLength));
    leave_flag(w, result);
    return result;
}

BOOL SetTokenInformation(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                         LPVOID TokenInformation, DWORD TokenInformationLength)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("TokenHandle", TokenHandle),
               NUMBER_FACT("TokenInformationClass", TokenInformationClass));
    result = win32_result(NtSetInformationToken(TokenHandle, TokenInformationClass,
                                                TokenInformation, TokenInformationLength));
    leave_flag(w, result);
    return result;
}
