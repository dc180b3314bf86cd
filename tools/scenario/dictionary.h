/*
 * Every word that the language knows, by space: the keys of a mapping, the constants of an
 * enumeration, the parameters of a call are a space each. One table for all, looked up by the hash
 * that a node carries already.
 */
#ifndef NTSRM_TOOLS_SCENARIO_DICTIONARY_H
#define NTSRM_TOOLS_SCENARIO_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The values of the first spaces are the ids of keys.h. */
enum word_space {
    SPACE_NONE,
#define KEYS(space, noun) SPACE_##space,
#include "scenario/keys.def"
#define SPACE(id, noun) SPACE_##id,
#include "scenario/constants.def"
    /* The fields of the structures of fields.def, whose values are places in that table. */
    SPACE_STRUCTURES,
    SPACE_BEFORE_STRUCTURES = SPACE_STRUCTURES - 1,
#define STRUCTURE(id, noun, type) SPACE_##id,
#include "scenario/fields.def"
    /* The parameters of the calls: SPACE_PARAMETERS + the call's number. */
    SPACE_PARAMETERS,
    SPACE_LIMIT = SPACE_PARAMETERS + 256
};

struct word {
    const char *text;
    uint32_t hash, length;
    uint32_t value;
    uint16_t space;
};

#define SINGLES_SLOTS 256 /* a power of 2 */

struct dictionary {
    struct word *words; /* in the order in which they were added */
    uint16_t *slots;    /* place in words + 1 */
    uint32_t count, slot_count;
    bool known[SPACE_LIMIT];            /* the spaces whose words are in it */
    struct word singles[SINGLES_SLOTS]; /* of other spaces, as they were asked for */
    uint32_t searches;
};

/* With all words of the language in it, for those who read through them. */
void dictionary_init(struct dictionary *dictionary);
/*
 * One that is empty (all bytes 0) looks through the tables for each word that is new to it: most
 * scenarios have few, and to take in whole spaces would take longer than to run one of them. Who
 * asks for more than some is in for a long run: from then on a space is taken in when it is asked
 * about.
 */
void dictionary_free(struct dictionary *dictionary);

/* For those who read through the words: that those of a space are there. */
void dictionary_learn(struct dictionary *dictionary, unsigned space);

/* NULL if the space has no such word. */
const struct word *dictionary_find(struct dictionary *dictionary, unsigned space, const char *text,
                                   size_t length, uint32_t hash);

/* The first word of that value; NULL if there is none. Reads through all words. */
const char *dictionary_text(struct dictionary *dictionary, unsigned space, uint32_t value);

/* The word of a space that a misspelt one was meant to be, or NULL. */
const char *dictionary_nearest(struct dictionary *dictionary, unsigned space, const char *text,
                               size_t length);

/* What the words of a space are called in messages: "privilege". */
const char *dictionary_noun(unsigned space);

#endif
