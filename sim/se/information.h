/*
 * What can be asked of a token: the classes of information, and the bytes that answer. Only tokens
 * and bytes here; handles, rights and buffers are for who asks.
 *
 * An answer begins with the structure of its class. What the structure points to follows behind it
 * in the same memory. So an answer is measured first, then written to where it stays:
 *
 *     se_answer_measure(&answer, row, token);
 *     ... answer.size bytes of memory ...
 *     se_answer_write(&answer, memory);
 *
 * Facts: access-check.md T-1..T-7, O-28, O-31, section 6.
 */
#ifndef SE_INFORMATION_H
#define SE_INFORMATION_H

#include "se/answer.h"

struct se_information_class {
    enum srm_profile since;
    ACCESS_MASK right; /* that asking takes; 0: it can be set only */
    LONG privilege;    /* that asking takes besides; 0: none */
    /* Does this token have it? NULL: every token has. */
    NTSTATUS (*check)(const struct se_token *token);
    bool tells_of_groups; /* so that it matters whether the label is one */
    /* The answer, which is a number or more; both NULL: the model has no such data. */
    ULONG (*number)(const struct se_token *token);
    void (*write)(struct se_answer *answer);
};

/* The row of a class; NULL if the version that runs has no such class. */
const struct se_information_class *se_information_class(const struct srm_world *w,
                                                        TOKEN_INFORMATION_CLASS class);

/* The same for who asks: NULL also if the class can be set only. */
const struct se_information_class *se_information_to_ask(const struct srm_world *w,
                                                         TOKEN_INFORMATION_CLASS class);

static inline bool se_information_is_modelled(const struct se_information_class *class)
{
    return class->number || class->write;
}

/* Only for a modelled class whose check the token passes. */
void se_answer_measure(struct se_answer *answer, const struct se_information_class *class,
                       const struct se_token *token);
/* After it. The memory may be misaligned. */
void se_answer_write(struct se_answer *answer, void *memory);

#endif
