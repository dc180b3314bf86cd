/* The model's answer to a question against that of the reference. */
#ifndef TESTS_LAWS_ACCESS_COMPARE_H
#define TESTS_LAWS_ACCESS_COMPARE_H

#include "laws/access/plain_model.h"

/* Do both answer the same? */
bool plain_answers_agree(struct srm_world *w, const struct plain_question *question,
                         const struct plain_way *way);

/* Takes out of a question on which they differ whatever they differ without, and prints it. */
void plain_difference_print(struct srm_world *w, struct plain_question question,
                            const struct plain_way *way);

#endif
