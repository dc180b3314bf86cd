/*
 * The simulation around the modelled calls: worlds, their tokens, processes and threads, who is
 * running, what fails, and what happened.
 *
 * A world is one simulated NT system. Make one, make tokens, processes and threads in it, run as a
 * thread (srm_run_as), and call the NT routines of ntifs.h or windows.h. Worlds are independent:
 * each may be used by one host thread at a time, and several host threads may each use their own.
 *
 * This header stands alone, so that it can be used beside either family of NT headers; objects are
 * pointers of NT's own opaque types (PETHREAD is struct _ETHREAD *, PACCESS_TOKEN is void *).
 */
#ifndef NTSRM_SRM_H
#define NTSRM_SRM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the shared library exports, down to the end. */
#pragma GCC visibility push(default)

#ifdef __cplusplus
extern "C" {
#endif

struct srm_world;
struct srm_snapshot;
struct _EPROCESS;
struct _ETHREAD;
struct _EJOB;

/* An address that user mode can neither read nor write; probing it is STATUS_ACCESS_VIOLATION. */
#define SRM_UNREADABLE ((void *)(uintptr_t)0x1000)

/* ---- worlds ---- */

/*
 * A world of that NT version, "nt5.0" to "nt10.0" (docs/versions.md); NULL stands for the newest.
 * NULL comes back if there is no such version.
 */
struct srm_world *srm_world_new(const char *profile);

/*
 * Ends every process, then frees the world and all its memory. Returns how many objects and other
 * things were still referred to, which is 0 if every reference was given back.
 */
size_t srm_world_delete(struct srm_world *world);

/* The same world, empty again, as another version; false if there is no such version. */
bool srm_world_reset(struct srm_world *world, const char *profile);

/*
 * Answers a contested point: srm_world_set_policy(w, "dynamic-remote", "reference"). False if
 * there is no such switch or word; `ntsrm rules` lists them.
 */
bool srm_world_set_policy(struct srm_world *world, const char *policy, const char *answer);

/*
 * A setting of the system, 0 at first: "EveryoneIncludesAnonymous", as the registry has it under
 * Control\Lsa; "TrustedForDelegation", of the computer's account: remote clients are impersonated
 * at SecurityDelegation. False if there is none of that name.
 */
bool srm_world_set(struct srm_world *world, const char *setting, uint32_t value);

/* Ends every process; what is still alive then is counted. */
size_t srm_world_take_down(struct srm_world *world);

/* How many of a kind are alive: "Token", "Thread", "ImpersonationBlock" ...; else 0. */
size_t srm_world_alive(const struct srm_world *world, const char *kind);

/*
 * What a call has met, since this was last asked, that NT has and the model has not (the call
 * answered STATUS_NOT_IMPLEMENTED); NULL if nothing.
 */
const char *srm_world_not_modelled(struct srm_world *world);

/* ---- tokens, processes, threads, jobs ---- */

/* A SID by name or text, and its SE_GROUP_* attributes. */
struct srm_group {
    const char *sid;
    uint32_t attributes;
};

/* A privilege by name, and its SE_PRIVILEGE_* attributes. */
struct srm_privilege {
    const char *name;
    uint32_t attributes;
};

/* What a token is to be. All zero but user is an ordinary primary token without groups. */
struct srm_token_options {
    const char *like; /* a template: "user", "administrator", "system" ...; NULL for none */
    const char *user; /* a SID, by name or text; NULL if the template names one */
    const struct srm_group *groups;
    size_t group_count;
    const struct srm_privilege *privileges;
    size_t privilege_count;
    const char *const *restricting_sids;
    size_t restricting_sid_count;
    const char *integrity; /* "Low", "Medium" ...; NULL: the template's, or Medium */
    int level;             /* with impersonation: the token's SECURITY_IMPERSONATION_LEVEL */
    bool impersonation;    /* an impersonation token instead of a primary one */
};

/*
 * A token (a PACCESS_TOKEN) with one reference, which is the caller's: give it back with
 * srm_release. NULL if the options name something that does not exist; *problem then says what,
 * and is NULL otherwise. problem may be NULL.
 */
void *srm_token_new(struct srm_world *world, const struct srm_token_options *options,
                    const char **problem);

/* A user who can log on (LogonUser). */
struct srm_account_options {
    const char *name;               /* without a domain: no \ and no @; in UTF-8 */
    const char *password;           /* NULL: an empty one */
    struct srm_token_options token; /* what the token of a logon is made from; it needs a user */
};

/*
 * An account of the system. Each logon makes a new token from its options, in a session of its own;
 * the kind of logon adds its groups. From Vista on one like "administrator" is split by an
 * interactive logon. False if the options name something that does not exist, or the name is taken
 * or none that an account can have; *problem then says what, and is NULL otherwise. problem may be
 * NULL.
 */
bool srm_account_new(struct srm_world *world, const struct srm_account_options *options,
                     const char **problem);

/*
 * A running process; job may be NULL. One reference is the caller's. NULL if the token is not a
 * primary one.
 */
struct _EPROCESS *srm_process_new(struct srm_world *world, void *token, struct _EJOB *job);

/*
 * A running thread that does not impersonate. One reference is the caller's. NULL if the process
 * has ended.
 */
struct _ETHREAD *srm_thread_new(struct _EPROCESS *process);

/*
 * The running thread of that id (GetThreadId, CreateThread's lpThreadId), so that one which a call
 * made can be run as. One reference is the caller's. NULL if there is none.
 */
struct _ETHREAD *srm_thread_by_id(struct srm_world *world, uint32_t id);

/* A job; JOB_OBJECT_SECURITY_* limits count before Vista. One reference is the caller's. */
struct _EJOB *srm_job_new(struct srm_world *world, uint32_t security_limits);

/* Gives back one reference on a token, process, thread or job. */
void srm_release(void *object);
/* How many references there are on it. */
uint32_t srm_references(const void *object);

/*
 * What the thread's last call came to that had to wait at a port (ntlpcapi.h): STATUS_PENDING while
 * it waits; 0 if there was none.
 */
int32_t srm_wait_status(struct _ETHREAD *thread);

/*
 * From now on this host thread runs as that simulated thread: PsGetCurrentThread. NULL: as none; a
 * call that needs a thread then ends the program. Returns the one before.
 */
struct _ETHREAD *srm_run_as(struct _ETHREAD *thread);

/* Where Nt calls of this thread come from: user mode (as at first) or kernel mode. */
void srm_thread_set_kernel_mode(struct _ETHREAD *thread, bool kernel_mode);

/* ---- calls over RPC ---- */

/*
 * What the stubs that MIDL makes do around a remote procedure (rpcdce.h). There are no public
 * functions for it, so these are ntsrm's own; none blocks. Each returns an RPC_S_ error.
 *
 * The calling thread calls through a binding: it connects first, if it has not. 997
 * (RPC_S_ASYNC_CALL_PENDING): the server has to take and answer it.
 */
int32_t srm_rpc_call(void *binding);
/* What the last call through the binding came to: 997 while it is in progress, 0 if answered. */
int32_t srm_rpc_result(void *binding);
/*
 * The calling thread takes the next call at its process's endpoints and serves it: *call is then
 * the binding handle that a procedure of a server gets. 1725 (RPC_S_NO_CALL_ACTIVE): there is none.
 */
int32_t srm_rpc_receive(void **call);
/*
 * Answers a call. Whom the thread impersonates, it impersonates still. 14 (RPC_S_OUT_OF_MEMORY):
 * the call has no answer yet.
 */
int32_t srm_rpc_reply(void *call);

/* ---- failing allocations ---- */

/*
 * Lets NT's pool fail: the at-th request of that name from now ("ImpersonationBlock", "Token" ...,
 * "any"), with onwards also every later one; at 0 ends it. False if there is no such name.
 */
bool srm_pool_fail(struct srm_world *world, const char *allocation, uint32_t at, bool onwards);

/* Zeroed memory of the world, covered by snapshots; srm_free or the world's end frees it. */
void *srm_alloc(struct srm_world *world, size_t size);
/* Gives back what srm_alloc gave. */
void srm_free(struct srm_world *world, void *memory);

/* ---- snapshots ---- */

/*
 * All of a world as it is now: objects, what srm_alloc gave, and the thread that runs, which runs
 * again after a restore unless this host thread has left the world in the meantime.
 */
struct srm_snapshot *srm_snapshot_new(const struct srm_world *world);
/* Back to it. Pointers into the world are valid again as they were then. */
void srm_snapshot_restore(struct srm_world *world, const struct srm_snapshot *snapshot);
/* Frees a snapshot; the world does not mind. */
void srm_snapshot_delete(struct srm_snapshot *snapshot);

/* ---- what happened ---- */

/* Records calls, rules and changes from now on, or stops doing so. */
void srm_trace(struct srm_world *world, bool on);
/* Forgets what was recorded and counted. */
void srm_trace_clear(struct srm_world *world);

/* How often a rule ("gate.same_user") was asked and answered so while it was traced. */
uint32_t srm_rule_answers(const struct srm_world *world, const char *rule, bool answer);

/* One recorded line, for people: "  rule gate.same_user: false". False past the last. */
bool srm_trace_line(const struct srm_world *world, size_t index, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#pragma GCC visibility pop

#endif
