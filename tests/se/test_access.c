/*
 * The access check, row by row: the scenarios of access-check.md section 9 that plain entries
 * reach, with the mapping of files. alice (U) has Everyone, AuthenticatedUsers and Users enabled,
 * Medium integrity and policy 3, and impersonates at SecurityImpersonation.
 */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sid.h"
#include "se/access.h"

#include <stdlib.h>
#include <string.h>

#define SECURITY  SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE)
#define OWNERSHIP SE_PRIVILEGE_BIT(SE_TAKE_OWNERSHIP_PRIVILEGE)
#define RELABEL   SE_PRIVILEGE_BIT(SE_RELABEL_PRIVILEGE)
#define ASS       ACCESS_SYSTEM_SECURITY
#define MAX       MAXIMUM_ALLOWED
#define DENIED    STATUS_ACCESS_DENIED
#define NOT_HELD  STATUS_PRIVILEGE_NOT_HELD

static const GENERIC_MAPPING file_mapping = {
    .GenericRead = FILE_GENERIC_READ,
    .GenericWrite = FILE_GENERIC_WRITE,
    .GenericExecute = FILE_GENERIC_EXECUTE,
    .GenericAll = FILE_ALL_ACCESS,
};

static const struct access_row {
    const char *why;
    const char *dacl; /* NULL: none */
    ACCESS_MASK desired;
    ACCESS_MASK granted;
    NTSTATUS status;   /* if refused */
    const char *owner; /* LocalSystem if left out */
    ULONG label;       /* Medium if left out */
    const char *profile;
    struct token_words token;
} rows[] = {
    /* 1 */
    {"1: Everyone may read", "(A;;FR;;;WD)", 0x120089, .granted = 0x120089},
    {"1: a group that is disabled gives nothing", "(A;;FR;;;BA)", 0x120089, .status = DENIED,
     .token = {.groups = {{"BA", 0}}}},
    /* 2 to 4: the first entry that mentions a right decides */
    {"2: an early deny refuses what it names", "(D;;0x1;;;U)(A;;FA;;;WD)", 0x1, .status = DENIED},
    {"2: and nothing else", "(D;;0x1;;;U)(A;;FA;;;WD)", 0x2, .granted = 0x2},
    {"2: one refused right refuses all", "(D;;0x1;;;U)(A;;FA;;;WD)", 0x3, .status = DENIED},
    {"3: a late deny is too late", "(A;;0x3;;;WD)(D;;0x2;;;U)", 0x2, .granted = 0x2},
    {"3: for the maximum too", "(A;;0x3;;;WD)(D;;0x2;;;U)", MAX, .granted = 0x3},
    {"4: a deny blocks later allows", "(A;;0x1;;;WD)(D;;0x2;;;U)(A;;0x2;;;WD)", 0x3,
     .status = DENIED},
    {"4: for the maximum too", "(A;;0x1;;;WD)(D;;0x2;;;U)(A;;0x2;;;WD)", MAX, .granted = 0x1},
    {"A-36: rights come from several entries", "(A;;0x1;;;WD)(A;;0x2;;;U)", 0x3, .granted = 0x3},
    {"A-32: generic rights of an entry are mapped", "(A;;GR;;;U)", 0x120089, .granted = 0x120089},
    {"A-32: GENERIC_ALL of an entry", "(A;;GA;;;U)", MAX, .granted = 0x1F01FF},
    {"A-32: generic rights asked for are mapped", "(A;;FR;;;U)", GENERIC_READ, .granted = 0x120089},
    {"A-40: audit entries are ignored", "(AU;;FA;;;WD)(A;;0x1;;;WD)", MAX, .granted = 0x1},
    /* 5 */
    {"5: inherit-only entries are skipped", "(A;IO;FA;;;WD)", 0x1, .status = DENIED},
    {"5: for the maximum too", "(A;IO;FA;;;WD)", MAX, .status = DENIED},
    {"5: denials as well", "(D;IO;FA;;;WD)(A;;0x1;;;WD)", 0x1, .granted = 0x1},
    /* 6 */
    {"6: no DACL grants everything", NULL, FILE_ALL_ACCESS, .granted = 0x1F01FF},
    {"6: and the maximum", NULL, MAX, .granted = 0x1F01FF},
    {"6: but not ACCESS_SYSTEM_SECURITY", NULL, ASS, .status = NOT_HELD},
    {"A-28: restricted tokens get everything too", NULL, FILE_ALL_ACCESS, .granted = 0x1F01FF,
     .token = {.restricted = {"RC"}}},
    {"A-28: rights beyond GENERIC_ALL as well", NULL, MAX | 0x8000, .granted = 0x1F81FF},
    /* 7 to 9: owners */
    {"7: an owner has READ_CONTROL and WRITE_DAC", "", 0x60000, .granted = 0x60000, .owner = "U"},
    {"7: as the maximum", "", MAX, .granted = 0x60000, .owner = "U"},
    {"7: and nothing else", "", 0x1, .status = DENIED, .owner = "U"},
    {"7: not WRITE_OWNER", "", WRITE_OWNER, .status = DENIED, .owner = "U"},
    {"7: not DELETE", "", DELETE, .status = DENIED, .owner = "U"},
    {"A-29: who is not the owner has nothing", "", MAX, .status = DENIED},
    {"8: a denial does not take it away", "(D;;RCWD;;;U)", 0x60000, .granted = 0x60000,
     .owner = "U"},
    {"9: OWNER RIGHTS replace it", "(A;;RC;;;OW)", WRITE_DAC, .status = DENIED, .owner = "U"},
    {"9: by what they allow", "(A;;RC;;;OW)", READ_CONTROL, .granted = 0x20000, .owner = "U"},
    {"9: as the maximum", "(A;;RC;;;OW)", MAX, .granted = 0x20000, .owner = "U"},
    {"9: a denial for OWNER RIGHTS", "(D;;0x1;;;OW)(A;;FR;;;U)", MAX, .granted = 0x120088,
     .owner = "U"},
    {"9: a denial that is too late", "(A;;FR;;;U)(A;;0x2;;;OW)(D;;0x3;;;OW)", MAX,
     .granted = 0x12008B, .owner = "U"},
    {"A-40: an audit entry for OWNER RIGHTS replaces nothing", "(AU;;RC;;;OW)", WRITE_DAC,
     .granted = 0x40000, .owner = "U"},
    {"A-26: OWNER RIGHTS mean nothing to others", "(A;;FA;;;OW)", 0x1, .status = DENIED},
    {"A-26: a group may be the owner", "", READ_CONTROL, .granted = 0x20000, .owner = "WD"},
    {"A-26: before Vista OWNER RIGHTS are nobody", "(A;;0x1;;;OW)", 0x1, .status = DENIED,
     .owner = "U", .profile = "nt5.2"},
    {"A-26: and take nothing from owners", "(A;;RC;;;OW)", WRITE_DAC, .granted = 0x40000,
     .owner = "U", .profile = "nt5.2"},
    /* 10: deny-only */
    {"10: a deny-only owner is none", "", MAX, .status = DENIED, .owner = "BA",
     .token = {.groups = {{"BA", SE_GROUP_USE_FOR_DENY_ONLY}}}},
    {"10: a deny-only group is denied", "(D;;0x2;;;BA)(A;;FA;;;WD)", 0x2, .status = DENIED,
     .token = {.groups = {{"BA", SE_GROUP_USE_FOR_DENY_ONLY}}}},
    {"10: only what the denial names", "(D;;0x2;;;BA)(A;;FA;;;WD)", 0x1, .granted = 0x1,
     .token = {.groups = {{"BA", SE_GROUP_USE_FOR_DENY_ONLY}}}},
    {"10: and never allowed", "(A;;FA;;;BA)", 0x1, .status = DENIED,
     .token = {.groups = {{"BA", SE_GROUP_USE_FOR_DENY_ONLY | SE_GROUP_ENABLED}}}},
    {"10: a disabled group is not denied either", "(D;;0x2;;;BA)(A;;FA;;;WD)", 0x2, .granted = 0x2,
     .token = {.groups = {{"BA", 0}}}},
    /* 11: ACCESS_SYSTEM_SECURITY */
    {"11: no privilege", "(A;;FA;;;WD)", ASS, .status = NOT_HELD},
    {"11: disabled", "(A;;FA;;;WD)", ASS, .status = NOT_HELD, .token = {.off = SECURITY}},
    {"11: enabled", "(A;;FA;;;WD)", ASS, .granted = 0x1000000, .token = {.on = SECURITY}},
    {"11: no entry can grant it", "(A;;0x1000000;;;WD)", ASS, .status = NOT_HELD},
    {"11: it is not in the maximum", "(A;;FA;;;WD)", MAX, .granted = 0x1F01FF,
     .token = {.on = SECURITY}},
    {"11: not even if an entry has it", "(A;;0x11F01FF;;;WD)", MAX, .granted = 0x1F01FF},
    {"11: unless asked for beside it", "(A;;FA;;;WD)", MAX | ASS, .granted = 0x11F01FF,
     .token = {.on = SECURITY}},
    {"11: the privilege grants nothing else", "", ASS | 0x1, .status = DENIED,
     .token = {.on = SECURITY}},
    /* 12: WRITE_OWNER */
    {"12: taking ownership", "", WRITE_OWNER, .granted = 0x80000, .token = {.on = OWNERSHIP}},
    {"12: takes an enabled privilege", "", WRITE_OWNER, .status = DENIED,
     .token = {.off = OWNERSHIP}},
    {"12: is not in the maximum", "", MAX, .status = DENIED, .token = {.on = OWNERSHIP}},
    {"12: unless asked for beside it", "", MAX | WRITE_OWNER, .granted = 0x80000,
     .token = {.on = OWNERSHIP}},
    {"A-43: what is asked beside the maximum must be in it", "(A;;0x1;;;WD)", MAX | 0x2,
     .status = DENIED},
    {"A-43: and comes with it", "(A;;0x3;;;WD)", MAX | 0x2, .granted = 0x3},
    /* 13, 14: restricted tokens */
    {"13: the restricting SIDs must be granted too", "(A;;FA;;;WD)", 0x1, .status = DENIED,
     .token = {.restricted = {"RC"}}},
    {"13: and are", "(A;;FA;;;WD)(A;;FR;;;RC)", 0x120089, .granted = 0x120089,
     .token = {.restricted = {"RC"}}},
    {"13: but not more", "(A;;FA;;;WD)(A;;FR;;;RC)", 0x2, .status = DENIED,
     .token = {.restricted = {"RC"}}},
    {"13: the maximum is what both have", "(A;;FA;;;WD)(A;;FR;;;RC)", MAX, .granted = 0x120089,
     .token = {.restricted = {"RC"}}},
    {"13: the restricting SIDs alone do not do", "(A;;FA;;;RC)", 0x1, .status = DENIED,
     .token = {.restricted = {"RC"}}},
    {"A-49: a denial for a restricting SID", "(D;;0x1;;;RC)(A;;FA;;;RC)(A;;FA;;;WD)", 0x1,
     .status = DENIED, .token = {.restricted = {"RC"}}},
    {"14: the owner is a restricting SID", "", READ_CONTROL, .granted = 0x20000, .owner = "U",
     .token = {.restricted = {ALICE}}},
    {"14: the owner is none", "", READ_CONTROL, .status = DENIED, .owner = "U",
     .token = {.restricted = {"WD"}}},
    {"A-47: privileges help restricted tokens", "", WRITE_OWNER, .granted = 0x80000,
     .token = {.restricted = {"RC"}, .on = OWNERSHIP}},
    /* 16, 17: integrity */
    {"16: a Low caller may not write", "(A;;FA;;;WD)", 0x120116, .status = DENIED,
     .token = {.integrity = "Low"}},
    {"16: but read", "(A;;FA;;;WD)", 0x120089, .granted = 0x120089, .token = {.integrity = "Low"}},
    {"16: the maximum is the readable part", "(A;;FA;;;WD)", MAX, .granted = 0x1200A9,
     .token = {.integrity = "Low"}},
    {"16: a Low owner may not write the DACL", "(A;;FA;;;WD)", WRITE_DAC, .status = DENIED,
     .owner = "U", .token = {.integrity = "Low"}},
    {"16: nor get it as a maximum", "", MAX, .granted = 0x20000, .owner = "U",
     .token = {.integrity = "Low"}},
    {"17: a High label", "(A;;FA;;;WD)", FILE_GENERIC_WRITE, .status = DENIED, .label = 0x3000},
    {"17: can be read", "(A;;FA;;;WD)", FILE_GENERIC_READ, .granted = 0x120089, .label = 0x3000},
    {"A-22: equal integrity dominates", "(A;;FA;;;WD)", FILE_GENERIC_WRITE, .granted = 0x120116},
    {"A-28: no DACL does not help against the label", NULL, 0x2, .status = DENIED,
     .token = {.integrity = "Low"}},
    {"A-28: the maximum without a DACL is masked", NULL, MAX, .granted = 0x1200A9,
     .token = {.integrity = "Low"}},
    {"A-22: DELETE is a write", "(A;;0x1F01FF;;;WD)", DELETE, .status = DENIED,
     .token = {.integrity = "Low"}},
    {"A-22: integrity comes before privileges", "(A;;FA;;;WD)", ASS, .status = DENIED,
     .token = {.integrity = "Low", .on = SECURITY}},
    {"A-22/5: SeRelabelPrivilege leaves WRITE_OWNER", "(A;;FA;;;WD)", WRITE_OWNER,
     .granted = 0x80000, .token = {.integrity = "Low", .on = RELABEL}},
    {"A-22: before Vista there is no integrity", "(A;;FA;;;WD)", 0x120116, .granted = 0x120116,
     .profile = "nt5.2", .token = {.integrity = "Low"}},
    /* 35, 41 */
    {"35: the anonymous logon is not in Everyone", "(A;;FA;;;WD)", 0x1, .status = DENIED,
     .token = {.like = "anonymous"}},
    {"35: unless the machine is set so", "(A;;FA;;;WD)", 0x1, .granted = 0x1,
     .token = {.like = "anonymous-with-everyone"}},
    {"35: it can be named", "(A;;FA;;;AN)", 0x1, .granted = 0x1, .token = {.like = "anonymous"}},
    {"35: and is Untrusted", "(A;;FA;;;AN)", 0x120116, .status = DENIED,
     .token = {.like = "anonymous"}},
    {"41: nothing desired is denied", "(A;;FA;;;WD)", 0, .status = DENIED},
    {"41: also without a DACL", NULL, 0, .status = DENIED},
};

/* Asks as alice would who impersonates at this level; mode and level are not the rows' subject. */
static NTSTATUS ask(struct srm_world *w, const struct access_row *row, struct se_verdict *verdict,
                    KPROCESSOR_MODE mode, SECURITY_IMPERSONATION_LEVEL level)
{
    struct token_words words = row->token;
    struct se_token *token, *primary = token_from(w, (struct token_words){.like = "system"});
    const char *owner_word = row->owner ? row->owner : "SY";
    const SE_SID owner = sid_from_word(owner_word);
    struct rtl_acl *dacl = row->dacl ? acl_from_text(w, row->dacl) : NULL;
    struct rtl_descriptor *descriptor = rtl_descriptor_new(
        w, &owner.Sid, &owner.Sid, dacl, row->label ? row->label : SECURITY_MANDATORY_MEDIUM_RID);
    NTSTATUS status;

    if (!words.like)
        words.user = ALICE;
    token = token_from(w, words);
    status =
        se_access_check(w,
                        &(struct se_access_request){
                            .subject = &(SECURITY_SUBJECT_CONTEXT){.ClientToken = token,
                                                                   .ImpersonationLevel = level,
                                                                   .PrimaryToken = primary},
                            .descriptor = &(const struct rtl_view[]){rtl_view_of(descriptor)}[0],
                            .mapping = &file_mapping,
                            .desired = row->desired,
                            .mode = mode,
                        },
                        verdict);
    rtl_descriptor_dereference(w, descriptor);
    rtl_acl_dereference(w, dacl);
    ob_dereference(token);
    ob_dereference(primary);
    return status;
}

START_TEST(answer_is_the_one_of_the_row)
{
    const struct access_row *row = &rows[_i];
    struct srm_world *w = srm_world_new(row->profile);
    struct se_verdict verdict;
    NTSTATUS status = ask(w, row, &verdict, UserMode, SecurityImpersonation);

    ck_assert_msg(status == row->status, "%s: %s", row->why, status_text(status));
    ck_assert_msg(verdict.granted == row->granted, "%s: granted %#x", row->why, verdict.granted);
    ck_assert_int_eq(verdict.status, status);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* the level is looked at before anything else. */
START_TEST(below_impersonation_nothing_can_be_opened)
{
    struct srm_world *w = srm_world_new(rows[_i].profile);
    struct se_verdict verdict;

    for (int level = SecurityAnonymous; level <= SecurityIdentification; level++) {
        ck_assert_msg(ask(w, &rows[_i], &verdict, UserMode, (SECURITY_IMPERSONATION_LEVEL)level) ==
                          STATUS_BAD_IMPERSONATION_LEVEL,
                      "%s", rows[_i].why);
        ck_assert_uint_eq(verdict.granted, 0);
    }
    srm_world_delete(w);
}
END_TEST

/* */
START_TEST(kernel_mode_is_granted_everything)
{
    const struct access_row *row = &rows[_i];
    struct srm_world *w = srm_world_new(row->profile);
    ACCESS_MASK expected = row->desired == GENERIC_READ ? FILE_GENERIC_READ : row->desired & ~MAX;
    struct se_verdict verdict;

    if (row->desired & MAX)
        expected |= FILE_ALL_ACCESS;
    ck_assert_status(ask(w, row, &verdict, KernelMode, SecurityAnonymous), STATUS_SUCCESS);
    ck_assert_uint_eq(verdict.granted, expected);
    srm_world_delete(w);
}
END_TEST

static const struct {
    const char *dacl;
    ACCESS_MASK desired, missing;
} missing[] = {
    {"(A;;0x1;;;WD)", 0x3, 0x2},
    {"(D;;0x1;;;U)(A;;0x6;;;WD)", 0x7, 0x1},
    {"(A;;FA;;;WD)", ASS | 0x1, ASS},
    {"", MAX, MAX},
    {"", WRITE_OWNER | 0x1, WRITE_OWNER | 0x1},
};

START_TEST(verdict_names_the_rights_that_are_missing)
{
    const struct access_row row = {.dacl = missing[_i].dacl, .desired = missing[_i].desired};
    struct srm_world *w = srm_world_new(NULL);
    struct se_verdict verdict;

    ck_assert(!NT_SUCCESS(ask(w, &row, &verdict, UserMode, SecurityImpersonation)));
    ck_assert_uint_eq(verdict.missing, missing[_i].missing);
    srm_world_delete(w);
}
END_TEST

/* Each for Everyone, and the first right; what is of no use is ignored. */
static const struct {
    UCHAR type;
    NTSTATUS status;
} types[] = {
    {ACCESS_ALLOWED_ACE_TYPE, STATUS_SUCCESS},
    {ACCESS_DENIED_ACE_TYPE, STATUS_ACCESS_DENIED},
    {SYSTEM_AUDIT_ACE_TYPE, STATUS_ACCESS_DENIED},
    {SYSTEM_ALARM_ACE_TYPE, STATUS_ACCESS_DENIED},
    {ACCESS_ALLOWED_COMPOUND_ACE_TYPE, STATUS_SUCCESS},
    {ACCESS_ALLOWED_OBJECT_ACE_TYPE, STATUS_SUCCESS},
    {ACCESS_DENIED_OBJECT_ACE_TYPE, STATUS_ACCESS_DENIED},
    {SYSTEM_AUDIT_OBJECT_ACE_TYPE, STATUS_ACCESS_DENIED},
    {ACCESS_ALLOWED_CALLBACK_ACE_TYPE, STATUS_ACCESS_DENIED},
    {ACCESS_DENIED_CALLBACK_ACE_TYPE, STATUS_ACCESS_DENIED},
    {ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE, STATUS_ACCESS_DENIED},
    {ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE, STATUS_ACCESS_DENIED},
    {SYSTEM_AUDIT_CALLBACK_ACE_TYPE, STATUS_ACCESS_DENIED},
    {SYSTEM_MANDATORY_LABEL_ACE_TYPE, STATUS_ACCESS_DENIED},
    {0x7F, STATUS_ACCESS_DENIED},
};

START_TEST(entry_of_another_type_counts_or_is_ignored)
{
    struct srm_world *w = srm_world_new(NULL);
    struct se_token *alice = token_from(w, (struct token_words){.user = ALICE});
    const SE_SID everyone = sid_from_word("WD"), owner = sid_from_word("SY");
    const struct rtl_ace row = {
        .type = types[_i].type, .mask = 1, .sid = &everyone.Sid, .server = &everyone.Sid};
    struct rtl_acl *dacl = rtl_acl_new(w, &row, 1);
    struct rtl_descriptor *descriptor =
        rtl_descriptor_new(w, &owner.Sid, &owner.Sid, dacl, SECURITY_MANDATORY_MEDIUM_RID);
    const SECURITY_SUBJECT_CONTEXT subject = {.PrimaryToken = alice};
    struct se_verdict verdict;

    ck_assert_status(
        se_access_check(w,
                        &(struct se_access_request){
                            .subject = &subject,
                            .descriptor = &(const struct rtl_view[]){rtl_view_of(descriptor)}[0],
                            .mapping = &file_mapping,
                            .desired = 1,
                            .mode = UserMode},
                        &verdict),
        types[_i].status);
    ck_assert_ptr_null(srm_world_not_modelled(w));
    ck_assert_uint_eq(verdict.granted, NT_SUCCESS(types[_i].status) ? 1 : 0);
    rtl_descriptor_dereference(w, descriptor);
    rtl_acl_dereference(w, dacl);
    ob_dereference(alice);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* B-3: an entry of a type that nobody knows is read no further than its header. */
START_TEST(entry_may_be_nothing_but_a_header)
{
    static const UCHAR bytes[] = {ACL_REVISION, 0, 12, 0, 1, 0, 0, 0, 0x40, 0, 4, 0};
    struct srm_world *w = srm_world_new(NULL);
    struct se_token *alice = token_from(w, (struct token_words){.user = ALICE});
    const SECURITY_SUBJECT_CONTEXT subject = {.PrimaryToken = alice};
    ACL *dacl = memcpy(malloc(sizeof bytes), bytes, sizeof bytes); /* nothing behind it is ours */
    const struct rtl_view view = {.dacl = dacl};
    struct se_verdict verdict;

    ck_assert(rtl_acl_valid(dacl, sizeof bytes));
    ck_assert_status(se_access_check(w,
                                     &(struct se_access_request){.subject = &subject,
                                                                 .descriptor = &view,
                                                                 .mapping = &file_mapping,
                                                                 .desired = _i ? MAX : 1,
                                                                 .mode = UserMode},
                                     &verdict),
                     STATUS_ACCESS_DENIED);
    free(dacl);
    ob_dereference(alice);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

/* */
START_TEST(only_restricted_tokens_are_asked_twice)
{
    const struct access_row row = {
        .dacl = "(A;;FA;;;WD)", .desired = 1, .token = {.restricted = {_i ? "WD" : NULL}}};
    struct srm_world *w = srm_world_new(NULL);
    struct se_verdict verdict;

    srm_trace(w, true);
    ck_assert_status(ask(w, &row, &verdict, UserMode, SecurityImpersonation), STATUS_SUCCESS);
    ck_assert_uint_eq(srm_rule_answers(w, "access.restricting_sids_grant", true), (unsigned)_i);
    ck_assert_uint_eq(srm_rule_answers(w, "access.write_restricted", false), (unsigned)_i);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

static const struct {
    const char *profile;
    KPROCESSOR_MODE mode;
    NTSTATUS status;
} boxes[] = {
    {"nt10.0", UserMode, STATUS_ACCESS_DENIED},
    {"nt6.2", UserMode, STATUS_ACCESS_DENIED},
    {"nt6.1", UserMode, STATUS_SUCCESS}, /* which has no such tokens */
    {"nt10.0", KernelMode, STATUS_SUCCESS},
};

/* */
START_TEST(package_of_an_app_container_is_asked_since_windows_8)
{
    const struct access_row row = {
        .dacl = "(A;;FA;;;WD)", .desired = 1, .token = {.package = "S-1-15-2-1-2"}};
    struct srm_world *w = srm_world_new(boxes[_i].profile);
    struct se_verdict verdict;

    ck_assert_status(ask(w, &row, &verdict, boxes[_i].mode, SecurityImpersonation),
                     boxes[_i].status);
    ck_assert_uint_eq(verdict.granted, NT_SUCCESS(boxes[_i].status) ? 1 : 0);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/access");

    tcase_add_loop_test(tcase, answer_is_the_one_of_the_row, 0, ROWS(rows));
    tcase_add_loop_test(tcase, below_impersonation_nothing_can_be_opened, 0, ROWS(rows));
    tcase_add_loop_test(tcase, kernel_mode_is_granted_everything, 0, ROWS(rows));
    tcase_add_loop_test(tcase, verdict_names_the_rights_that_are_missing, 0, ROWS(missing));
    tcase_add_loop_test(tcase, entry_of_another_type_counts_or_is_ignored, 0, ROWS(types));
    tcase_add_loop_test(tcase, entry_may_be_nothing_but_a_header, 0, 2);
    tcase_add_loop_test(tcase, only_restricted_tokens_are_asked_twice, 0, 2);
    tcase_add_loop_test(tcase, package_of_an_app_container_is_asked_since_windows_8, 0,
                        ROWS(boxes));
    return suite_end();
}
