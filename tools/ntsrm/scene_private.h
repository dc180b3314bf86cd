/*
 * How a scene is taken: after each step everything is looked at, and what is not as it was becomes
 * a note. Internal to scene*.c.
 */
#ifndef NTSRM_TOOLS_NTSRM_SCENE_PRIVATE_H
#define NTSRM_TOOLS_NTSRM_SCENE_PRIVATE_H

#include "scene.h"

#include "scenario/text.h"

#include "ntsrm/ntifs.h"

#include "ps/thread.h"

/* What a thread was like after the last step. */
struct scene_state {
    bool seen, impersonating;
    uint64_t token_id;
    const char *level;
    bool effective_only;
    struct scene_token token;
};

/* Who keeps whose security. */
struct scene_keeper {
    bool seen;
    uint64_t token_id;
    struct scene_note note;
};

/* A token that was made from another. */
struct scene_copy {
    uint64_t id, source;
};

/* One end of a pipe, or a port, and whose it is. */
struct scene_end {
    const struct ob_type *type;
    uint64_t id;
    size_t lane;
    unsigned number; /* which instance of its pipe it was when it was made, from 1 */
};

/*
 * What is on its way: a message in a queue, or somebody who waits. It is known by where it lies,
 * and never looked into.
 */
struct scene_parcel {
    const void *where, *channel;
    size_t step, lane; /* where it began */
    bool waits;
    bool seen, gone;
};

/* A step that is being looked at. */
struct look {
    struct scene *scene;
    struct runner *runner;
    size_t caller; /* lane */
};

/* Room for one more element; the capacity is the next power of two. */
void *scene_grow(void *array, size_t count, size_t size);
/* The text as the scene's own; frees it. */
const char *scene_keep_text(struct scene *scene, struct text *text);

/* Of a thread's id; SCENE_NOBODY if it is not known. */
size_t scene_lane_of(const struct scene *scene, uint64_t id);

const char *scene_level_name(const struct look *look, SECURITY_IMPERSONATION_LEVEL level);

/* Somebody keeps that client: a note, unless it was known. */
void scene_look_at_context(const struct look *look, const char *holder, size_t lane,
                           const SECURITY_CLIENT_CONTEXT *client);
/* What the caller writes has its client with it. */
void scene_note_carried(const struct look *look, const SECURITY_CLIENT_CONTEXT *client);

/* Whoever acts otherwise now, was changed, or has ended. */
void scene_look_at_threads(const struct look *look);
/* Whoever keeps another client now; there must be a caller. */
void scene_look_at_keepers(struct look *look);
/* Parts of it: ends, data and clients of pipes and ports; bindings of RPC. */
void scene_look_at_pipes(const struct look *look);
void scene_look_at_ports(const struct look *look);
void scene_look_at_bindings(const struct look *look);

/* ---- what is on its way (scene_parcels.c) ---- */

/* Is the end new? It is of that lane, and has that number, then. */
bool scene_end_found(const struct look *look, const struct ob_header *end, size_t lane,
                     unsigned number);
/* NULL if it is not known. */
const struct scene_end *scene_end_find(const struct look *look, const struct ob_header *end);
/* SCENE_NOBODY if it is not known. */
size_t scene_lane_of_end(const struct look *look, const struct ob_header *end);
/* The step opens a connection, with that quality of service, to that lane. */
void scene_note_opening(const struct look *look, const SECURITY_QUALITY_OF_SERVICE *qos,
                        size_t lane);
/* "pipe orders", by the last part of the path; a number from the second one. */
const char *scene_channel_name(const struct look *look, const char *kind, const WCHAR *path,
                               unsigned number);

void scene_parcels_begin(struct scene *scene);
/* It is there now. Is it new? */
bool scene_parcel_found(const struct look *look, const struct scene_parcel *like);
/* What was in that channel and is not any more has come to the caller. */
void scene_parcels_arrive(const struct look *look, const void *channel);
/* That one has, although it is still there. */
void scene_parcel_arrives(const struct look *look, const void *where);
/* What else is gone is lost. */
void scene_parcels_end(struct scene *scene);

/* Every object of that type that some process has a handle to. */
void scene_each_handle(const struct look *look, const struct ob_type *type,
                       void (*visit)(const struct look *look, const struct ob_header *object));

#endif
