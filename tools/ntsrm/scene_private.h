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

/* Whoever acts otherwise now, was changed, or has ended. */
void scene_look_at_threads(const struct look *look);
/* Whoever keeps another client now. */
void scene_look_at_keepers(struct look *look);

#endif
