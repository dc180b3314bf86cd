/*
 * What happened in a case, as far as a drawing shows it: the threads that take part, each step with
 * who made the call, whom it concerns and what came back, and a note wherever somebody acts as
 * another from then on, keeps another's security, or notices that a token was changed.
 *
 * Nothing here knows how it is drawn. A zeroed scene is empty; all it holds lives until scene_free.
 */
#ifndef NTSRM_TOOLS_NTSRM_SCENE_H
#define NTSRM_TOOLS_NTSRM_SCENE_H

#include "scenario/arena.h"
#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCENE_NOBODY SIZE_MAX

/* A token at one moment. */
struct scene_token {
    uint64_t root;      /* TokenId of the token that it is, or is a copy of a copy ... of */
    bool copied;        /* it is a copy */
    const char *origin; /* what the root is called: "client.token" */
    const char *user;
    const char *privileges, *groups; /* as the scenario language writes them */
};

enum scene_note_kind {
    SCENE_ACTS,    /* the thread impersonates from now on, or in another way */
    SCENE_REVERTS, /* it does so no longer */
    SCENE_KEEPS,   /* a context, or one end of a transport, holds what a client is */
    SCENE_FORGETS, /* it does so no longer */
    SCENE_CARRIES, /* what is written has it with it */
    SCENE_NOTICES, /* the token that the thread acts with, or that is kept, was changed */
    SCENE_EXITS,   /* the thread ends */
};

struct scene_note {
    enum scene_note_kind kind;
    size_t lane;
    const char *holder; /* who keeps it: "ctx"; NULL: the thread itself acts */
    const char *level;  /* of ACTS, KEEPS and CARRIES */
    bool effective_only;
    struct scene_token token;
};

/* A thread's place. */
struct scene_lane {
    uint64_t id;
    const char *thread;
    uint64_t process_id;
    const char *process, *user;
    bool takes_part;
};

struct scene_step {
    const char *call;    /* NULL: the beginning, before the first step */
    const char *details; /* words that say how, one a line: "SecurityImpersonation" */
    const char *result;
    size_t caller; /* lane; NOBODY for what the runner does itself */
    size_t other;  /* lane of another thread that it concerns, or NOBODY */
    size_t first_note, end_note;
    bool passed;
};

/* Something of a token that the case changes: a privilege or a group. */
struct scene_change {
    uint64_t root;
    const char *key;
};

/* Something was sent in one step and came to another thread in a later one. */
struct scene_message {
    size_t from, to; /* steps */
};

struct scene_state; /* what a thread was like after the last step */
struct scene_copy;
struct scene_keeper;
struct scene_end;
struct scene_parcel;

struct scene {
    const char *id, *title, *profile;
    struct scene_lane *lanes;
    size_t lane_count;
    struct scene_step *steps;
    size_t step_count;
    struct scene_note *notes;
    size_t note_count;
    struct scene_change *changes;
    size_t change_count;
    struct scene_message *messages;
    size_t message_count;

    /* only while it is taken */
    struct arena arena;
    struct scene_state *states; /* one for each lane */
    struct scene_keeper *keepers;
    struct scene_copy *copies;
    struct scene_end *ends; /* of pipes */
    struct scene_parcel *parcels;
    size_t keeper_count, copy_count, event_count, end_count, parcel_count;
};

/* Runs the case and takes its scene; the result can be looked at afterwards, as with story_tell. */
void scene_take(struct scene *scene, struct runner *runner, size_t index,
                struct run_options *options);

/* The state of a privilege or group in a token: "enabled", "absent". */
void scene_put_state(const struct scene_token *token, const char *key, struct text *out);

void scene_free(struct scene *scene);

#endif
