/*
 * Processes and jobs. A process always has one primary token, which another can replace before the
 * first thread is there; its threads may impersonate.
 */
#ifndef PS_PROCESS_H
#define PS_PROCESS_H

#include "ob/handles.h"
#include "se/token.h"

struct _EJOB {
    struct ob_header header;
    ULONG security_limits;  /* JOB_OBJECT_SECURITY_* */
    struct se_token *token; /* of JOB_OBJECT_SECURITY_ONLY_TOKEN; NULL if none */
};

/* What a library keeps in the memory of a process, and how it ends with the process. */
struct ps_memory {
    void (*end)(struct ps_memory *memory);
};

struct _EPROCESS {
    struct ob_header header;
    struct _EPROCESS *next; /* in the world */
    struct se_token *token;
    PEJOB job; /* NULL: in none */
    struct ob_handle_table handles;
    PETHREAD threads;
    struct ps_memory *rpc; /* of RPC's run time; NULL until it is used */
    bool exited;
    NTSTATUS exit_status;
};

/*
 * A running process: the world holds one reference until it exits, the maker owns another. It takes
 * references of its own on token and job. descriptor: its reference passes to the process; NULL for
 * none.
 */
PEPROCESS ps_process_new(struct srm_world *w, struct se_token *token, PEJOB job,
                         struct rtl_descriptor *descriptor);
/* Ends its threads, closes its handles and ends its memory. */
void ps_process_exit(PEPROCESS process, NTSTATUS exit_status);

/* The running process of that id; no reference. NULL if there is none. */
PEPROCESS ps_process_by_id(const struct srm_world *w, uint64_t id);

/* Its primary token from now on, which gets the session of the process (ACC T-8). */
void ps_process_set_token(PEPROCESS process, struct se_token *token);

PEJOB ps_job_new(struct srm_world *w, ULONG security_limits, struct se_token *token);

extern const struct ob_type ps_process_type;
extern const struct ob_type ps_job_type;

#define PROCESS(label, p) ob_fact((label), (p))

#endif
