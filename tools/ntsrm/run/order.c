#include "ntsrm/run/order.h"

/* Numbers that follow from a seed: splitmix64, published by Steele, Lea and Flood. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t value = *state += UINT64_C(0x9E3779B97F4A7C15);
    value = (value ^ value >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ value >> 27) * UINT64_C(0x94D049BB133111EB);
    return value ^ value >> 31;
}

void numbers_shuffle(uint32_t *numbers, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (uint32_t)i;
    }
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)(next_random(&seed) % i);
        uint32_t number = numbers[i - 1];
        numbers[i - 1] = numbers[other];
        numbers[other] = number;
    }
}
