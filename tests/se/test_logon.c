/* Logon sessions: shared by the tokens of a user, gone with the last of them. */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/luid.h"
#include "se/logon.h"

#include <string.h>

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static LUID session_of(const char *word)
{
    const SE_SID sid = sid_from_word(word);

    return se_logon_session_of_user(w, &sid.Sid);
}

/* access-check T-10 */
static const struct {
    const char *user;
    ULONG session;
} known[] = {{"SY", 0x3E7}, {"AN", 0x3E6}, {"LS", 0x3E5}, {"NS", 0x3E4}, {"IUSR", 0x3E3}};

START_TEST(well_known_user_has_the_well_known_session)
{
    ck_assert_uint_eq(rtl_luid_value(session_of(known[_i].user)), known[_i].session);
}
END_TEST

START_TEST(users_have_sessions_of_their_own)
{
    const LUID alice = session_of(ALICE), bob = session_of(BOB);

    ck_assert(!rtl_luid_equal(alice, bob));
    ck_assert(rtl_luid_equal(session_of(ALICE), alice));
    ck_assert(rtl_luid_equal(session_of(BOB), bob));
    se_logon_sessions_forget(w);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_LogonSession), 0);
}
END_TEST

START_TEST(tokens_of_a_user_share_its_session)
{
    struct se_token *first = token_from(w, (struct token_words){.user = ALICE});
    struct se_token *second = token_from(w, (struct token_words){.user = ALICE});
    struct se_token *copy = se_token_copy(first, TokenPrimary, SecurityAnonymous, false);

    ck_assert_ptr_eq(first->session, second->session);
    ck_assert_uint_eq(first->session->references, 3);
    ob_dereference(first);
    ob_dereference(copy);
    ck_assert_uint_eq(second->session->references, 1);
    ob_dereference(second);
}
END_TEST

START_TEST(session_goes_with_its_last_token)
{
    struct se_logon_session *session = se_logon_session_reference(w, rtl_luid_from(0x555));

    ck_assert_ptr_eq(se_logon_session_reference(w, rtl_luid_from(0x555)), session);
    ck_assert_uint_eq(session->references, 2);
    ck_assert_ptr_ne(se_logon_session_reference(w, rtl_luid_from(0x556)), session);
    se_logon_session_dereference(w, session);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_LogonSession), 2);
    se_logon_session_dereference(w, session);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_LogonSession), 1);
    se_logon_session_dereference(w, w->logon_sessions);
}
END_TEST

START_TEST(session_of_a_user_outlives_its_tokens)
{
    struct se_token *token = token_from(w, (struct token_words){.user = ALICE});
    const LUID session = token->AuthenticationId;

    ob_dereference(token);
    token = token_from(w, (struct token_words){.user = ALICE});
    ck_assert(rtl_luid_equal(token->AuthenticationId, session));
    se_logon_sessions_forget(w);
    ck_assert_uint_eq(token->session->references, 1);
    ob_dereference(token);
}
END_TEST

START_TEST(session_gives_its_origin_to_tokens)
{
    struct se_logon_session *session = se_logon_session_reference(w, rtl_luid_from(0x555));
    struct se_token *token;

    session->origin = rtl_luid_from(0x3E7);
    token = token_from(w, (struct token_words){.user = ALICE, .authentication = 0x555});
    ck_assert_uint_eq(rtl_luid_value(token->OriginatingLogonSession), 0x3E7);
    se_logon_session_dereference(w, session);
    ob_dereference(token);
}
END_TEST

/* IMP-C10: by the documented reading a network logon has no origin. */
static const struct {
    enum se_logon_type type;
    bool network;
} types[] = {
    {SE_LOGON_INTERACTIVE, false},
    {SE_LOGON_NETWORK, true},
    {SE_LOGON_BATCH, false},
    {SE_LOGON_SERVICE, false},
    {SE_LOGON_NETWORK_CLEARTEXT, true},
    {SE_LOGON_NEW_CREDENTIALS, false},
};

START_TEST(origin_is_who_gave_the_credentials)
{
    const LUID by = rtl_luid_from(0x777);

    ck_assert(rtl_luid_equal(se_logon_origin(w, by, types[_i].type), by));
    ck_assert(srm_world_set_policy(w, "network-logon-origin", "zero"));
    ck_assert(rtl_luid_is_zero(se_logon_origin(w, by, types[_i].type)) == types[_i].network);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/logon");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, well_known_user_has_the_well_known_session, 0, ROWS(known));
    tcase_add_test(tcase, users_have_sessions_of_their_own);
    tcase_add_test(tcase, tokens_of_a_user_share_its_session);
    tcase_add_test(tcase, session_goes_with_its_last_token);
    tcase_add_test(tcase, session_of_a_user_outlives_its_tokens);
    tcase_add_test(tcase, session_gives_its_origin_to_tokens);
    tcase_add_loop_test(tcase, origin_is_who_gave_the_credentials, 0, ROWS(types));
    return suite_end();
}
