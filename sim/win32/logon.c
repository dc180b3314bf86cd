/*
 * LogonUser. On Windows the local security authority answers it from its own process, so that no
 * native call of the program shows in the trace. Sources: impersonation.md IMP-C10, IMP-C18;
 * access-check.md T-3, T-13, O-29; winbase LogonUserW.
 */
#include "se/accounts.h"

#include "client/privilege.h"
#include "ex/rules.h"
#include "nt/make_token.h"
#include "ntsrm/winbase.h"
#include "win32/last_error.h"
#include "win32/memory.h"

/* What is asked for, read from the program's memory. */
struct logon {
    PETHREAD caller;
    DWORD type, provider;
    bool domain_given; /* apart from the name */
    char name[WIN32_TEXT_SIZE], password[WIN32_TEXT_SIZE];
};

/* What a text is cut to is nobody's name or password. */
_Static_assert(SE_ACCOUNT_TEXT_MOST + 4 < WIN32_TEXT_SIZE, "the room for a name is too small");

static bool type_of(DWORD type, enum se_logon_type *out)
{
    static const struct {
        DWORD type;
        enum se_logon_type means;
    } types[] = {
        {LOGON32_LOGON_INTERACTIVE, SE_LOGON_INTERACTIVE},
        {LOGON32_LOGON_NETWORK, SE_LOGON_NETWORK},
        {LOGON32_LOGON_BATCH, SE_LOGON_BATCH},
        {LOGON32_LOGON_SERVICE, SE_LOGON_SERVICE},
        {LOGON32_LOGON_UNLOCK, SE_LOGON_INTERACTIVE},
        {LOGON32_LOGON_NETWORK_CLEARTEXT, SE_LOGON_NETWORK_CLEARTEXT},
        {LOGON32_LOGON_NEW_CREDENTIALS, SE_LOGON_NEW_CREDENTIALS},
    };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (types[i].type == type) {
            *out = types[i].means;
            return true;
        }
    }
    return false;
}

/* Does the provider negotiate, as new credentials want it? */
static bool negotiates(const struct srm_world *w, const struct logon *logon)
{
    bool named_fully = logon->domain_given || strchr(logon->name, '@');

    return logon->provider == LOGON32_PROVIDER_WINNT50 ||
           (logon->provider == LOGON32_PROVIDER_DEFAULT &&
            rule_on(w, logon, default_negotiates, named_fully,
                    FLAG_FACT("domain given", named_fully)));
}

static NTSTATUS check_provider(struct srm_world *w, const struct logon *logon,
                               enum se_logon_type type)
{
    if (rule(w, logon, virtual_account, logon->provider == LOGON32_PROVIDER_VIRTUAL))
        return world_not_modelled(w, "the logon provider for virtual accounts");
    if (!rule_on(w, logon, provider_known, logon->provider <= LOGON32_PROVIDER_WINNT50,
                 NUMBER_FACT("provider", logon->provider)) ||
        !rule(w, logon, provider_takes_type,
              type != SE_LOGON_NEW_CREDENTIALS || negotiates(w, logon)))
        return STATUS_INVALID_PARAMETER;
    return STATUS_SUCCESS;
}

/* The authority takes the privilege from the client that it impersonates, too (IMP-C18). */
static bool may_log_on(struct srm_world *w, PETHREAD caller)
{
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(caller, false);

    return client_caller_holds(caller, SE_TCB_PRIVILEGE) ||
           client_holds_privilege(w, &subject, SE_TCB_PRIVILEGE, UserMode);
}

/* May the token that the caller acts with be cloned? */
static NTSTATUS check_clone(struct srm_world *w, const SECURITY_SUBJECT_CONTEXT *subject)
{
    return rule(w, logon, clone_allowed,
                !subject->ClientToken || subject->ImpersonationLevel >= SecurityImpersonation)
               ? STATUS_SUCCESS
               : STATUS_BAD_IMPERSONATION_LEVEL;
}

static NTSTATUS authenticate(struct srm_world *w, const struct logon *logon,
                             const struct se_account **account)
{
    *account = se_account_find(w, logon->name);
    if (!rule(w, logon, account_known, *account != NULL) ||
        !rule(w, logon, password_matches, se_account_password_matches(*account, logon->password)))
        return STATUS_LOGON_FAILURE;
    return STATUS_SUCCESS;
}

static NTSTATUS make_token(struct srm_world *w, const struct logon *logon, enum se_logon_type type,
                           struct se_token **token)
{
    const struct se_token *by = logon->caller->process->token;
    SECURITY_SUBJECT_CONTEXT subject = client_subject_of(logon->caller, false);
    bool clones = rule(w, logon, clones_caller, type == SE_LOGON_NEW_CREDENTIALS);
    const struct se_account *account = NULL;
    NTSTATUS status = clones ? check_clone(w, &subject) : authenticate(w, logon, &account);

    if (NT_SUCCESS(status))
        status = nt_token_granted(w);
    if (NT_SUCCESS(status))
        status = nt_handle_granted(logon->caller);
    if (!NT_SUCCESS(status))
        return status;
    *token = clones ? se_logon_clone(w, client_subject_token(&subject), by)
                    : se_account_log_on(w, account, type, by);
    return STATUS_SUCCESS;
}

static NTSTATUS log_on(const struct logon *logon, PHANDLE handle)
{
    PETHREAD caller = logon->caller;
    struct srm_world *w = caller->header.world;
    enum se_logon_type type = SE_LOGON_INTERACTIVE;
    struct se_token *token;
    HANDLE opened;
    NTSTATUS status;

    if (!rule_on(w, logon, type_known, type_of(logon->type, &type),
                 NUMBER_FACT("type", logon->type)))
        return STATUS_INVALID_PARAMETER;
    status = check_provider(w, logon, type);
    if (!NT_SUCCESS(status))
        return status;
    if (rule(w, logon, needs_tcb, true) && !rule(w, logon, tcb_held, may_log_on(w, caller)))
        return STATUS_PRIVILEGE_NOT_HELD;
    status = make_token(w, logon, type, &token);
    if (!NT_SUCCESS(status))
        return status;
    opened = nt_insert(caller, token, TOKEN_ALL_ACCESS, 0);
    memcpy(handle, &opened, sizeof opened);
    ob_dereference(token);
    return STATUS_SUCCESS;
}

/* As the caller passes them. */
struct credentials {
    struct win32_string name, domain, password;
};

static BOOL log_user_on(struct credentials given, DWORD type, DWORD provider, PHANDLE handle)
{
    struct logon logon = {
        .caller = ps_current_thread(),
        .type = type,
        .provider = provider,
        .domain_given = given.domain.wide || given.domain.narrow,
    };
    NTSTATUS status = win32_read_text(logon.caller, logon.name, given.name);

    if (NT_SUCCESS(status))
        status = win32_read_text(logon.caller, logon.password, given.password);
    if (NT_SUCCESS(status))
        status = win32_touch(logon.caller, handle);
    return win32_result(NT_SUCCESS(status) ? log_on(&logon, handle) : status);
}

BOOL LogonUserA(LPCSTR lpszUsername, LPCSTR lpszDomain, LPCSTR lpszPassword, DWORD dwLogonType,
                DWORD dwLogonProvider, PHANDLE phToken)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, NUMBER_FACT("dwLogonType", dwLogonType),
               NUMBER_FACT("dwLogonProvider", dwLogonProvider));
    result = log_user_on((struct credentials){.name = WIN32_A(lpszUsername),
                                              .domain = WIN32_A(lpszDomain),
                                              .password = WIN32_A(lpszPassword)},
                         dwLogonType, dwLogonProvider, phToken);
    leave_flag(w, result);
    return result;
}

BOOL LogonUserW(LPCWSTR lpszUsername, LPCWSTR lpszDomain, LPCWSTR lpszPassword, DWORD dwLogonType,
                DWORD dwLogonProvider, PHANDLE phToken)
{
    struct srm_world *w = ps_current_world();
    BOOL result;

    call_enter(w, NUMBER_FACT("dwLogonType", dwLogonType),
               NUMBER_FACT("dwLogonProvider", dwLogonProvider));
    result = log_user_on((struct credentials){.name = WIN32_W(lpszUsername),
                                              .domain = WIN32_W(lpszDomain),
                                              .password = WIN32_W(lpszPassword)},
                         dwLogonType, dwLogonProvider, phToken);
    leave_flag(w, result);
    return result;
}
