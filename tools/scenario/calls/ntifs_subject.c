/* Subject contexts: Se*SubjectContext of ntifs.h. */
#include "scenario/calls/rows.h"

static void se_capture_subject_context(struct call_frame *frame)
{
    SeCaptureSubjectContext(frame_pointer(frame, 0));
}

static void se_capture_subject_context_ex(struct call_frame *frame)
{
    SeCaptureSubjectContextEx(frame_pointer(frame, 0), frame_pointer(frame, 1),
                              frame_pointer(frame, 2));
}

static void se_lock_subject_context(struct call_frame *frame)
{
    SeLockSubjectContext(frame_pointer(frame, 0));
}

static void se_unlock_subject_context(struct call_frame *frame)
{
    SeUnlockSubjectContext(frame_pointer(frame, 0));
}

static void se_release_subject_context(struct call_frame *frame)
{
    SeReleaseSubjectContext(frame_pointer(frame, 0));
}

static void se_query_subject_context_token(struct call_frame *frame)
{
    frame_returns_pointer(frame, SeQuerySubjectContextToken(frame_pointer(frame, 0)));
}

const struct call calls_ntifs_subject[] = {
    {
        .name = "SeCaptureSubjectContext",
        .header = "ntifs.h",
        .source = "ntifs SeCaptureSubjectContext",
        .returns = KIND_VOID,
        PARAMETERS(FILLS(SubjectContext, SUBJECT_CONTEXT)),
        NO_RESULTS,
        .make = se_capture_subject_context,
    },
    {
        .name = "SeCaptureSubjectContextEx",
        .header = "ntifs.h",
        .source = "ntddk SeCaptureSubjectContextEx",
        .returns = KIND_VOID,
        PARAMETERS(MAY_TAKE(Thread, THREAD), TAKES(Process, PROCESS),
                   FILLS(SubjectContext, SUBJECT_CONTEXT)),
        NO_RESULTS,
        .make = se_capture_subject_context_ex,
    },
    {
        .name = "SeLockSubjectContext",
        .header = "ntifs.h",
        .source = "ntifs SeLockSubjectContext",
        .returns = KIND_VOID,
        PARAMETERS(TAKES(SubjectContext, SUBJECT_CONTEXT)),
        NO_RESULTS,
        .make = se_lock_subject_context,
    },
    {
        .name = "SeUnlockSubjectContext",
        .header = "ntifs.h",
        .source = "ntifs SeUnlockSubjectContext",
        .returns = KIND_VOID,
        PARAMETERS(TAKES(SubjectContext, SUBJECT_CONTEXT)),
        NO_RESULTS,
        .make = se_unlock_subject_context,
    },
    {
        .name = "SeReleaseSubjectContext",
        .header = "ntifs.h",
        .source = "ntifs SeReleaseSubjectContext",
        .returns = KIND_VOID,
        PARAMETERS(USES_UP(SubjectContext, SUBJECT_CONTEXT)),
        NO_RESULTS,
        .make = se_release_subject_context,
    },
    {
        .name = "SeQuerySubjectContextToken",
        .header = "ntifs.h",
        .source = "ntifs SeQuerySubjectContextToken",
        .returns = KIND_TOKEN,
        PARAMETERS(TAKES(SubjectContext, SUBJECT_CONTEXT)),
        NO_RESULTS,
        .make = se_query_subject_context_token,
    },
    {.name = NULL},
};
