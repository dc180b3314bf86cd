/* The last error: errhandlingapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/errhandlingapi.h"

static void get_last_error(struct call_frame *frame)
{
    frame_returns(frame, GetLastError());
}

static void set_last_error(struct call_frame *frame)
{
    SetLastError(frame_number(frame, 0));
}

const struct call calls_errhandlingapi[] = {
    {
        .name = "GetLastError",
        .header = "errhandlingapi.h",
        .source = "errhandlingapi GetLastError",
        .family = CALL_WIN32,
        .returns = KIND_ERROR,
        NO_PARAMETERS,
        NO_RESULTS,
        .make = get_last_error,
    },
    {
        .name = "SetLastError",
        .header = "errhandlingapi.h",
        .source = "errhandlingapi SetLastError",
        .family = CALL_WIN32,
        .returns = KIND_VOID,
        PARAMETERS(TAKES(dwErrCode, ERROR)),
        NO_RESULTS,
        .make = set_last_error,
    },
    {.name = NULL},
};
