/* srm_trace_line: the trace as text, one line an event. */
#include "ntsrm/srm.h"

#include "ex/rules.h"
#include "ex/trace.h"
#include "rtl/sid.h"
#include "rtl/status.h"

#include <stdarg.h>
#include <stdio.h>

/* A line that is cut where the caller's buffer ends. */
struct line {
    char *buffer;
    size_t size, length;
};

static void put(struct line *line, const char *format, ...)
{
    va_list arguments;
    int written;

    if (line->size == 0)
        return;
    va_start(arguments, format);
    written = vsnprintf(line->buffer + line->length, line->size - line->length, format, arguments);
    va_end(arguments);
    line->length += written > 0 ? (size_t)written : 0;
    if (line->length >= line->size)
        line->length = line->size - 1;
}

static const char *level_name(uint64_t level)
{
    static const char *const names[] = {
        [SecurityAnonymous] = "SecurityAnonymous",
        [SecurityIdentification] = "SecurityIdentification",
        [SecurityImpersonation] = "SecurityImpersonation",
        [SecurityDelegation] = "SecurityDelegation",
    };
    return level < sizeof names / sizeof *names ? names[level] : "no level";
}

/* An object: what it is called, and its id. */
static void put_object(struct line *line, const struct ex_fact *fact)
{
    static const char *const words[] = {
        [FACT_TOKEN] = "token", [FACT_THREAD] = "thread", [FACT_PROCESS] = "process",
        [FACT_JOB] = "job",     [FACT_OBJECT] = "object",
    };
    put(line, fact->kind == FACT_TOKEN ? "%s %#llx" : "%s %llu", words[fact->kind],
        (unsigned long long)fact->value);
}

static void put_value(struct line *line, const struct ex_trace *trace, const struct ex_fact *fact)
{
    char text[RTL_SID_TEXT_SIZE];
    unsigned long long value = fact->value;

    switch (fact->kind) {
    case FACT_FLAG:
        put(line, "%s", value ? "true" : "false");
        break;
    case FACT_LEVEL:
        put(line, "%s", level_name(value));
        break;
    case FACT_TOKEN_TYPE:
        put(line, "%s", value == TokenPrimary ? "TokenPrimary" : "TokenImpersonation");
        break;
    case FACT_TRACKING:
        put(line, "%s", value ? "SECURITY_DYNAMIC_TRACKING" : "SECURITY_STATIC_TRACKING");
        break;
    case FACT_STATUS:
        rtl_status_print((NTSTATUS)value, text, sizeof text);
        put(line, "%s", text);
        break;
    case FACT_SID:
        rtl_sid_to_text(ex_trace_sid(trace, fact), text, sizeof text);
        put(line, "%s", text);
        break;
    case FACT_NUMBER:
    case FACT_ERROR:
        put(line, "%llu", value);
        break;
    case FACT_TOKEN:
    case FACT_THREAD:
    case FACT_PROCESS:
    case FACT_JOB:
    case FACT_OBJECT:
        put_object(line, fact);
        break;
    case FACT_NULL:
        put(line, "NULL");
        break;
    case FACT_NOTHING:
        put(line, "nothing");
        break;
    case FACT_ACCESS:
        put(line, "%#llx", value & UINT32_MAX);
        break;
    case FACT_INTEGRITY:
    case FACT_LUID:
    case FACT_HANDLE:
    case FACT_CONTROL:
    default:
        put(line, "%#llx", value);
        break;
    }
}

static void put_facts(struct line *line, const struct ex_trace *trace, const struct ex_event *event)
{
    for (uint32_t i = 0; i < event->fact_count; i++) {
        const struct ex_fact *fact = &trace->facts[event->first_fact + i];

        put(line, "%s%s ", i == 0 ? " " : ", ", fact->label);
        put_value(line, trace, fact);
    }
}

static const char *verb(enum ex_event_kind kind)
{
    static const char *const verbs[] = {
        [EVENT_ENTER] = "call",
        [EVENT_LEAVE] = "end",
        [EVENT_RULE] = "rule",
        [EVENT_CREATED] = "created",
        [EVENT_COPIED] = "copied",
        [EVENT_REFERENCED] = "referenced",
        [EVENT_DEREFERENCED] = "dereferenced",
        [EVENT_DELETED] = "deleted",
        [EVENT_CHANGED] = "changed",
    };
    return verbs[kind];
}

bool srm_trace_line(const struct srm_world *world, size_t index, char *buffer, size_t size)
{
    const struct ex_trace *trace = world->trace;
    struct line line = {.buffer = buffer, .size = size};

    if (index >= trace->event_count)
        return false;

    const struct ex_event *event = &trace->events[index];

    put(&line, "%*s%s", 2 * event->depth, "", verb(event->kind));
    if (event->name)
        put(&line, " %s", event->name);
    if (event->kind == EVENT_RULE)
        put(&line, ": %s", event->answer ? "true" : "false");
    put_facts(&line, trace, event);
    return true;
}
