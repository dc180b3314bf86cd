/*
 * The names of a case: one flat space for processes, threads, tokens, jobs, other objects and what
 * `out` binds;
 * one of their own each for accounts and logon sessions.
 *
 * The runner holds one reference on every object that a name stands for, so that a name never
 * dangles; names_held tells how many of an object's references those are.
 */
#ifndef NTSRM_TOOLS_SCENARIO_NAMES_H
#define NTSRM_TOOLS_SCENARIO_NAMES_H

#include "scenario/kinds.h"
#include "scenario/nodes.h"

#include "ps/thread.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum name_kind {
    NAME_PROCESS,
    NAME_THREAD,
    NAME_TOKEN,
    NAME_JOB,
    NAME_PIPE_END,
    NAME_OBJECT, /* a file, a key, an event ... */
    NAME_HANDLE,
    NAME_CLIENT_CONTEXT,
    NAME_SUBJECT_CONTEXT,
    NAME_STATE,
    NAME_SCALAR, /* a number or constant that came back */
    NAME_STRUCTURE, /* a structure that came back, of a kind that can be compared */
};

enum name_state {
    NAME_DECLARED, /* of a fixture whose object is not made yet */
    NAME_MAKING,
    NAME_READY,
    NAME_UNBOUND, /* the call that should have bound it failed */
    NAME_GONE,    /* used up: deleted, released, restored, given back */
};

struct name {
    const char *text;
    uint32_t length, hash;
    uint32_t next; /* in its bucket: index + 1 */
    enum name_kind kind;
    enum name_state state;
    bool fixture;
    bool assigned;     /* a fixture token that is some process's primary token */
    bool split;        /* a fixture token that is half of a split one */
    enum kind scalar;  /* of NAME_SCALAR and NAME_STRUCTURE */
    uint32_t line;     /* where it was declared; of the step that unbound it or used it up */
    size_t source;     /* in which of the runner's sources */
    const struct node *node;   /* of a fixture */
    const struct nodes *nodes; /* to which the node belongs */
    const char *path;  /* of an object that was declared with one; else NULL */
    bool container;    /* the same: it can hold others */
    void *object;      /* process, thread, token ...; context or structure in the arena */
    uint64_t number;   /* scalar, handle; the class of information */
    PEPROCESS process; /* of a handle */
    const void *late;  /* where a value will come that the call owes; NULL: none */
    size_t late_size;
};

#define NAME_BUCKETS 64

struct name_table {
    struct name **names; /* which never move */
    uint32_t count, capacity;
    uint32_t buckets[NAME_BUCKETS];
};

/* An account: a name for a SID. */
struct account {
    const char *text;
    uint32_t length, hash;
    SE_SID sid;
};

/* A logon session by name. */
struct named_session {
    const char *text;
    uint32_t length, hash;
    LUID id, origin;
    struct se_logon_session *object; /* with one reference; NULL in a dry run */
};

struct runner;

/* Forgets all names of the case before. */
void names_reset(struct runner *run);

/*
 * A new name, for a word of [a-z][a-z0-9-]*. One that is taken, reserved or misspelt is a problem;
 * NULL then.
 */
struct name *names_add(struct runner *run, const struct node *node, enum name_kind kind);

/* `owner.member`, which is as good a name as any other: the same state, nothing behind it yet. */
struct name *names_add_member(struct runner *run, const struct name *owner, const char *member,
                              enum name_kind kind);

/* NULL if nothing has that name. */
struct name *names_find(struct runner *run, const char *text, size_t length, uint32_t hash);

/* What a word of the language refers to: a name, or a member such as client.token. */
struct reference {
    enum name_kind kind;
    void *object; /* NULL in a dry run, and for a member that has no token now */
    struct name *name;
    bool member;
};

/*
 * Finds it and reports what is wrong: an unknown name, a member that its kind does not have, a name
 * that was never bound or is used up. allow_gone: a subject context may be looked at after its
 * release.
 */
bool names_refer(struct runner *run, const struct node *node, bool allow_gone,
                 struct reference *reference);

/* The same, and it must be of that kind, which the message calls `wanted`. */
bool names_refer_kind(struct runner *run, const struct node *node, enum name_kind kind,
                      struct reference *reference);

/* A token by name or member; NULL in *token if it is a member without one now. */
bool names_token(struct runner *run, const struct node *node, struct se_token **token);

/* "a process", "a token" ... */
const char *name_kind_noun(enum name_kind kind);

/* How many of the object's references are the runner's own. */
uint32_t names_held(const struct runner *run, const void *object);

/* Appends what messages call a token: "client.token", "alice-token", "a copy of client.token". */
void names_print_token(struct runner *run, const struct se_token *token, struct text *text);
/* The same for any object. */
void names_print_object(struct runner *run, const void *object, struct text *text);

#endif
