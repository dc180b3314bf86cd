#include "ex/trace.h"

#include "ex/pool.h"
#include "ex/rules.h"

#include <assert.h>
#include <string.h>

struct ex_trace *ex_trace_new(void)
{
    return ex_host_alloc(sizeof(struct ex_trace));
}

void ex_trace_delete(struct ex_trace *trace)
{
    ex_host_free(trace->events);
    ex_host_free(trace->facts);
    ex_host_free(trace->sids);
    ex_host_free(trace);
}

void ex_trace_reset(struct ex_trace *trace)
{
    trace->event_count = 0;
    trace->fact_count = 0;
    trace->sid_count = 0;
    trace->depth = 0;
    memset(trace->answers, 0, sizeof trace->answers);
    ex_trace_mark(trace);
}

void ex_trace_mark(struct ex_trace *trace)
{
    memset(trace->last_rule, 0, sizeof trace->last_rule);
}

const SID *ex_trace_sid(const struct ex_trace *trace, const struct ex_fact *fact)
{
    assert(fact->kind == FACT_SID && fact->value < trace->sid_count);
    return &trace->sids[fact->value].Sid;
}

/* SIDs are copied, since their token may be gone when somebody reads. */
static void record_fact(struct ex_trace *trace, struct ex_fact fact)
{
    if (fact.kind == FACT_SID && !fact.sid) {
        fact.kind = FACT_NULL; /* a descriptor need not have an owner */
    } else if (fact.kind == FACT_SID) {
        trace->sids =
            ex_host_grow(trace->sids, trace->sid_count, &trace->sid_capacity, sizeof *trace->sids);
        memset(&trace->sids[trace->sid_count], 0, sizeof *trace->sids);
        memcpy(&trace->sids[trace->sid_count], fact.sid,
               8 + 4 * (size_t)fact.sid->SubAuthorityCount);
        fact.value = trace->sid_count++;
        fact.sid = NULL;
    }
    trace->facts =
        ex_host_grow(trace->facts, trace->fact_count, &trace->fact_capacity, sizeof *trace->facts);
    trace->facts[trace->fact_count++] = fact;
}

static void record_event(struct ex_trace *trace, struct ex_event event, const struct ex_fact *facts,
                         size_t count)
{
    event.first_fact = (uint32_t)trace->fact_count;
    event.fact_count = (uint32_t)count;
    event.depth = trace->depth;
    for (size_t i = 0; i < count; i++)
        record_fact(trace, facts[i]);
    trace->events = ex_host_grow(trace->events, trace->event_count, &trace->event_capacity,
                                 sizeof *trace->events);
    trace->events[trace->event_count++] = event;
}

void ex_trace_event(struct ex_trace *trace, enum ex_event_kind kind, const char *name,
                    const struct ex_fact *facts, size_t count)
{
    if (kind == EVENT_LEAVE)
        trace->depth--;
    record_event(trace, (struct ex_event){.kind = kind, .name = name}, facts, count);
    if (kind == EVENT_ENTER)
        trace->depth++;
}

bool ex_trace_note(const struct srm_world *w, enum ex_rule_id id, const struct ex_fact *facts,
                   size_t count)
{
    struct ex_trace *trace = w->trace;

    assert(count <= EX_NOTED_MAX);
    if (!w->tracing)
        return false;
    trace->noted_rule = id;
    trace->noted_count = count;
    memcpy(trace->noted, facts, count * sizeof *facts);
    return true;
}

/* A condition may ask rules itself, so that what was noted can be for another question. */
void ex_trace_rule(struct ex_trace *trace, enum ex_rule_id id, bool answer, bool fixed)
{
    bool noted = trace->noted_count > 0 && trace->noted_rule == id;

    record_event(trace,
                 (struct ex_event){
                     .kind = EVENT_RULE,
                     .id = id,
                     .answer = answer,
                     .fixed = fixed,
                     .name = ex_rule_row(id)->id,
                 },
                 trace->noted, noted ? trace->noted_count : 0);
    if (noted)
        trace->noted_count = 0;
}
