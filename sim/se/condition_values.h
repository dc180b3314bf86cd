/*
 * What the operands of conditions stand for: values of one type, of a claim or written out. Private
 * to the evaluation of conditions (se/condition.h).
 */
#ifndef SE_CONDITION_VALUES_H
#define SE_CONDITION_VALUES_H

#include "rtl/claim.h"
#include "rtl/condition.h"
#include "world.h"

enum se_value_kind {
    SE_VALUE_NONE, /* of an empty list, which goes with everything */
    SE_VALUE_INTEGER,
    SE_VALUE_BOOLEAN,
    SE_VALUE_STRING,
    SE_VALUE_SID,
    SE_VALUE_OCTETS,
    SE_VALUE_MIXED, /* of a list of several kinds, which goes with nothing */
};

struct se_value {
    enum se_value_kind kind;
    bool negative;      /* of integers and booleans, with */
    uint64_t magnitude; /* its absolute value */
    const UCHAR *bytes; /* of the others */
    size_t size;
};

/* The values of an operand, in its order. */
struct se_values {
    const struct srm_world *w;
    enum se_value_kind kind;
    uint32_t count;
    bool composite;   /* a list that was written out, of whatever length */
    bool case_counts; /* of a claim that says so */
    bool bits;        /* integers and booleans that are all 0 or 1 */
    bool is_claim;    /* claim has them, else members */
    struct rtl_claim claim;
    const UCHAR *members; /* elements of a condition */
    size_t size;
};

struct se_values_cursor {
    uint32_t index;
    size_t at;
};

/* The values of a claim that was read. */
void se_values_of_claim(const struct srm_world *w, const struct rtl_claim *claim,
                        struct se_values *values);
/*
 * The values that are written out between two places of a condition: one literal, or all members of
 * a composite. False if they are malformed.
 */
bool se_values_of_literal(const struct srm_world *w, const struct rtl_condition_token *token,
                          const UCHAR *from, const UCHAR *to, struct se_values *values);

/* The next value; false at the end. */
bool se_values_next(const struct se_values *values, struct se_values_cursor *cursor,
                    struct se_value *value);

/* Do values of these two go together? */
bool se_values_match(const struct se_values *a, const struct se_values *b);

/* Below, at or above 0, for two numbers or two texts. */
int se_value_compare(const struct se_value *a, const struct se_value *b, bool fold);
bool se_value_equal(const struct se_value *a, const struct se_value *b, bool fold);

/* How much a condition may still cost: about one for each value or claim that is looked at. */
struct se_effort {
    uint32_t left; /* 0: it was too much, and answers mean nothing */
};

/* Looks at that many bytes; false if nothing is left. */
static inline bool se_effort_spend(struct se_effort *effort, size_t size)
{
    uint32_t cost = 1 + (uint32_t)(size / 16);

    effort->left = effort->left > cost ? effort->left - cost : 0;
    return effort->left > 0;
}

/*
 * Is every value of the first among those of the second? Is any? Order and repetitions do not
 * matter. Costs about as much as reading both, times the 256th part of the different values in the
 * first: they are looked up in a table that takes so many at a time.
 */
bool se_values_all_in(const struct se_values *a, const struct se_values *b, bool fold,
                      struct se_effort *effort);
bool se_values_any_in(const struct se_values *a, const struct se_values *b, bool fold,
                      struct se_effort *effort);

#endif
