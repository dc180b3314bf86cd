/*
 * Shadows: what every object was like before a step, kept as copies of their small parts, with a
 * reference on what the parts share. Properties are read from a shadow as from the object itself,
 * so that nothing is printed or worked out unless something is different.
 */
#ifndef NTSRM_TOOLS_SCENARIO_SHADOW_H
#define NTSRM_TOOLS_SCENARIO_SHADOW_H

#include "scenario/dictionary.h"

#include "ipc/pipe.h"
#include "ipc/port.h"

#include <stdbool.h>
#include <stddef.h>

struct runner;

struct shadow {
    const void *object;
    enum word_space space; /* of its properties */
    const char *name;      /* "client.token" */
    union {
        struct se_token token;
        struct _EPROCESS process;
        struct ob_named named;
        struct ipc_port port;
        SECURITY_CLIENT_CONTEXT client;
        SECURITY_SUBJECT_CONTEXT subject;
        SE_IMPERSONATION_STATE state;
        struct {
            struct ipc_pipe_end end;
            struct ipc_instance instance;
        };
        struct {
            struct _ETHREAD thread;
            struct ps_impersonation block;
        };
    } before;
};

/* Remembers every object that a name leads to. */
void shadow_take(struct runner *run);
/*
 * Works out what is different now: run->changes, empty if nothing is. Gives back what shadow_take
 * took.
 */
void shadow_compare(struct runner *run);

/* Everything that a name leads to; what several names lead to comes several times. */
void shadow_each_object(struct runner *run,
                        void (*each)(struct runner *run, const void *object,
                                     enum word_space space, const char *name));

#endif
