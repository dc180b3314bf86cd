/*
 * The names that a scenario, and the files that it uses, give to something: which of them are used
 * is for unused.c to say.
 */
#ifndef NTSRM_TOOLS_SCENARIO_LINT_DECLARED_H
#define NTSRM_TOOLS_SCENARIO_LINT_DECLARED_H

#include "scenario/lint/lint.h"

/* Names live in spaces of their own. */
enum name_space {
    NAMES_ACCOUNTS,
    NAMES_SESSIONS,
    NAMES_FLAT,
};

/* A name that the scenario, or a file that it uses, gives to something. */
struct declared {
    const struct node *key;
    const struct nodes *nodes;
    const struct node *end; /* of what is said about it, which begins behind the key */
    const struct declared_kind *kind;
    size_t process; /* of a thread: its place in the list, from 1 */
    uint32_t next;  /* of the same hash: its place, from 1 */
    bool used;
};

struct declared_kind {
    enum name_space space;
    enum lint_finding finding;
    const char *before; /* the message, before the name */
    const char *help;
};

extern const struct declared_kind declared_account, declared_logon_session, declared_token,
    declared_job, declared_object, declared_process, declared_thread, declared_out;

struct usage {
    struct runner *run;
    struct document *document;
    struct declared *list;
    size_t count, capacity;
    size_t *pending; /* used, and what they use themselves is not marked yet */
    size_t pending_count;
    uint32_t *buckets;
    size_t bucket_mask;
    size_t only_thread; /* its place, from 1; 0 if there is none, or several */
};

/* Everything that is declared. */
void usage_read(struct usage *usage, struct runner *run, struct document *document);
void usage_free(struct usage *usage);

/* One of them is used: by its place in the list, or by its name. False if nothing has the name. */
void usage_use(struct usage *usage, size_t place);
bool usage_use_name(struct usage *usage, const char *text, size_t length, enum name_space space);

/* The value of that word in a mapping; NULL for none. */
const struct node *declared_value(const struct nodes *nodes, const struct node *mapping,
                                  const char *word);

/* Is it the value of a key below which names are only used if something else uses them? */
bool declared_is_section(const struct document *document, const struct node *value);

#endif
