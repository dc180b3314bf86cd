/*
 * The keys of the language's mappings (keys.def), and reading a mapping by them.
 *
 *   struct keyed step;
 *   if (keys_collect(run, mapping, SPACE_STEP, &step))
 *       ... key_value(step, STEP, call) is a node, NULL if the key is not there ...
 */
#ifndef NTSRM_TOOLS_SCENARIO_KEYS_H
#define NTSRM_TOOLS_SCENARIO_KEYS_H

#include "scenario/dictionary.h"
#include "scenario/nodes.h"

#include <stdbool.h>
#include <stddef.h>

/* Keys are numbered through; KEY_BEGIN_x is the first one of a space. */
enum key_id {
#define KEYS(space, noun) KEY_BEGIN_##space, KEY_BEFORE_##space = KEY_BEGIN_##space - 1,
#define KEY(space, id, text, meaning) KEY_##space##_##id,
#include "scenario/keys.def"
    KEY_COUNT
};

/* A row of keys.def. */
struct key {
    enum word_space space;
    const char *text;
    const char *meaning;
};

const struct key *key_at(enum key_id id);

#define KEYS_LIMIT 40

/* The values of one mapping by key; NULL where a key is not there. */
struct keyed {
    const struct node *at[KEYS_LIMIT];
};

#define key_value(keyed, SPACE, id) ((keyed).at[KEY_##SPACE##_##id - KEY_BEGIN_##SPACE])

struct runner;

/*
 * Sorts a mapping by its keys; values that are $names are looked up. What is no mapping, and every
 * unknown key, is a problem; false then.
 */
bool keys_collect(struct runner *run, const struct node *mapping, enum word_space space,
                  struct keyed *keyed);

#endif
