/*
 * The usual world of a test: alice, an ordinary user, is the client; LocalService is the server,
 * whose process holds SeImpersonatePrivilege. Each process has one thread; the server's is the
 * current one. Tests add what else they need.
 */
#ifndef TESTS_SUPPORT_STAGE_H
#define TESTS_SUPPORT_STAGE_H

#include "ntsrm/srm.h"
#include "ps/thread.h"

#define ALICE "S-1-5-21-1-2-3-1001"
#define BOB   "S-1-5-21-1-2-3-1002"

/* What a token is to be, beyond a template; what is left out stays as it is there. */
struct token_words {
    const char *like; /* "user" if left out; "" for an empty design */
    const char *user; /* a name or a text */
    uint32_t user_attributes;
    const char *integrity;
    const char *package;          /* makes it an AppContainer's */
    const char *restricted[4];    /* NULL ends them */
    struct srm_group groups[4];   /* a NULL SID ends them */
    uint64_t on, off, without;    /* privileges: SE_PRIVILEGE_BIT() */
    ULONG authentication, origin; /* logon sessions; 0: the user's, none */
    bool elevated, filtered;
    bool no_dacl;                       /* a NULL default DACL */
    SECURITY_IMPERSONATION_LEVEL level; /* of an impersonation token, or as recorded */
    TOKEN_TYPE type;
};

/* With one reference, which the caller owns. */
struct se_token *token_from(struct srm_world *w, struct token_words words);

struct stage {
    struct srm_world *w;
    struct se_token *alice, *service;
    PEPROCESS client, server;
    PETHREAD client_thread, server_thread;
};

void stage_open(struct stage *stage, const char *profile);
/* Gives back what stage_open made; nothing may be left. */
void stage_close(struct stage *stage);

/* A process of a new token, and its only thread; both leave with the world. */
PETHREAD thread_of(struct srm_world *w, struct token_words words);
/* The thread makes the calls from now on. */
void act_as(PETHREAD thread);

/* A handle in the table of the thread's process. */
HANDLE handle_to(PETHREAD thread, void *object, ACCESS_MASK granted);
/* What a handle was granted; the handle must be open. */
ACCESS_MASK granted_to(PETHREAD thread, HANDLE handle);
/* The token behind a handle. */
struct se_token *token_behind(PETHREAD thread, HANDLE handle);

/* What the thread impersonates; NULL if nothing. */
struct se_token *impersonated(PETHREAD thread);

#endif
