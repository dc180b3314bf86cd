#include "se/logon.h"

#include "ex/pool.h"
#include "ex/rules.h"
#include "ob/object.h"
#include "rtl/luid.h"
#include "rtl/sid.h"

static struct se_logon_session *add_session(struct srm_world *w, LUID id)
{
    struct se_logon_session *session = ex_alloc(w->pool, EX_KIND_LogonSession, sizeof *session);

    session->id = id;
    session->next = w->logon_sessions;
    w->logon_sessions = session;
    return session;
}

struct se_logon_session *se_logon_session_reference(struct srm_world *w, LUID id)
{
    struct se_logon_session *session = w->logon_sessions;

    while (session && !rtl_luid_equal(session->id, id))
        session = session->next;
    if (!session)
        session = add_session(w, id);
    session->references++;
    return session;
}

/* The sessions that are the same on every machine, and whose they are (ACC T-10). */
static const struct {
    const SE_SID *user;
    LUID session;
} machine_sessions[] = {
    {&rtl_local_system_sid, SYSTEM_LUID},
    {&rtl_anonymous_logon_sid, ANONYMOUS_LOGON_LUID},
    {&rtl_local_service_sid, LOCALSERVICE_LUID},
    {&rtl_network_service_sid, NETWORKSERVICE_LUID},
    {&rtl_iusr_sid, IUSER_LUID},
};

bool se_logon_session_exists(const struct srm_world *w, LUID id)
{
    const struct se_logon_session *session = w->logon_sessions;

    for (size_t i = 0; i < sizeof machine_sessions / sizeof *machine_sessions; i++)
        if (rtl_luid_equal(machine_sessions[i].session, id))
            return true;
    while (session && !rtl_luid_equal(session->id, id))
        session = session->next;
    return session != NULL;
}

/* NULL for a user without a session of its own making. */
static const LUID *well_known_session(const SID *user)
{
    for (size_t i = 0; i < sizeof machine_sessions / sizeof *machine_sessions; i++)
        if (rtl_sid_equal(&machine_sessions[i].user->Sid, user))
            return &machine_sessions[i].session;
    return NULL;
}

LUID se_logon_session_of_user(struct srm_world *w, const SID *user)
{
    const LUID *known = well_known_session(user);
    struct se_logon_session *session = w->logon_sessions;

    if (known)
        return *known;
    while (session && !(session->of_user && rtl_sid_equal(&session->user.Sid, user)))
        session = session->next;
    if (!session) {
        session = add_session(w, rtl_luid_new(w));
        session->of_user = true;
        rtl_sid_copy(&session->user, user);
    }
    return session->id;
}

static void remove_session(struct srm_world *w, struct se_logon_session *session)
{
    struct se_logon_session **link = &w->logon_sessions;

    while (*link != session)
        link = &(*link)->next;
    *link = session->next;
    se_logon_session_link(session, NULL);
    ex_free(w->pool, session);
}

void se_logon_session_dereference(struct srm_world *w, struct se_logon_session *session)
{
    if (--session->references == 0 && !session->of_user)
        remove_session(w, session);
}

void se_logon_session_link(struct se_logon_session *session, struct se_token *half)
{
    struct se_token *before = session->linked;

    session->linked = half ? ob_reference(half) : NULL;
    if (before)
        ob_dereference(before);
}

/* Two halves keep each other's session alive; each link that goes may take sessions with it. */
static void cut_links(struct srm_world *w)
{
    struct se_logon_session *session = w->logon_sessions;

    while (session) {
        if (session->linked) {
            se_logon_session_link(session, NULL);
            session = w->logon_sessions;
        } else {
            session = session->next;
        }
    }
}

void se_logon_sessions_forget(struct srm_world *w)
{
    struct se_logon_session *session;

    cut_links(w);
    session = w->logon_sessions;
    while (session) {
        struct se_logon_session *next = session->next;

        if (session->references == 0)
            remove_session(w, session);
        session = next;
    }
}

LUID se_logon_origin(const struct srm_world *w, LUID by, enum se_logon_type type)
{
    bool network = type == SE_LOGON_NETWORK || type == SE_LOGON_NETWORK_CLEARTEXT;

    if (network && !policy(w, network_logon_origin))
        return (LUID){.LowPart = 0};
    return by;
}
