/*
 * The trace: what a world did, for whoever wants to know why. Calls enter and leave (nested calls
 * show), rules are asked and answer, objects are made, copied, referenced and changed.
 *
 * It also answers two questions without being read: which rule of a group was asked last since
 * ex_trace_mark, and how often each rule answered true and false since the world was made.
 */
#ifndef EX_TRACE_H
#define EX_TRACE_H

#include "ex/fact.h"
#include "world.h"

enum ex_event_kind {
    EVENT_ENTER, /* name; facts are the arguments */
    EVENT_LEAVE, /* name; one fact is the result */
    EVENT_RULE,  /* id, answer; facts are what was compared */
    EVENT_CREATED,
    EVENT_COPIED, /* the first fact is the new object, the second the one it was made from */
    EVENT_REFERENCED,
    EVENT_DEREFERENCED,
    EVENT_DELETED,
    EVENT_CHANGED, /* name says what of the object */
};

struct ex_event {
    enum ex_event_kind kind;
    uint16_t depth; /* of calls */
    bool answer;
    bool fixed; /* the rule was not a matter of its condition */
    enum ex_rule_id id;
    const char *name;
    uint32_t first_fact, fact_count;
};

struct ex_answers {
    uint32_t asked_true, asked_false;
};

#define EX_GROUP_MAX 64
#define EX_NOTED_MAX 4

struct ex_trace {
    struct ex_event *events;
    size_t event_count, event_capacity;
    struct ex_fact *facts;
    size_t fact_count, fact_capacity;
    SE_SID *sids;
    size_t sid_count, sid_capacity;
    uint16_t depth;
    struct ex_fact noted[EX_NOTED_MAX]; /* for the next question of noted_rule */
    size_t noted_count;
    enum ex_rule_id noted_rule;
    struct ex_answers answers[RULE_COUNT];
    uint16_t last_rule[EX_GROUP_MAX]; /* by group, since the mark: id + 1 */
    bool last_answer[EX_GROUP_MAX];
};

struct ex_trace *ex_trace_new(void);
void ex_trace_delete(struct ex_trace *trace);
/* Forgets events and answers. */
void ex_trace_reset(struct ex_trace *trace);
/* Forgets which rule of each group was asked last. */
void ex_trace_mark(struct ex_trace *trace);
/* The text of a recorded SID fact. */
const SID *ex_trace_sid(const struct ex_trace *trace, const struct ex_fact *fact);

void ex_trace_event(struct ex_trace *trace, enum ex_event_kind kind, const char *name,
                    const struct ex_fact *facts, size_t count);
/* Remembers facts for the question of that rule which comes next, while the world is traced. */
bool ex_trace_note(const struct srm_world *w, enum ex_rule_id id, const struct ex_fact *facts,
                   size_t count);
void ex_trace_rule(struct ex_trace *trace, enum ex_rule_id id, bool answer, bool fixed);

/*
 * Something is worth recording, with its facts; the name may be NULL. A statement, so that the
 * facts are put together only where somebody watches.
 */
#define ex_event(w, event_kind, name, ...)                                               \
    do {                                                                                 \
        if (__builtin_expect((w)->tracing, 0))                                           \
            ex_trace_event(                                                              \
                (w)->trace, (event_kind), (name), (const struct ex_fact[]){__VA_ARGS__}, \
                sizeof((const struct ex_fact[]){__VA_ARGS__}) / sizeof(struct ex_fact)); \
    } while (0)

/* A modelled call begins: its name is that of the C function. At least one fact. */
#define call_enter(w, ...) ex_event((w), EVENT_ENTER, __func__, __VA_ARGS__)

static inline void ex_enter(const struct srm_world *w, const char *name)
{
    if (__builtin_expect(w->tracing, 0))
        ex_trace_event(w->trace, EVENT_ENTER, name, NULL, 0);
}
#define call_enter_plain(w) ex_enter((w), __func__)

/* Something happened to an object; facts as the kind of event says. */
#define trace_object(w, kind, name, ...) ex_event((w), (kind), (name), __VA_ARGS__)

static inline void ex_leave(const struct srm_world *w, const char *name, enum ex_fact_kind kind,
                            uint64_t value)
{
    if (__builtin_expect(w->tracing, 0))
        ex_trace_event(w->trace, EVENT_LEAVE, name,
                       &(struct ex_fact){.label = "returns", .kind = kind, .value = value}, 1);
}

/* How a modelled call ends. */
#define leave_status(w, status)     ex_leave((w), __func__, FACT_STATUS, (uint32_t)(status))
#define leave_flag(w, flag)         ex_leave((w), __func__, FACT_FLAG, (flag) ? 1 : 0)
#define leave_value(w, kind, value) ex_leave((w), __func__, (kind), (uint64_t)(value))
#define leave_nothing(w)            ex_leave((w), __func__, FACT_NOTHING, 0)

#endif
