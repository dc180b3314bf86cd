#include "support/native_calls.h"

#include "support/suite.h"

#include "ex/trace.h"
#include "ntsrm/srm.h"

#include <string.h>

void native_calls_watch(struct srm_world *w)
{
    srm_trace_clear(w);
    srm_trace(w, true);
}

static void append(char *text, size_t size, const char *what)
{
    size_t length = strlen(text);

    ck_assert(length + strlen(what) < size);
    memcpy(text + length, what, strlen(what) + 1);
}

const char *native_calls(struct srm_world *w)
{
    static char text[1000];
    const struct ex_trace *trace = w->trace;

    text[0] = '\0';
    for (size_t i = 0; i < trace->event_count; i++) {
        const struct ex_event *event = &trace->events[i];
        const struct ex_fact *result = &trace->facts[event->first_fact];

        if (event->depth != 1)
            continue;
        if (event->kind == EVENT_ENTER) {
            append(text, sizeof text, *text ? " " : "");
            append(text, sizeof text, event->name);
        } else if (event->kind == EVENT_LEAVE && (NTSTATUS)result->value != STATUS_SUCCESS) {
            append(text, sizeof text, "=");
            append(text, sizeof text, status_text((NTSTATUS)result->value));
        }
    }
    srm_trace(w, false);
    return text;
}
