/* What the files of the gatherer share; see gather.h. */
#ifndef NTSRM_TOOLS_NTSRM_RUN_GATHER_PRIVATE_H
#define NTSRM_TOOLS_NTSRM_RUN_GATHER_PRIVATE_H

#include "ntsrm/run/gather.h"

/* In gatherer.states. Every repetition has to say the same: what does not is a fault of ours. */
#define FICKLE 0xFF

/* As it is selected and reported. */
const char *gatherer_case_id(struct gatherer *gatherer, size_t index);

/* entry: of a list of expected failures, on which the result rests; NULL if there is none. */
struct case_result gatherer_result(struct gatherer *gatherer, size_t index,
                                   const struct expected_failure **entry);

/* Adds an outcome that says which case it is. */
struct outcome *gatherer_add(struct gatherer *gatherer, size_t index);

/* Adds the outcome of a case that ran, if the plan wants it. */
void gatherer_case(struct gatherer *gatherer, size_t index);

#endif
