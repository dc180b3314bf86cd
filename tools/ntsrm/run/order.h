/* The order of a run that is shuffled. */
#ifndef NTSRM_TOOLS_NTSRM_RUN_ORDER_H
#define NTSRM_TOOLS_NTSRM_RUN_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* The numbers below count, in an order that the seed gives. */
void numbers_shuffle(uint32_t *numbers, size_t count, uint64_t seed);

#endif
