/*
 * Random questions from small domains, so that SIDs, rights and types meet often; each has a theme,
 * so that rare stages are not drowned.
 */
#ifndef TESTS_LAWS_ACCESS_RANDOM_QUESTION_H
#define TESTS_LAWS_ACCESS_RANDOM_QUESTION_H

#include "laws/access/plain.h"
#include "support/random.h"

/* Other answers to contested questions. */
void random_plain_policies(struct random *random, struct plain_system *system);

struct plain_token random_plain_token(struct random *random, const struct plain_system *system);

/* Everything but system and tokens, which must stand there. */
void random_plain_rest(struct random *random, struct plain_question *question);

/* A SID that tokens and entries often have. */
struct plain_sid random_plain_sid(struct random *random);
struct plain_entry random_plain_entry(struct random *random, const struct plain_question *question);

#endif
