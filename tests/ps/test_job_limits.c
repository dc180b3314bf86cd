/* Job limits on impersonation before Vista (impersonation.md 2.1 step 5, IMP-C7). */
#include "support/stage.h"
#include "support/suite.h"

#define ADMIN      JOB_OBJECT_SECURITY_NO_ADMIN
#define RESTRICTED JOB_OBJECT_SECURITY_RESTRICTED_TOKEN
#define DENIED     STATUS_ACCESS_DENIED

static const struct {
    const char *why;
    uint32_t limits;
    NTSTATUS status;
    const char *profile, *answer; /* of job-restricted-token */
    struct token_words token;
} rows[] = {
    {"no limits", 0, .profile = "nt5.2", .token = {.like = "system"}},
    {"no administrators: one", ADMIN, DENIED, "nt5.2", .token = {.like = "system"}},
    {"no administrators: a user", ADMIN, .profile = "nt5.2", .token = {.user = BOB}},
    {"no administrators: a filtered one", ADMIN, .profile = "nt5.2",
     .token = {.like = "filtered-administrator", .user = BOB}},
    {"gone with Vista", ADMIN | RESTRICTED, .profile = "nt6.0", .token = {.like = "system"}},
    {"filtered tokens only: one that never was", RESTRICTED, DENIED, "nt5.2",
     .token = {.user = BOB}},
    {"filtered tokens only: one that was", RESTRICTED, .profile = "nt5.2",
     .token = {.user = BOB, .filtered = true}},
    {"filtered tokens only: a restricted one", RESTRICTED, .profile = "nt5.2",
     .token = {.user = BOB, .restricted = {"RC"}}},
    {"never restricted: a restricted one", RESTRICTED, DENIED, "nt5.2", "never-restricted",
     .token = {.user = BOB, .restricted = {"RC"}}},
    {"never restricted: filtered is not restricted", RESTRICTED, .profile = "nt5.2",
     .answer = "never-restricted", .token = {.user = BOB, .filtered = true}},
    {"one primary token for all says nothing of impersonation", JOB_OBJECT_SECURITY_ONLY_TOKEN,
     .profile = "nt5.2", .token = {.like = "system"}},
    {"in Windows 2000 too", ADMIN, DENIED, "nt5.0", .token = {.like = "system"}},
};

START_TEST(limit_counts_or_not)
{
    struct srm_world *w = srm_world_new(rows[_i].profile);
    struct se_token *service = token_from(w, (struct token_words){.like = "local-service"});
    struct se_token *token = token_from(w, rows[_i].token);
    PEJOB job = srm_job_new(w, rows[_i].limits);
    PEPROCESS process = srm_process_new(w, service, job);
    PETHREAD thread = srm_thread_new(process);

    if (rows[_i].answer)
        ck_assert(srm_world_set_policy(w, "job-restricted-token", rows[_i].answer));
    for (int level = SecurityAnonymous; level <= SecurityDelegation; level++) {
        NTSTATUS status =
            PsImpersonateClient(thread, token, TRUE, FALSE, (SECURITY_IMPERSONATION_LEVEL)level);

        ck_assert_msg(status == rows[_i].status, "%s: %s", rows[_i].why, status_text(status));
        ck_assert(PsIsThreadImpersonating(thread) == NT_SUCCESS(status));
        PsRevertThreadToSelf(thread);
    }
    ck_assert_uint_eq(srm_references(token), 1);
    srm_release(token);
    srm_release(service);
    srm_release(thread);
    srm_release(process);
    srm_release(job);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* The lowered copy is limited like the token, and the refusal leaves no copy behind. */
START_TEST(lowered_copies_are_limited_too)
{
    struct srm_world *w = srm_world_new("nt5.2");
    struct se_token *alice = token_from(w, (struct token_words){.user = ALICE});
    struct se_token *system = token_from(w, (struct token_words){.like = "system"});
    PEJOB job = srm_job_new(w, ADMIN);
    PEPROCESS process = srm_process_new(w, alice, job);
    PETHREAD thread = srm_thread_new(process);

    ck_assert_status(PsImpersonateClient(thread, alice, TRUE, FALSE, SecurityImpersonation),
                     STATUS_SUCCESS);
    ck_assert_status(PsImpersonateClient(thread, system, TRUE, FALSE, SecurityImpersonation),
                     STATUS_ACCESS_DENIED);
    ck_assert_ptr_eq(impersonated(thread), alice);
    ck_assert_uint_eq(srm_world_alive(w, "Token"), 2);
    PsRevertThreadToSelf(thread);
    srm_release(alice);
    srm_release(system);
    srm_release(thread);
    srm_release(process);
    srm_release(job);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* What NT would filter and the model does not is said by name. */
START_TEST(filtering_jobs_are_not_modelled)
{
    struct srm_world *w = srm_world_new("nt5.2");
    struct se_token *alice = token_from(w, (struct token_words){.user = ALICE});
    PEJOB job = srm_job_new(w, JOB_OBJECT_SECURITY_FILTER_TOKENS);
    PEPROCESS process = srm_process_new(w, alice, job);
    PETHREAD thread = srm_thread_new(process);

    ck_assert_status(PsImpersonateClient(thread, alice, TRUE, FALSE, SecurityImpersonation),
                     STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(w));
    ck_assert(!PsIsThreadImpersonating(thread));
    srm_release(alice);
    srm_release(thread);
    srm_release(process);
    srm_release(job);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ps/job_limits");

    tcase_add_loop_test(tcase, limit_counts_or_not, 0, ROWS(rows));
    tcase_add_test(tcase, lowered_copies_are_limited_too);
    tcase_add_test(tcase, filtering_jobs_are_not_modelled);
    return suite_end();
}
