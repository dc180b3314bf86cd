/*
 * One evaluation of a condition (se/condition.h): its state, and the operators that take operands.
 * Private to it.
 */
#ifndef SE_CONDITION_PRIVATE_H
#define SE_CONDITION_PRIVATE_H

#include "se/condition.h"
#include "se/condition_values.h"

/*
 * What waits on the stack: a result, or where an operand stands in the condition. Deeper conditions
 * are malformed: how deep NT goes is not known, and nobody writes them.
 */
enum { STACK_SIZE = 1024, KIND_BITS = 3 };

enum se_item_kind {
    ITEM_FALSE = SE_FALSE,
    ITEM_TRUE = SE_TRUE,
    ITEM_UNKNOWN = SE_UNKNOWN,
    ITEM_ATTRIBUTE,
    ITEM_LITERAL,
};

/* A kind, and above its bits where the operand stands. */
typedef uint32_t se_item;

struct se_evaluation {
    const struct srm_world *w;
    const struct se_condition_context *context;
    const UCHAR *data;
    size_t size;
    struct se_effort effort;
    bool malformed;
    bool wrong_operand;
    const char *not_modelled;
    unsigned depth;
    unsigned attributes; /* how many of the items are attributes */
    se_item stack[STACK_SIZE];
};

/* Is it decided that the whole is unknown? */
static inline bool se_evaluation_failed(const struct se_evaluation *e)
{
    return e->malformed || e->wrong_operand || e->not_modelled || e->effort.left == 0;
}

static inline enum se_item_kind se_item_kind_of(se_item item)
{
    return (enum se_item_kind)(item & ((1u << KIND_BITS) - 1));
}

static inline enum se_truth se_truth_of(bool holds)
{
    return holds ? SE_TRUE : SE_FALSE;
}

static inline enum se_truth se_truth_inverse(enum se_truth truth)
{
    return truth == SE_UNKNOWN ? SE_UNKNOWN : se_truth_of(truth == SE_FALSE);
}

/* An operand of a relation or of Exists. */
struct se_operand {
    bool is_attribute, found;
    struct se_values values; /* of one that was found */
};

void se_operand_load(struct se_evaluation *e, se_item item, struct se_operand *operand);

/* Is there something to look at? A claim without values is there, but nothing is known of it. */
bool se_operand_is_known(const struct se_evaluation *e, const struct se_operand *operand);

/* Exists, Member_of and their like, of one operand. */
enum se_truth se_condition_unary(struct se_evaluation *e, UCHAR code, se_item item);

/* ==, Contains and their like, of two. */
enum se_truth se_condition_relation(struct se_evaluation *e, UCHAR code, se_item left,
                                    se_item right);

#endif
