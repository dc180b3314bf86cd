/*
 * Accounts that can log on, and the tokens that they get. An account is a name, a password and the
 * design of its token; each logon makes a new session.
 *
 * What stands around the design in a token comes from the kind of logon: the group of that kind, a
 * logon SID, who logged it on, and since Vista the split of administrators (ACC T-3, T-13, O-29).
 * Account rights and rules for passwords are not modelled: every account may log on in every way.
 */
#ifndef SE_ACCOUNTS_H
#define SE_ACCOUNTS_H

#include "se/design.h"

struct se_account;

/* Bytes of a name or password: 256 characters, as lmcons.h has it. */
#define SE_ACCOUNT_TEXT_MOST 768

/*
 * A new account; the design is copied. NULL if the name is empty, has a \ or @ or is taken, if name
 * or password is too long, or if the design contradicts itself; *problem then says what. The
 * default DACL of the design must not be SE_DACL_GIVEN.
 */
struct se_account *se_account_new(struct srm_world *w, const char *name, const char *password,
                                  const struct se_design *design, const char **problem);

/* By the name alone or with a domain, "DOMAIN\name" and "name@domain", of which only the name
 * counts, in either case. NULL if there is none. */
const struct se_account *se_account_find(const struct srm_world *w, const char *name);

/* The account of that user; NULL if there is none. */
const char *se_account_name_of(const struct srm_world *w, const SID *user);

bool se_account_password_matches(const struct se_account *account, const char *password);

/* What its tokens are made from. */
const struct se_design *se_account_design(const struct se_account *account);

/*
 * The token of a new logon session, with one reference. by is the primary token of the process
 * that supplied the credentials. Since Vista an interactive logon of an administrator makes two,
 * linked to each other, and returns the filtered one. Rules logon.*.
 */
struct se_token *se_account_log_on(struct srm_world *w, const struct se_account *account,
                                   enum se_logon_type type, const struct se_token *by);

/* A primary copy of a token in a new logon session, which has other credentials for the network. */
struct se_token *se_logon_clone(struct srm_world *w, const struct se_token *token,
                                const struct se_token *by);

void se_accounts_forget(struct srm_world *w);

#endif
