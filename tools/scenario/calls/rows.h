/*
 * How the files of the call table write their rows, and the list of those files.
 */
#ifndef NTSRM_TOOLS_SCENARIO_CALLS_ROWS_H
#define NTSRM_TOOLS_SCENARIO_CALLS_ROWS_H

#include "scenario/calls.h"

#include "ntsrm/ntifs.h"

/* Both stand beside the table and not in its rows, so that to look for a call reads no more. */
#define PARAMETERS(...) \
    .parameters = (const struct call_parameter[]){__VA_ARGS__, {.name = NULL}}
#define NO_PARAMETERS .parameters = (const struct call_parameter[]){{.name = NULL}}
#define RESULTS(...)  .results = (const struct call_result[]){__VA_ARGS__, {.name = NULL}}
#define NO_RESULTS    .results = (const struct call_result[]){{.name = NULL}}

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

#define FILLS_UNLESS_NULL(parameter, what)                                                         \
    {.name = #parameter, .kind = KIND_##what, .use = PARAMETER_OUT, .nullable = true}
#define CHANGES(parameter, what)                                                                   \
    {.name = #parameter, .kind = KIND_##what, .use = PARAMETER_IN_OUT}
#define MAY_CHANGE(parameter, what)                                                                \
    {.name = #parameter, .kind = KIND_##what, .use = PARAMETER_IN_OUT, .optional = true}
/* Buffers and lists: the parameter of that number, from 1, says how long it is. */
#define TAKES_SIZED(parameter, what, number)                                                       \
    {.name = #parameter, .kind = KIND_##what, .length_from = (number)}
#define MAY_TAKE_SIZED(parameter, what, number)                                                    \
    {.name = #parameter, .kind = KIND_##what, .length_from = (number), .optional = true}
#define FILLS_SIZED(parameter, what, number)                                                       \
    {.name = #parameter, .kind = KIND_##what, .length_from = (number), .use = PARAMETER_OUT,       \
     .nullable = true}
#define MAY_FILL_SIZED(parameter, what, number)                                                    \
    {.name = #parameter, .kind = KIND_##what, .length_from = (number), .use = PARAMETER_OUT,       \
     .optional = true}
/* A list that comes back, with as many elements as the parameter of that number says. */
#define FILLS_EACH(parameter, what, number)                                                        \
    {.name = #parameter, .kind = KIND_##what, .count_from = (number), .use = PARAMETER_OUT}
/* Optional, but always there where the parameter of that number comes back. */
#define MAY_FILL_WITH(parameter, what, number)                                                     \
    {.name = #parameter, .kind = KIND_##what, .comes_with = (number), .use = PARAMETER_OUT,        \
     .optional = true}
/* TokenInformation: these say what it is about and how long it is. */
#define TAKES_INFORMATION(parameter, class_number, length_number)                                  \
    {.name = #parameter, .kind = KIND_TOKEN_INFORMATION, .class_from = (class_number),             \
     .length_from = (length_number)}
#define FILLS_INFORMATION(parameter, class_number, length_number)                                  \
    {.name = #parameter, .kind = KIND_TOKEN_INFORMATION, .class_from = (class_number),             \
     .length_from = (length_number), .use = PARAMETER_OUT, .nullable = true}
/* The same for a kind of one's choice. */
#define FILLS_OF_CLASS(parameter, what, class_number, length_number)                               \
    {.name = #parameter, .kind = KIND_##what, .class_from = (class_number),                        \
     .length_from = (length_number), .use = PARAMETER_OUT, .nullable = true}
/* A handle to a new object, which can be named too. */
#define FILLS_NEW(parameter, object)                                                               \
    {.name = #parameter, .kind = KIND_HANDLE, .new_object = KIND_##object, .use = PARAMETER_OUT}
/* A handle in the process that the parameter of that number is a handle to. */
#define TAKES_HANDLE_IN(parameter, number)                                                         \
    {.name = #parameter, .kind = KIND_HANDLE, .process_from = (number)}
#define MAY_FILL_HANDLE_IN(parameter, number)                                                      \
    {.name = #parameter, .kind = KIND_HANDLE, .process_from = (number), .use = PARAMETER_OUT,      \
     .optional = true}

/* Results: the constant, and when. */
#define GIVES(result, text) {.name = #result, .when = (text)}
/* What kernel mode never gets, so that the call's Zw twin has no scenario with it. */
#define GIVES_USER_MODE(result, text) {.name = #result, .when = (text), .user_mode = true}
/* What no scenario can show, and why not. */
#define GIVES_UNSEEN(result, text, why) {.name = #result, .when = (text), .unseen = (why)}

/* A table ends with a row without a name. */
extern const struct call calls_ntifs_se[], calls_ntifs_ps[], calls_ntifs_subject[],
    calls_ntifs_open[], calls_ntifs_set[], calls_ntifs_token[], calls_ntifs_object[],
    calls_ntifs_process[],
    calls_ntifs_named[], calls_ntifs_access[], calls_securitybaseapi[],
    calls_securitybaseapi_access[], calls_processthreadsapi[], calls_handleapi[],
    calls_winbase[], calls_errhandlingapi[], calls_sddl[], calls_fileapi[],
    calls_private_object[], calls_ntlpcapi[], calls_ntifs_pipe[], calls_namedpipeapi[],
    calls_rpcdce[];

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

/* What a scenario does not say is the usual. */
static inline ULONG frame_number_or(const struct call_frame *frame, unsigned parameter,
                                    ULONG usual)
{
    return frame_given(frame, parameter) ? frame_number(frame, parameter) : usual;
}

static inline SECURITY_IMPERSONATION_LEVEL frame_level(const struct call_frame *frame,
                                                       unsigned parameter)
{
    return (SECURITY_IMPERSONATION_LEVEL)(LONG)frame->in[parameter].number;
}

/* The structure of TokenSessionId or TokenIntegrityLevel, which hold one number, in the arena. */
void information_from_number(struct runner *run, uint64_t information_class, uint32_t number,
                             struct value *value);

/* The block of a call that may wait: pending until the call fills it. */
PIO_STATUS_BLOCK frame_block(const struct call_frame *frame, unsigned parameter);

/* Results as values. */
static inline void frame_returns(struct call_frame *frame, uint64_t number)
{
    frame->result.number = number;
}

static inline void frame_returns_bool(struct call_frame *frame, BOOL result)
{
    frame->result.number = (uint64_t)result;
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
