/* What threads impersonate: Ps* of ntifs.h. */
#include "scenario/calls/rows.h"

static void ps_impersonate_client(struct call_frame *frame)
{
    frame_returns_status(frame, PsImpersonateClient(frame_pointer(frame, 0),
                                                    frame_pointer(frame, 1), frame_flag(frame, 2),
                                                    frame_flag(frame, 3), frame_level(frame, 4)));
}

static void ps_assign_impersonation_token(struct call_frame *frame)
{
    frame_returns_status(
        frame, PsAssignImpersonationToken(frame_pointer(frame, 0), frame_handle(frame, 1)));
}

static void ps_revert_to_self(struct call_frame *frame)
{
    (void)frame;
    PsRevertToSelf();
}

static void ps_revert_thread_to_self(struct call_frame *frame)
{
    PsRevertThreadToSelf(frame_pointer(frame, 0));
}

static void ps_disable_impersonation(struct call_frame *frame)
{
    frame_returns(frame, PsDisableImpersonation(frame_pointer(frame, 0), frame_pointer(frame, 1)));
}

static void ps_restore_impersonation(struct call_frame *frame)
{
    PsRestoreImpersonation(frame_pointer(frame, 0), frame_pointer(frame, 1));
}

static void ps_is_thread_impersonating(struct call_frame *frame)
{
    frame_returns(frame, PsIsThreadImpersonating(frame_pointer(frame, 0)));
}

static void ps_get_current_thread(struct call_frame *frame)
{
    frame_returns_pointer(frame, PsGetCurrentThread());
}

static void ps_get_current_process(struct call_frame *frame)
{
    frame_returns_pointer(frame, PsGetCurrentProcess());
}

static void ps_reference_primary_token(struct call_frame *frame)
{
    frame_returns_pointer(frame, PsReferencePrimaryToken(frame_pointer(frame, 0)));
}

static void ps_reference_impersonation_token(struct call_frame *frame)
{
    frame_returns_pointer(frame, PsReferenceImpersonationToken(
                                     frame_pointer(frame, 0), frame_pointer(frame, 1),
                                     frame_pointer(frame, 2), frame_pointer(frame, 3)));
}

static void ps_reference_effective_token(struct call_frame *frame)
{
    frame_returns_pointer(frame, PsReferenceEffectiveToken(
                                     frame_pointer(frame, 0), frame_pointer(frame, 1),
                                     frame_pointer(frame, 2), frame_pointer(frame, 3)));
}

static void ps_dereference_primary_token(struct call_frame *frame)
{
    PsDereferencePrimaryToken(frame_pointer(frame, 0));
}

static void ps_dereference_impersonation_token(struct call_frame *frame)
{
    PsDereferenceImpersonationToken(frame_pointer(frame, 0));
}

static void ob_dereference_object(struct call_frame *frame)
{
    ObDereferenceObject(frame_pointer(frame, 0));
}

const struct call calls_ntifs_ps[] = {
    {
        .name = "PsImpersonateClient",
        .header = "ntifs.h",
        .source = "ntifs PsImpersonateClient",
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(Thread, THREAD), MAY_TAKE(Token, TOKEN),
                   TAKES_UNLESS_NULL(CopyOnOpen, BOOLEAN, 2),
                   TAKES_UNLESS_NULL(EffectiveOnly, BOOLEAN, 2),
                   TAKES_UNLESS_NULL(ImpersonationLevel, LEVEL, 2)),
        RESULTS(GIVES(STATUS_SUCCESS, "the thread impersonates, perhaps at a lowered level; or "
                                      "Token is NULL and it stopped"),
                GIVES(STATUS_NO_MEMORY, "no memory for the thread's impersonation block"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the lowered copy"),
                GIVES(STATUS_ACCESS_DENIED,
                      "limits of the thread's job forbid the token (before Vista)")),
        .make = ps_impersonate_client,
    },
    {
        .name = "PsAssignImpersonationToken",
        .header = "ntifs.h",
        .source = "ntifs PsAssignImpersonationToken",
        .returns = KIND_STATUS,
        PARAMETERS(TAKES(Thread, THREAD), MAY_TAKE(Token, HANDLE)),
        RESULTS(GIVES(STATUS_SUCCESS, "the thread impersonates, perhaps at a lowered level; or "
                                      "Token is NULL and it stopped"),
                GIVES(STATUS_INVALID_HANDLE, "no such handle"),
                GIVES(STATUS_OBJECT_TYPE_MISMATCH, "the handle is not one of a token"),
                GIVES(STATUS_ACCESS_DENIED,
                      "the handle lacks TOKEN_IMPERSONATE, or limits of the job"),
                GIVES(STATUS_BAD_TOKEN_TYPE, "a primary token"),
                GIVES(STATUS_NO_MEMORY, "no memory for the thread's impersonation block"),
                GIVES(STATUS_INSUFFICIENT_RESOURCES, "no memory for the lowered copy")),
        .make = ps_assign_impersonation_token,
    },
    {
        .name = "PsRevertToSelf",
        .header = "ntifs.h",
        .source = "ntifs PsRevertToSelf",
        .returns = KIND_VOID,
        NO_PARAMETERS,
        NO_RESULTS,
        .make = ps_revert_to_self,
    },
    {
        .name = "PsRevertThreadToSelf",
        .header = "ntifs.h",
        .source = "ntifs PsRevertThreadToSelf",
        .returns = KIND_VOID,
        PARAMETERS(TAKES(Thread, THREAD)),
        NO_RESULTS,
        .make = ps_revert_thread_to_self,
    },
    {
        .name = "PsDisableImpersonation",
        .header = "ntifs.h",
        .source = "ntifs PsDisableImpersonation",
        .returns = KIND_BOOLEAN,
        PARAMETERS(TAKES(Thread, THREAD), FILLS(ImpersonationState, STATE)),
        RESULTS(GIVES(TRUE, "the thread was impersonating, and its token is in the state"),
                GIVES(FALSE, "it was not, and the state is zeroed")),
        .make = ps_disable_impersonation,
    },
    {
        .name = "PsRestoreImpersonation",
        .header = "ntifs.h",
        .source = "ntifs PsRestoreImpersonation",
        .returns = KIND_VOID,
        PARAMETERS(TAKES(Thread, THREAD), USES_UP(ImpersonationState, STATE)),
        NO_RESULTS,
        .make = ps_restore_impersonation,
    },
    {
        .name = "PsIsThreadImpersonating",
        .header = "ntifs.h",
        .source = "ntifs PsIsThreadImpersonating",
        .returns = KIND_BOOLEAN,
        PARAMETERS(TAKES(Thread, THREAD)),
        RESULTS(GIVES(TRUE, "it impersonates"), GIVES(FALSE, "it does not")),
        .make = ps_is_thread_impersonating,
    },
    {
        .name = "PsGetCurrentThread",
        .header = "ntifs.h",
        .source = "ntddk PsGetCurrentThread",
        .returns = KIND_THREAD,
        NO_PARAMETERS,
        NO_RESULTS,
        .make = ps_get_current_thread,
    },
    {
        .name = "PsGetCurrentProcess",
        .header = "ntifs.h",
        .source = "ntddk PsGetCurrentProcess",
        .returns = KIND_PROCESS,
        NO_PARAMETERS,
        NO_RESULTS,
        .make = ps_get_current_process,
    },
    {
        .name = "PsReferencePrimaryToken",
        .header = "ntifs.h",
        .source = "ntifs PsReferencePrimaryToken",
        .returns = KIND_TOKEN,
        .returns_reference = true,
        PARAMETERS(TAKES(Process, PROCESS)),
        NO_RESULTS,
        .make = ps_reference_primary_token,
    },
    {
        .name = "PsReferenceImpersonationToken",
        .header = "ntifs.h",
        .source = "ntifs PsReferenceImpersonationToken",
        .returns = KIND_TOKEN,
        .returns_reference = true,
        PARAMETERS(TAKES(Thread, THREAD), FILLS(CopyOnOpen, BOOLEAN),
                   FILLS(EffectiveOnly, BOOLEAN), FILLS(ImpersonationLevel, LEVEL)),
        RESULTS(GIVES(NULL, "the thread does not impersonate")),
        .make = ps_reference_impersonation_token,
    },
    {
        .name = "PsReferenceEffectiveToken",
        .header = "ntifs.h",
        .source = "impersonation 2.3",
        .returns = KIND_TOKEN,
        .returns_reference = true,
        PARAMETERS(TAKES(Thread, THREAD), FILLS(TokenType, TOKEN_TYPE),
                   FILLS(EffectiveOnly, BOOLEAN), FILLS(ImpersonationLevel, LEVEL)),
        NO_RESULTS,
        .make = ps_reference_effective_token,
    },
    {
        .name = "PsDereferencePrimaryToken",
        .header = "ntifs.h",
        .source = "ntifs PsDereferencePrimaryToken",
        .returns = KIND_VOID,
        PARAMETERS(GIVES_BACK(PrimaryToken)),
        NO_RESULTS,
        .make = ps_dereference_primary_token,
    },
    {
        .name = "PsDereferenceImpersonationToken",
        .header = "ntifs.h",
        .source = "ntifs PsDereferenceImpersonationToken",
        .returns = KIND_VOID,
        PARAMETERS({.name = "ImpersonationToken",
                    .kind = KIND_TOKEN,
                    .use = PARAMETER_GIVEN_BACK,
                    .optional = true}),
        NO_RESULTS,
        .make = ps_dereference_impersonation_token,
    },
    {
        .name = "ObDereferenceObject",
        .header = "ntifs.h",
        .source = "wdm ObDereferenceObject",
        .returns = KIND_VOID,
        PARAMETERS(GIVES_BACK(Object)),
        NO_RESULTS,
        .make = ob_dereference_object,
    },
    {.name = NULL},
};
