/*
 * The access check as it is published, transcribed literally and slowly: MS-DTYP 2.5.3.2 (entry
 * after entry, rights that remain, early stop), 2.5.3.3 (integrity), 2.5.3.1 (whose SID is whose),
 * corrected by the numbered facts of access-check.md where Windows differs. It shares no code with
 * the model and was written without looking at the model's stages; the two are compared on random
 * questions.
 */
#ifndef TESTS_LAWS_ACCESS_REFERENCE_H
#define TESTS_LAWS_ACCESS_REFERENCE_H

#include "laws/access/plain.h"

/* As the kernel asks for every open (2.2): mode and level count. */
struct plain_answer reference_check(const struct plain_question *question);
/* What that shares with checks by handle: neither does. */
struct plain_answer reference_decide(const struct plain_question *question);

/* Generic rights in a mask become those of the type. */
uint32_t reference_map(const struct plain_mapping *mapping, uint32_t mask);

/* Three-valued. */
enum reference_truth { REFERENCE_FALSE, REFERENCE_UNKNOWN, REFERENCE_TRUE };

enum reference_truth reference_truth_of(const struct plain_question *question,
                                        const struct plain_entry *entry);

/*
 * The stages that reference.c puts together: reference_mandatory.c and reference_walk.c.
 */

/* What trust label, access filters and integrity leave at most (2.3). */
uint32_t reference_permitted(const struct plain_question *question);

/* Whose SIDs a walk of the DACL asks for. */
enum reference_identity { REFERENCE_NORMAL, REFERENCE_RESTRICTING, REFERENCE_PACKAGE };

/* Is it a SID of the token, as far as an entry that denies, or one that allows, asks? */
bool reference_token_has(const struct plain_token *token, const struct plain_sid *sid,
                         bool denying);
bool reference_restricting_has(const struct plain_token *token, const struct plain_sid *sid);
/* Does the entry allow or deny anything, whomever? */
bool reference_entry_allows(const struct plain_entry *entry);
bool reference_entry_denies(const struct plain_entry *entry);
bool reference_is_owner_rights(const struct plain_sid *sid);

/* Specific rights (2.6): does the walk grant them all? */
bool reference_walk(const struct plain_question *question, enum reference_identity identity,
                    uint32_t wanted);
/* MAXIMUM_ALLOWED (2.7) and result lists: what each node gets; a node where no types are. */
void reference_walk_all(const struct plain_question *question, enum reference_identity identity,
                        uint32_t granted[PLAIN_TYPES]);

#endif
