/*
 * The call table: every call that a step can make, one file per NT header in calls/. A new call is
 * one row and one function, which takes the values from the frame and leaves its result there.
 */
#ifndef NTSRM_TOOLS_SCENARIO_CALLS_H
#define NTSRM_TOOLS_SCENARIO_CALLS_H

#include "scenario/kinds.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CALL_PARAMETERS_LIMIT 15 /* one more than any call has */
#define CALL_RESULTS_LIMIT 24

enum parameter_use {
    PARAMETER_IN,
    PARAMETER_OUT,        /* storage of the runner, which `out` may name */
    PARAMETER_IN_OUT,     /* both: a value that the call changes in place */
    PARAMETER_CONSUMED,   /* a context or state that the call uses up */
    PARAMETER_GIVEN_BACK, /* a token whose reference the call drops */
};

struct call_parameter {
    const char *name; /* as documented; NULL ends the list */
    enum kind kind;
    enum parameter_use use;
    bool optional;       /* may be left out, NULL or 0 then */
    bool nullable;       /* may be NULL, but only if that is written */
    enum kind new_object;  /* what this handle that comes back leads to; VOID if not known */
    /* Numbers of other parameters, from 1; 0 for none. */
    uint8_t unless_null;  /* may be left out where that one is NULL */
    uint8_t length_from;  /* says how long this one is; not written, it says that it is right */
    uint8_t class_from;   /* says what this information is about */
    uint8_t process_from; /* in its process this handle is */
    uint8_t count_from;   /* says how many elements this list has that comes back */
    uint8_t comes_with;   /* where that one comes back, this optional one does, too */
};

/* One result, and when the call gives it, in our own words. */
struct call_result {
    const char *name; /* a status or error; NULL ends the list */
    const char *when;
    const char *unseen; /* why no scenario can show it; NULL where one has to */
    bool user_mode;     /* what only callers in user mode are refused with */
};

enum call_family {
    CALL_KERNEL, /* Se, Ps: previous mode does not matter, pointers are believed */
    CALL_NT,     /* previous mode is the step's, UserMode if not written */
    CALL_ZW,     /* from kernel mode */
    CALL_WIN32,  /* from user mode, with a last error */
};

struct call_frame {
    struct runner *run;
    const struct call *call;
    struct value in[CALL_PARAMETERS_LIMIT]; /* what comes back: pointer to the storage */
    uint32_t given;                         /* bit n: the scenario has parameter n */
    struct value result;
    const void *owed; /* pool memory that the call gave, which ExFreePool takes back */
};

struct call {
    const char *name;
    const char *header; /* where it is declared: "ntifs.h" */
    const char *source; /* its page, in short */
    enum call_family family;
    enum kind returns;
    bool returns_reference; /* the token that it returns has to be given back */
    const struct call_parameter *parameters; /* fewer than CALL_PARAMETERS_LIMIT */
    const struct call_result *results;       /* fewer than CALL_RESULTS_LIMIT */
    void (*make)(struct call_frame *frame);
};

#define CALLS_LIMIT 256

/* All calls: NULL ends the list of tables, a row without a name each table. */
extern const struct call *const call_tables[];

/* How many they are, at most CALLS_LIMIT. */
size_t calls_count(void);
/* One of them, by number; NULL past the last. Goes through the table. */
const struct call *call_at(size_t index);

/* Why no scenario can show that result of the call; NULL where one has to. */
const char *call_result_unseen(const struct call *call, const struct call_result *result);

/* Did the call succeed, so that its out parameters count? */
bool call_succeeded(const struct call *call, const struct value *result);

static inline bool frame_given(const struct call_frame *frame, unsigned parameter)
{
    return (frame->given >> parameter & 1) != 0;
}

/* A pointer parameter as the call's type. Values are const, and what NT's calls take is not. */
static inline void *frame_pointer(const struct call_frame *frame, unsigned parameter)
{
    union {
        const void *constant;
        void *variable;
    } pointer = {.constant = frame->in[parameter].pointer};
    return pointer.variable;
}

#endif
