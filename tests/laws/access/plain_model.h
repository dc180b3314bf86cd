/* A plain question put to the model. */
#ifndef TESTS_LAWS_ACCESS_PLAIN_MODEL_H
#define TESTS_LAWS_ACCESS_PLAIN_MODEL_H

#include "laws/access/plain.h"

#include "se/access.h"

/* What the system of a world has. */
struct plain_system plain_system_of(const struct srm_world *w);

/* Makes a world answer contested questions as the system does. */
void plain_system_set(struct srm_world *w, const struct plain_system *system);

/* A token like that, with one reference, which the caller owns. */
struct se_token *plain_token_new(struct srm_world *w, const struct plain_token *token);

/* The tokens of a question in the model, so that questions can share them. */
struct plain_tokens {
    struct se_token *token, *server;
};

/*
 * Which entry is asked (se_access_check or se_access_decide), and whether somebody wants a journal.
 */
struct plain_way {
    bool decide;
    bool lenient; /* the model need not be right: nothing it says fails the test */
    struct se_journal *journal;
    const struct rtl_view *view; /* NULL: of the question's descriptor, as bytes; others may hold
                                    what is not modelled: STATUS_NOT_IMPLEMENTED */
};

/* Asks; what else the verdict says is checked: it must fit together. */
struct plain_answer plain_ask(struct srm_world *w, const struct plain_question *question,
                              const struct plain_tokens *tokens, const struct plain_way *way);
/* The same with tokens of its own. */
struct plain_answer plain_ask_once(struct srm_world *w, const struct plain_question *question,
                                   const struct plain_way *way);

#endif
