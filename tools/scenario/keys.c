#include "scenario/keys.h"

#include "scenario/runner.h"

#include <assert.h>

static const struct key rows[] = {
#define KEY(key_space, id, word, what) \
    [KEY_##key_space##_##id] = {.space = SPACE_##key_space, .text = (word), .meaning = (what)},
#include "scenario/keys.def"
};

_Static_assert(KEY_TOKEN_security - KEY_BEGIN_TOKEN < KEYS_LIMIT, "too many keys of a token");

const struct key *key_at(enum key_id id)
{
    assert(id < KEY_COUNT);
    return &rows[id];
}

bool keys_collect(struct runner *run, const struct node *mapping, enum word_space space,
                  struct keyed *keyed)
{
    *keyed = (struct keyed){.at = {NULL}};
    if (mapping->kind != NODE_MAPPING) {
        problem_kind(run, mapping, "a mapping");
        return node_is_absent(mapping) ? problem_help(run, "an empty one is {}") : false;
    }
    bool right = true;
    const struct node *end = after(run, mapping);
    for (const struct node *key = node_first(mapping); key != end;) {
        const struct node *value = after(run, key);
        const struct word *word = word_of(run, space, key);
        if (word) {
            /* A document is read before it is known which case runs. */
            keyed->at[word->value] = space == SPACE_DOCUMENT ? value : resolved(run, value);
        } else {
            right = problem_word(run, key, space);
        }
        key = after(run, value);
    }
    return right;
}
