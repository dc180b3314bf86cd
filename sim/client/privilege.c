/* Sources: impersonation.md 7.1 and 7.3, access-check.md O-26 and O-27. */
#include "client/privilege.h"

#include "ex/rules.h"
#include "se/privileges.h"

/* Does the token of this subject count, or is the client's level too low for any privilege? */
static bool token_counts(const struct srm_world *w, const SECURITY_SUBJECT_CONTEXT *subject)
{
    return !rule_on(w, privilege, client_below_impersonation,
                    subject->ClientToken && subject->ImpersonationLevel < SecurityImpersonation,
                    LEVEL_FACT("level", subject->ImpersonationLevel));
}

bool client_holds_privilege(const struct srm_world *w, const SECURITY_SUBJECT_CONTEXT *subject,
                            LONG privilege, KPROCESSOR_MODE mode)
{
    return rule(w, privilege, kernel_mode, mode == KernelMode) ||
           (token_counts(w, subject) &&
            se_privilege_held(client_subject_token(subject), privilege));
}

bool client_caller_holds(const struct _ETHREAD *caller, LONG privilege)
{
    const struct srm_world *w = caller->header.world;
    bool contested = privilege == SE_TCB_PRIVILEGE && caller->impersonating;
    SECURITY_SUBJECT_CONTEXT subject =
        client_subject_of(caller, contested && policy(w, tcb_privilege));

    return client_holds_privilege(w, &subject, privilege, caller->previous_mode);
}

NTSTATUS client_demand_privilege(const struct _ETHREAD *caller, LONG privilege)
{
    return privilege == 0 || client_caller_holds(caller, privilege) ? STATUS_SUCCESS
                                                                    : STATUS_PRIVILEGE_NOT_HELD;
}

BOOLEAN SePrivilegeCheck(PPRIVILEGE_SET RequiredPrivileges,
                         PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext,
                         KPROCESSOR_MODE AccessMode)
{
    const struct se_token *token = client_subject_token(SubjectSecurityContext);
    struct srm_world *w = token->header.world;
    DWORD count = RequiredPrivileges->PrivilegeCount;
    BOOLEAN held = FALSE;

    call_enter(w, TOKEN("token", token), NUMBER_FACT("PrivilegeCount", count),
               FLAG_FACT("kernel mode", AccessMode == KernelMode));
    if (rule(w, privilege, kernel_mode, AccessMode == KernelMode)) {
        se_privileges_mark_used(SE_PRIVILEGES_ALL, RequiredPrivileges->Privilege, count);
        held = TRUE;
    } else if (token_counts(w, SubjectSecurityContext)) {
        held = se_privileges_held(token, RequiredPrivileges->Control, RequiredPrivileges->Privilege,
                                  count);
    }
    leave_flag(w, held);
    return held;
}

BOOLEAN SeSinglePrivilegeCheck(LUID PrivilegeValue, KPROCESSOR_MODE PreviousMode)
{
    const struct _ETHREAD *thread = ps_current_thread();
    struct srm_world *w = thread->header.world;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(thread, false);
    LONG privilege = se_privilege_number(PrivilegeValue);
    BOOLEAN held;

    call_enter(w, LUID_FACT("PrivilegeValue", PrivilegeValue),
               FLAG_FACT("kernel mode", PreviousMode == KernelMode));
    held = client_holds_privilege(w, &subject, privilege, PreviousMode);
    leave_flag(w, held);
    return held;
}
