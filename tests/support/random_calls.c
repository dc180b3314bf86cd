/* Random calls of the kernel's side: Se* and Ps*. The native ones are in random_native_calls.c. */
#include "support/random_calls.h"

#include "support/suite.h"

PETHREAD random_thread(struct driver *driver)
{
    return random_once_in(&driver->random, 3)
               ? driver->caller
               : driver->threads[random_below(&driver->random, THREADS)];
}

PEPROCESS random_process(struct driver *driver)
{
    return driver->processes[random_below(&driver->random, PROCESSES)];
}

struct se_token *any_token(struct driver *driver)
{
    const struct held_context *held = &driver->contexts[random_below(&driver->random, CONTEXTS)];

    if (held->live && random_once_in(&driver->random, 4))
        return held->context.ClientToken;
    return driver->tokens[random_below(&driver->random, TOKENS)];
}

SECURITY_IMPERSONATION_LEVEL random_level(struct driver *driver, uint32_t limit)
{
    return (SECURITY_IMPERSONATION_LEVEL)random_below(&driver->random, limit);
}

BOOLEAN random_flag(struct driver *driver)
{
    return (BOOLEAN)random_below(&driver->random, 2);
}

static struct held_context *random_context(struct driver *driver)
{
    return &driver->contexts[random_below(&driver->random, CONTEXTS)];
}

static struct held_subject *random_subject(struct driver *driver)
{
    return &driver->subjects[random_below(&driver->random, SUBJECTS)];
}

static void create_client_security(struct driver *driver)
{
    struct held_context *held = random_context(driver);
    struct held_subject *subject = random_subject(driver);
    SECURITY_QUALITY_OF_SERVICE qos = {
        .Length = sizeof qos,
        .ImpersonationLevel = random_level(driver, 5),
        .ContextTrackingMode = random_flag(driver),
        .EffectiveOnly = random_flag(driver),
    };
    const BOOLEAN remote = random_once_in(&driver->random, 4);

    if (held->live)
        return;
    driver->status =
        subject->live && random_once_in(&driver->random, 2)
            ? SeCreateClientSecurityFromSubjectContext(&subject->subject, &qos, remote,
                                                       &held->context)
            : SeCreateClientSecurity(random_thread(driver), &qos, remote, &held->context);
    held->live = NT_SUCCESS(driver->status);
}

static void delete_client_security(struct driver *driver)
{
    struct held_context *held = random_context(driver);

    if (held->live)
        SeDeleteClientSecurity(&held->context);
    held->live = false;
}

static void impersonate_client(struct driver *driver)
{
    struct held_context *held = random_context(driver);
    PETHREAD thread = random_once_in(&driver->random, 2) ? NULL : random_thread(driver);

    if (!held->live)
        return;
    if (random_once_in(&driver->random, 8))
        SeImpersonateClient(&held->context, thread);
    else
        driver->status = SeImpersonateClientEx(&held->context, thread);
}

static void ps_impersonate_client(struct driver *driver)
{
    driver->status = PsImpersonateClient(
        random_thread(driver), random_once_in(&driver->random, 6) ? NULL : any_token(driver),
        random_flag(driver), random_flag(driver), random_level(driver, 4));
}

static void assign(struct driver *driver)
{
    driver->status =
        PsAssignImpersonationToken(random_thread(driver), random_handle(driver, &se_token_type));
}

static void revert(struct driver *driver)
{
    switch (random_below(&driver->random, 3)) {
    case 0:
        PsRevertToSelf();
        break;
    case 1:
        PsRevertThreadToSelf(random_thread(driver));
        break;
    default:
        SeStopImpersonatingClient();
        break;
    }
}

static void disable(struct driver *driver)
{
    struct held_state *held = &driver->states[random_below(&driver->random, STATES)];

    if (held->thread)
        return;
    held->thread = random_thread(driver);
    require(PsDisableImpersonation(held->thread, &held->state) == (held->state.Token != NULL),
            "PsDisableImpersonation answers something else than it did");
}

static void restore(struct driver *driver)
{
    struct held_state *held = &driver->states[random_below(&driver->random, STATES)];

    if (!held->thread)
        return;
    driver->restores = true;
    PsRestoreImpersonation(held->thread, &held->state);
    *held = (struct held_state){.thread = NULL};
}

static void reference(struct driver *driver)
{
    struct se_token **place = &driver->borrowed[random_below(&driver->random, BORROWED)];
    SECURITY_IMPERSONATION_LEVEL level;
    BOOLEAN copy_on_open, effective_only;
    TOKEN_TYPE type;

    if (*place) {
        PsDereferenceImpersonationToken(*place);
        *place = NULL;
        return;
    }
    switch (random_below(&driver->random, 3)) {
    case 0:
        *place = PsReferencePrimaryToken(random_process(driver));
        break;
    case 1:
        *place = PsReferenceImpersonationToken(random_thread(driver), &copy_on_open,
                                               &effective_only, &level);
        break;
    default:
        *place = PsReferenceEffectiveToken(random_thread(driver), &type, &effective_only, &level);
        break;
    }
}

static void capture(struct driver *driver)
{
    struct held_subject *held = random_subject(driver);

    if (held->live) {
        SeLockSubjectContext(&held->subject);
        SeQuerySubjectContextToken(&held->subject);
        SeUnlockSubjectContext(&held->subject);
        SeReleaseSubjectContext(&held->subject);
        held->live = false;
        return;
    }
    if (random_once_in(&driver->random, 2))
        SeCaptureSubjectContext(&held->subject);
    else
        SeCaptureSubjectContextEx(random_once_in(&driver->random, 3) ? NULL : random_thread(driver),
                                  random_process(driver), &held->subject);
    held->live = true;
}

static void ask(struct driver *driver)
{
    struct se_token *token = any_token(driver);

    SeTokenIsAdmin(token);
    require(SeTokenType(token) == token->type && SeTokenImpersonationLevel(token) == token->level &&
                SeTokenIsRestricted(token) == (token->body->restricting_count > 0) &&
                PsIsThreadImpersonating(driver->caller) == driver->caller->impersonating,
            "a question is answered wrongly");
}

const struct random_call_row kernel_calls[] = {
    {"SeCreateClientSecurity", 8, create_client_security},
    {"SeDeleteClientSecurity", 3, delete_client_security},
    {"SeImpersonateClientEx", 8, impersonate_client},
    {"PsImpersonateClient", 10, ps_impersonate_client},
    {"PsAssignImpersonationToken", 5, assign},
    {"PsRevertToSelf", 3, revert},
    {"PsDisableImpersonation", 3, disable},
    {"PsRestoreImpersonation", 2, restore},
    {"PsReference...Token", 4, reference},
    {"SeCaptureSubjectContext", 4, capture},
    {"SeTokenIsAdmin", 1, ask},
};
const size_t kernel_call_count = sizeof kernel_calls / sizeof *kernel_calls;

static unsigned weight_of(const struct random_call_row *rows, size_t count)
{
    unsigned weight = 0;

    for (size_t i = 0; i < count; i++)
        weight += rows[i].weight;
    return weight;
}

static const struct random_call_row *choose(const struct random_call_row *rows, unsigned at)
{
    while (at >= rows->weight)
        at -= rows++->weight;
    return rows;
}

void random_call(struct driver *driver)
{
    const unsigned kernel = weight_of(kernel_calls, kernel_call_count);
    const unsigned native = weight_of(native_calls, native_call_count);
    const unsigned at = random_below(&driver->random, kernel + native);
    const struct random_call_row *row =
        at < kernel ? choose(kernel_calls, at) : choose(native_calls, at - kernel);

    driver->call = row->name;
    row->make(driver);
}
