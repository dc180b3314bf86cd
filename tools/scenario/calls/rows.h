/*
 * How the files of the call table write their rows, and the list of those files.
 */
#ifndef NTSRM_TOOLS_SCENARIO_CALLS_ROWS_H
#define NTSRM_TOOLS_SCENARIO_CALLS_ROWS_H

#include "scenario/calls.h"

#include "ntsrm/ntifs.h"

/* Parameters: documented name and kind. */
#define TAKES(parameter, what) {.name = #parameter, .kind = KIND_##what}
#define MAY_TAKE(parameter, what) {.name = #parameter, .kind = KIND_##what, .optional = true}
#define TAKES_UNLESS_NULL(parameter, what, number)                                                 \
    {.name = #parameter, .kind = KIND_##what, .unless_null = (number)}
#define USES_UP(parameter, what)                                                                   \
    {.name = #parameter, .kind = KIND_##what, .use = PARAMETER_CONSUMED}
#define GIVES_BACK(parameter) {.name = #parameter, .kind = KIND_TOKEN, .use = PARAMETER_GIVEN_BACK}
#define FILLS(parameter, what) {.name = #parameter, .kind = KIND_##what, .use = PARAMETER_OUT}
#define MAY_FILL(parameter, what)                                                                  \
    {.name = #parameter, .kind = KIND_##what, .use = PARAMETER_OUT, .optional = true}

/* Results: the constant, and when. */
#define GIVES(result, text) {.name = #result, .when = (text)}

/* A table ends with a row without a name. */
extern const struct call calls_ntifs_se[], calls_ntifs_ps[], calls_ntifs_subject[],
    calls_ntifs_open[], calls_ntifs_set[], calls_win32[];

/* Parameters as the calls' types. */
static inline HANDLE frame_handle(const struct call_frame *frame, unsigned parameter)
{
    return (HANDLE)(uintptr_t)frame->in[parameter].number;
}

static inline BOOLEAN frame_flag(const struct call_frame *frame, unsigned parameter)
{
    return frame->in[parameter].number != 0;
}

static inline ULONG frame_number(const struct call_frame *frame, unsigned parameter)
{
    return (ULONG)frame->in[parameter].number;
}

static inline SECURITY_IMPERSONATION_LEVEL frame_level(const struct call_frame *frame,
                                                       unsigned parameter)
{
    return (SECURITY_IMPERSONATION_LEVEL)(LONG)frame->in[parameter].number;
}

/* Results as values. */
static inline void frame_returns(struct call_frame *frame, uint64_t number)
{
    frame->result.number = number;
}

static inline void frame_returns_status(struct call_frame *frame, NTSTATUS status)
{
    frame->result.number = (uint32_t)status;
}

static inline void frame_returns_pointer(struct call_frame *frame, const void *pointer)
{
    frame->result.pointer = pointer;
}

static inline bool frame_is_zw(const struct call_frame *frame)
{
    return frame->call->family == CALL_ZW;
}

#endif
