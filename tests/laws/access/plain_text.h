/* A plain question and its answers, readable. */
#ifndef TESTS_LAWS_ACCESS_PLAIN_TEXT_H
#define TESTS_LAWS_ACCESS_PLAIN_TEXT_H

#include "laws/access/plain.h"

/* To standard error. */
void plain_question_print(const struct plain_question *question);
void plain_answer_print(const char *whose, const struct plain_question *question,
                        const struct plain_answer *answer);

#endif
