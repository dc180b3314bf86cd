#include "scenario/words.h"

#include <stdbool.h>

/* Shorter words are a part of too many others. */
#define COMPLETED_LENGTH 4

static unsigned smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* ASCII only: the language's words are, and tolower would ask the locale. */
static char lower(char character)
{
    return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

static bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

const char *words_completing(const char *word, size_t length, const char *const *candidates,
                             size_t count)
{
    const char *found = NULL;
    for (size_t i = 0; i < count && length >= COMPLETED_LENGTH; i++) {
        size_t other = strlen(candidates[i]);
        if (other > length && (same_letters(word, candidates[i], length) ||
                               same_letters(word, candidates[i] + other - length, length))) {
            if (found) {
                return NULL;
            }
            found = candidates[i];
        }
    }
    return found;
}

struct spelling {
    char bytes[WORDS_LENGTH_LIMIT];
    size_t length;
};

static void spelling_set(struct spelling *spelling, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        spelling->bytes[i] = lower(word[i]);
    }
    spelling->length = length;
}

/*
 * Damerau-Levenshtein distance in its restricted form (no part is edited twice). Row i of the table
 * holds the distances of a's first i characters to every beginning of b; three rows suffice.
 */
static unsigned distance(const struct spelling *a, const struct spelling *b)
{
    unsigned rows[3][WORDS_LENGTH_LIMIT + 1];
    for (size_t j = 0; j <= b->length; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a->length; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *above = rows[(i + 2) % 3];
        const unsigned *two_above = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b->length; j++) {
            unsigned replaced = above[j - 1] + (a->bytes[i - 1] != b->bytes[j - 1]);
            row[j] = smaller(replaced, smaller(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->bytes[i - 1] == b->bytes[j - 2] &&
                a->bytes[i - 2] == b->bytes[j - 1]) {
                row[j] = smaller(row[j], two_above[j - 2] + 1);
            }
        }
    }
    return rows[a->length % 3][b->length];
}

const char *words_nearest(const char *word, size_t length, const char *const *candidates,
                          size_t count)
{
    if (length == 0 || length > WORDS_LENGTH_LIMIT) {
        return NULL;
    }
    struct spelling wanted, candidate;
    spelling_set(&wanted, word, length);
    const char *nearest = NULL;
    unsigned bound = length < 6 ? 1 : (unsigned)(length / 3);
    for (size_t i = 0; i < count; i++) {
        size_t other = strlen(candidates[i]);
        size_t difference = other > length ? other - length : length - other;
        if (other == 0 || other > WORDS_LENGTH_LIMIT || difference > bound) {
            continue;
        }
        spelling_set(&candidate, candidates[i], other);
        unsigned edits = distance(&wanted, &candidate);
        /* As many edits as characters: nothing of the word is left. */
        if (edits <= bound && edits < (other > length ? other : length)) {
            nearest = candidates[i];
            if (edits == 0) {
                break;
            }
            bound = edits - 1;
        }
    }
    return nearest;
}
