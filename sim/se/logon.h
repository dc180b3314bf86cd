/*
 * Logon sessions: what AuthenticationId names. They are there as long as a token refers to them;
 * the session that a user's tokens share stays until the world is taken down.
 */
#ifndef SE_LOGON_H
#define SE_LOGON_H

#include "world.h"

struct se_logon_session {
    struct se_logon_session *next;
    LUID id;
    LUID origin; /* who logged it on with explicit credentials; zero if nobody did */
    uint32_t references;
    struct se_token *linked; /* the other half of a split token of this session; NULL if none */
    bool of_user; /* the one that this user's tokens share */
    SE_SID user;
};

/* How a session was logged on, as far as it matters here. */
enum se_logon_type {
    SE_LOGON_INTERACTIVE,
    SE_LOGON_NETWORK,
    SE_LOGON_BATCH,
    SE_LOGON_SERVICE,
    SE_LOGON_NETWORK_CLEARTEXT,
    SE_LOGON_NEW_CREDENTIALS,
};

/* The session of that id, made if there is none, with one more reference. */
struct se_logon_session *se_logon_session_reference(struct srm_world *w, LUID id);
/*
 * The id of the session that tokens of this user share: the well-known one of LocalSystem and the
 * like, else one of this world's.
 */
LUID se_logon_session_of_user(struct srm_world *w, const SID *user);
/* Is there one of that id? Those that every machine has are there always (ACC T-10). */
bool se_logon_session_exists(const struct srm_world *w, LUID id);
void se_logon_session_dereference(struct srm_world *w, struct se_logon_session *session);

/* Who logged on here has a second token; the session keeps it. NULL takes it away again. */
void se_logon_session_link(struct se_logon_session *session, struct se_token *half);

/* Forgets linked tokens, and users' sessions that no token refers to. */
void se_logon_sessions_forget(struct srm_world *w);

/* The origin that a logon of this type records when `by` supplies the credentials (IMP-C10). */
LUID se_logon_origin(const struct srm_world *w, LUID by, enum se_logon_type type);

#endif
