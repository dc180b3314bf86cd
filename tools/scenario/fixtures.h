/*
 * The world before the first step: accounts, logon sessions, tokens, jobs, processes, threads and
 * other objects,
 * from the files that a scenario uses and then from the scenario itself. A dry run only gives the
 * names, so that what refers to them can be looked at.
 */
#ifndef NTSRM_TOOLS_SCENARIO_FIXTURES_H
#define NTSRM_TOOLS_SCENARIO_FIXTURES_H

#include "scenario/nodes.h"

#include "ps/thread.h"

#include <stdbool.h>

struct keyed;
struct runner;
struct name;

/* False if something is wrong; it was reported. */
bool fixtures_make(struct runner *run);

/* ---- between the files of the fixtures ---- */

/* Every pair of a mapping; NULL is an empty one. False as soon as the function says so. */
bool fixtures_each(struct runner *run, const struct node *mapping,
                   bool (*make)(struct runner *run, const struct node *key,
                                const struct node *value));

/* The values of `settings`; NULL for none. */
bool fixtures_settings(struct runner *run, const struct node *settings);

/* fixtures_accounts.c: an account's SID under its name, and, when all are known, its logons. */
bool fixtures_account(struct runner *run, const struct node *key, const struct node *value);
bool fixtures_logon_account(struct runner *run, const struct node *key, const struct node *value);

/* fixtures_claims.c: what the keys of a token say of claims, device and trust, for run->design. */
bool fixtures_claims(struct runner *run, const struct keyed *keys);

/* fixtures_tokens.c: what a template and such lists make of run->design; each may be NULL. */
bool fixtures_design(struct runner *run, const struct node *like, const struct node *groups,
                     const struct node *privileges);
/* The object of a token's name, made now if it is not there yet. */
bool fixtures_token_ready(struct runner *run, struct name *name, const struct node *user);
/*
 * The token that a node names or describes, with one reference for the caller. primary: it becomes
 * a process's primary token, which only one process can have. NULL in a dry run.
 */
bool fixtures_token(struct runner *run, const struct node *node, bool primary,
                    struct se_token **token);

/*
 * fixtures_halves.c: the two halves of a split token. Who is one must be known before any token is
 * made; when all are, their logon sessions are linked.
 */
bool fixtures_mark_halves(struct runner *run, const struct node *key, const struct node *value);
bool fixtures_link_halves(struct runner *run, const struct node *key, const struct node *value);

/* fixtures_processes.c */
bool fixtures_job(struct runner *run, const struct node *key, const struct node *value);
bool fixtures_process(struct runner *run, const struct node *key, const struct node *value);

/* fixtures_objects.c */
bool fixtures_object(struct runner *run, const struct node *key, const struct node *value);

#endif
