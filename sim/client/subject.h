/*
 * Subject contexts: who is acting, as a pair of tokens. A snapshot of pointers: what the thread
 * does later does not change it, what happens to the tokens shows.
 */
#ifndef CLIENT_SUBJECT_H
#define CLIENT_SUBJECT_H

#include "ps/thread.h"

/* The token that a context stands for: the client's if there is one, else the primary. */
static inline struct se_token *client_subject_token(const SECURITY_SUBJECT_CONTEXT *subject)
{
    return subject->ClientToken ? subject->ClientToken : subject->PrimaryToken;
}

/*
 * The context of a thread, without references: for a check that ends before anything can change.
 * as_self leaves out what the thread impersonates.
 */
SECURITY_SUBJECT_CONTEXT client_subject_of(const struct _ETHREAD *thread, bool as_self);

#endif
