/*
 * Threads, and what a thread impersonates.
 *
 * The impersonation block is allocated when a thread impersonates for the first time and stays
 * until it exits; a flag on the thread says whether it counts. The level in the block is the one
 * that the thread acts at; the token's own level can be another.
 */
#ifndef PS_THREAD_H
#define PS_THREAD_H

#include "ps/process.h"

struct ps_impersonation {
    struct se_token *token; /* one reference while the thread's flag is set; else NULL */
    BOOLEAN copy_on_open;
    BOOLEAN effective_only;
    SECURITY_IMPERSONATION_LEVEL level;
};

/*
 * What a thread waits for at a port. NT's thread does nothing else meanwhile; here its call has
 * answered STATUS_PENDING, and whoever ends the wait writes where the call was told to
 * (ipc/port.h).
 */
enum ps_port_wait_kind {
    PS_WAITS_FOR_NOTHING,
    PS_WAITS_FOR_CONNECTION,
    PS_WAITS_FOR_REPLY,
    PS_WAITS_FOR_MESSAGE,
};

struct ps_port_wait {
    enum ps_port_wait_kind kind;
    void *port;            /* one reference: the new end, the end asked through, the queue's */
    ULONG message_id;      /* of what is to be answered; 0: nothing, or it was */
    bool no_impersonation; /* the server may not impersonate the thread meanwhile */
    bool only_connections; /* other messages are lost */
    void *message;         /* a reply or a message; memory of the caller, as all that follows */
    PVOID *context;
    PHANDLE handle;
    PULONG length;
    void *information;
    PULONG information_length;
};

struct _ETHREAD {
    struct ob_header header;
    PETHREAD next; /* in its process */
    PEPROCESS process;
    struct ps_impersonation *block; /* NULL until the thread first impersonates */
    bool impersonating;
    bool exited;
    NTSTATUS exit_status;
    KPROCESSOR_MODE previous_mode; /* of the Nt call that the thread is in */
    DWORD last_error;              /* of Win32; the TEB has it */
    struct ps_port_wait wait;
    NTSTATUS waited; /* what its last wait came to; STATUS_PENDING while it lasts */
};

/*
 * A running thread: the world holds one reference until it exits, the maker owns another. It refers
 * to its process. descriptor: its reference passes to the thread; NULL for none.
 */
PETHREAD ps_thread_new(PEPROCESS process, struct rtl_descriptor *descriptor);
/* Ends its impersonation and frees the block. */
void ps_thread_exit(PETHREAD thread, NTSTATUS exit_status);

/* The thread waits from now on; the reference on the port passes. It must not wait already. */
void ps_thread_wait(PETHREAD thread, struct ps_port_wait wait);
/* If it waits, it does so no more: that is what its call came to. */
void ps_thread_end_wait(PETHREAD thread, NTSTATUS status);

/* The running thread of that id; no reference. NULL if there is none. */
PETHREAD ps_thread_by_id(const struct srm_world *w, uint64_t id);

extern const struct ob_type ps_thread_type;

#define THREAD(label, t) ob_fact((label), (t))

/* The thread that runs on this host thread; there must be one. */
PETHREAD ps_current_thread(void);
bool ps_is_running(void);
/* Returns the one before; NULL stands for none. */
PETHREAD ps_set_current_thread(PETHREAD thread);
/* Does this host thread run as a thread of that world? */
bool ps_runs_in(const struct srm_world *w);

static inline struct srm_world *ps_current_world(void)
{
    return ps_current_thread()->header.world;
}

/* The impersonated token, or the primary one; no reference. */
static inline struct se_token *ps_effective_token(const struct _ETHREAD *thread)
{
    return thread->impersonating ? thread->block->token : thread->process->token;
}

/* Makes the thread's block, without asking whether the pool has room. */
void ps_thread_make_block(PETHREAD thread);

/*
 * What the thread impersonates from now on. The reference on the token passes to the thread; the
 * one on the token before is dropped. No rule is asked.
 */
void ps_thread_impersonate(PETHREAD thread, struct ps_impersonation impersonation);
/* It impersonates nothing from now on; the reference on the token is dropped. */
void ps_thread_revert(PETHREAD thread);

#endif
