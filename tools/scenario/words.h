/*
 * Words: a hash for fast look-up, and the word that a misspelt one was meant to be.
 */
#ifndef NTSRM_TOOLS_SCENARIO_WORDS_H
#define NTSRM_TOOLS_SCENARIO_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t word_load64(const char *bytes)
{
    uint64_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static inline uint64_t word_load32(const char *bytes)
{
    uint32_t value;
    memcpy(&value, bytes, sizeof value);
    return value;
}

static inline uint64_t word_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/*
 * The hash that every node carries (node.hash). It takes eight bytes at a time, the last ones
 * overlapping, because hashing byte by byte costs as much as copying the whole file several times.
 * It differs between byte orders: never print it, store it, or let an order depend on it.
 */
static inline uint32_t word_hash(const char *bytes, size_t length)
{
    uint64_t hash = (uint64_t)length * UINT64_C(0xD6E8FEB86659FD93);
    if (length >= 8) {
        for (size_t at = 0; at + 8 < length; at += 8) {
            hash = word_mix(hash, word_load64(bytes + at));
        }
        hash = word_mix(hash, word_load64(bytes + length - 8));
    } else if (length >= 4) {
        uint64_t first = word_load32(bytes);
        hash = word_mix(hash, first << 32 | word_load32(bytes + length - 4));
    } else if (length > 0) {
        uint64_t first = (unsigned char)bytes[0];
        uint64_t middle = (unsigned char)bytes[length / 2];
        uint64_t last = (unsigned char)bytes[length - 1];
        hash = word_mix(hash, first << 16 | middle << 8 | last);
    }
    return (uint32_t)(hash ^ hash >> 32);
}

/* Longer words are never compared and never proposed. */
#define WORDS_LENGTH_LIMIT 127

/*
 * The candidate with the fewest edits (a character put in, left out, replaced, or two neighbours
 * swapped; upper and lower case are the same), the first of several. NULL if even that one is
 * further away than a third of the word (at least one edit), or shares nothing with it.
 */
const char *words_nearest(const char *word, size_t length, const char *const *candidates,
                          size_t count);

/*
 * The only one of the candidates that begins or ends with the word ("LEVEL" of
 * "ImpersonationLevel"), or NULL if there is none or more than one.
 */
const char *words_completing(const char *word, size_t length, const char *const *candidates,
                             size_t count);

#endif
