/* DuplicateToken and DuplicateTokenEx. Source: impersonation.md 4.6. */
#include "ntsrm/securitybaseapi.h"
#include "win32/attributes.h"
#include "win32/last_error.h"
#include "win32/token.h"

/* What is asked for beside the token and its handles. */
struct duplication {
    const SECURITY_ATTRIBUTES *attributes;
    ACCESS_MASK desired;
    SECURITY_IMPERSONATION_LEVEL level;
    TOKEN_TYPE type;
};

static NTSTATUS duplicate(PETHREAD caller, HANDLE existing, const struct duplication *wanted,
                          PHANDLE copy)
{
    SECURITY_QUALITY_OF_SERVICE qos = win32_qos(wanted->level);
    OBJECT_ATTRIBUTES attributes;
    NTSTATUS status = win32_read_attributes(caller, wanted->attributes, &attributes);

    if (!NT_SUCCESS(status))
        return status;
    attributes.SecurityQualityOfService = &qos;
    return NtDuplicateToken(existing, wanted->desired, &attributes, FALSE, wanted->type, copy);
}

BOOL DuplicateTokenEx(HANDLE hExistingToken, DWORD dwDesiredAccess,
                      LPSECURITY_ATTRIBUTES lpTokenAttributes,
                      SECURITY_IMPERSONATION_LEVEL ImpersonationLevel, TOKEN_TYPE Type,
                      PHANDLE phNewToken)
{
    PETHREAD caller = ps_current_thread();
    struct srm_world *w = caller->header.world;
    BOOL result;

    call_enter(w, HANDLE_FACT("hExistingToken", hExistingToken),
               ACCESS_FACT("dwDesiredAccess", dwDesiredAccess),
               LEVEL_FACT("ImpersonationLevel", ImpersonationLevel),
               EX_FACT("TokenType", FACT_TOKEN_TYPE, Type));
    result = win32_result(duplicate(caller, hExistingToken,
                                    &(struct duplication){
                                        .attributes = lpTokenAttributes,
                                        .desired = dwDesiredAccess,
                                        .level = ImpersonationLevel,
                                        .type = Type,
                                    },
                                    phNewToken));
    leave_flag(w, result);
    return result;
}

BOOL DuplicateToken(HANDLE ExistingTokenHandle, SECURITY_IMPERSONATION_LEVEL ImpersonationLevel,
                    PHANDLE DuplicateTokenHandle)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, HANDLE_FACT("ExistingTokenHandle", ExistingTokenHandle),
               LEVEL_FACT("ImpersonationLevel", ImpersonationLevel));
    result = win32_result(win32_copy_token(ExistingTokenHandle, TOKEN_IMPERSONATE | TOKEN_QUERY,
                                           ImpersonationLevel, DuplicateTokenHandle));
    leave_flag(w, result);
    return result;
}
