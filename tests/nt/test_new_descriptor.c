/* The descriptor of a new object: given or by default (access-check.md T-24, T-28; IMP 4.1/10). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "nt/security.h"
#include "rtl/sid.h"

#include <string.h>

#define RESTORE  SE_PRIVILEGE_BIT(SE_RESTORE_PRIVILEGE)
#define SECURITY SE_PRIVILEGE_BIT(SE_SECURITY_PRIVILEGE)

static struct stage stage;
static struct rtl_described given;
static struct rtl_descriptor *made;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    given = (struct rtl_described){.control = 0};
    made = NULL;
}

static void close_stage(void)
{
    nt_described_release(stage.w, &given);
    rtl_descriptor_dereference(stage.w, made);
    stage_close(&stage);
}

static NTSTATUS make(const struct rtl_described *parts)
{
    return nt_new_descriptor(ps_current_thread(), stage.alice, parts, 0x1000, &made);
}

static const SID *default_owner(void)
{
    return &stage.alice->body->sids[stage.alice->owner].Sid;
}

static const SID *default_group(void)
{
    return &stage.alice->body->sids[stage.alice->primary_group].Sid;
}

START_TEST(without_one_everything_is_by_default)
{
    ck_assert_status(make(_i ? &given : NULL), STATUS_SUCCESS);
    ck_assert(rtl_sid_equal(&made->owner.Sid, default_owner()));
    ck_assert(rtl_sid_equal(&made->group.Sid, default_group()));
    ck_assert_ptr_eq(made->dacl, stage.alice->default_dacl);
    ck_assert_uint_eq(made->integrity, 0x1000);
}
END_TEST

START_TEST(each_part_given_counts)
{
    given.has_owner = _i & 1;
    given.has_group = (_i & 2) != 0;
    given.owner = sid_from_word("U");
    given.group = sid_from_word("WD");
    if (_i & 4) {
        given.control = SE_DACL_PRESENT;
        given.dacl = acl_from_text(stage.w, "(A;;GR;;;WD)");
    }
    ck_assert_status(make(&given), STATUS_SUCCESS);
    ck_assert(
        rtl_sid_equal(&made->owner.Sid, given.has_owner ? &given.owner.Sid : default_owner()));
    ck_assert(
        rtl_sid_equal(&made->group.Sid, given.has_group ? &given.group.Sid : default_group()));
    ck_assert_ptr_eq(made->dacl, _i & 4 ? given.dacl : stage.alice->default_dacl);
}
END_TEST

/* A SACL beyond a label is kept; the label in it gives way to that of the new object (T-28). */
START_TEST(sacl_is_kept_with_the_new_label)
{
    const SE_SID level = sid_from_word("S-1-16-0"), everyone = sid_from_word("WD");
    const struct rtl_ace rows[] = {
        {.type = SYSTEM_AUDIT_ACE_TYPE, .mask = 1, .sid = &everyone.Sid},
        {.type = SYSTEM_MANDATORY_LABEL_ACE_TYPE, .mask = 2, .sid = &level.Sid},
    };

    act_as(thread_of(stage.w, (struct token_words){.user = BOB, .on = SECURITY}));
    given.control = SE_SACL_PRESENT | SE_DACL_PROTECTED | SE_SACL_PROTECTED | SE_OWNER_DEFAULTED;
    given.sacl = rtl_acl_new(stage.w, rows, 2);
    ck_assert_status(make(&given), STATUS_SUCCESS);
    ck_assert_uint_eq(made->sacl->bytes.AceCount, 2);
    ck_assert(!made->sacl->has_only_labels);
    ck_assert_uint_eq(made->integrity, 0x1000);
    ck_assert_uint_eq(made->label_mask, 1);
    ck_assert_uint_eq(made->control,
                      SE_DACL_PRESENT | SE_SACL_PRESENT | SE_DACL_PROTECTED | SE_SACL_PROTECTED);
}
END_TEST

START_TEST(null_dacl_is_given_too)
{
    given.control = SE_DACL_PRESENT;
    ck_assert_status(make(&given), STATUS_SUCCESS);
    ck_assert_ptr_null(made->dacl);
}
END_TEST

/* T-28: a label alone takes no privilege, and does nothing. */
START_TEST(label_does_not_count)
{
    given.control = SE_SACL_PRESENT;
    given.sacl = rtl_sacl_of_label(stage.w, SECURITY_MANDATORY_SYSTEM_RID);
    ck_assert_status(make(&given), STATUS_SUCCESS);
    ck_assert_uint_eq(made->integrity, 0x1000);
}
END_TEST

static const struct {
    bool label, audit;
    uint64_t held;
    NTSTATUS status;
} sacls[] = {
    {false, false, 0, STATUS_PRIVILEGE_NOT_HELD}, {false, true, 0, STATUS_PRIVILEGE_NOT_HELD},
    {true, true, 0, STATUS_PRIVILEGE_NOT_HELD},   {true, true, SECURITY, STATUS_SUCCESS},
    {false, false, SECURITY, STATUS_SUCCESS},     {true, false, SECURITY, STATUS_SUCCESS},
};

static struct rtl_acl *sacl_of(bool label, bool audit)
{
    const SE_SID level = sid_from_word("S-1-16-0"), everyone = sid_from_word("WD");
    struct rtl_ace rows[2];
    size_t count = 0;

    if (audit)
        rows[count++] = (struct rtl_ace){.type = SYSTEM_AUDIT_ACE_TYPE, .sid = &everyone.Sid};
    if (label)
        rows[count++] =
            (struct rtl_ace){.type = SYSTEM_MANDATORY_LABEL_ACE_TYPE, .sid = &level.Sid};
    return rtl_acl_new(stage.w, rows, count);
}

START_TEST(any_other_sacl_takes_a_privilege)
{
    act_as(thread_of(stage.w, (struct token_words){.user = BOB, .on = sacls[_i].held}));
    given.control = SE_SACL_PRESENT;
    given.sacl = sacl_of(sacls[_i].label, sacls[_i].audit);
    ck_assert_status(make(&given), sacls[_i].status);
    ck_assert((made != NULL) == NT_SUCCESS(sacls[_i].status));
}
END_TEST

/* The owner is one of the effective token's; the privilege is looked for in the process's token. */
static const struct {
    const char *why;
    const char *owner;
    struct token_words process, client;
    NTSTATUS status;
} owners[] = {
    {"the client itself", BOB, {.user = ALICE}, {.user = BOB}, STATUS_SUCCESS},
    {"the user of the process", ALICE, {.user = ALICE}, {.user = BOB}, STATUS_INVALID_OWNER},
    {"any, by the process's privilege",
     ALICE,
     {.user = ALICE, .on = RESTORE},
     {.user = BOB},
     STATUS_SUCCESS},
    {"any, by the client's privilege",
     ALICE,
     {.user = ALICE},
     {.user = BOB, .on = RESTORE},
     STATUS_INVALID_OWNER},
};

START_TEST(owner_is_one_of_the_effective_token)
{
    PETHREAD thread = thread_of(stage.w, owners[_i].process);
    struct token_words words = owners[_i].client;
    struct se_token *client;

    words.type = TokenImpersonation;
    words.level = SecurityImpersonation;
    client = token_from(stage.w, words);
    ps_thread_make_block(thread);
    ps_thread_impersonate(
        thread, (struct ps_impersonation){.token = client, .level = SecurityImpersonation});
    act_as(thread);
    given.has_owner = true;
    given.owner = sid_from_word(owners[_i].owner);
    ck_assert_msg(make(&given) == owners[_i].status, "%s", owners[_i].why);
    ck_assert((made != NULL) == NT_SUCCESS(owners[_i].status));
}
END_TEST

START_TEST(kernel_mode_may_name_any_owner)
{
    srm_thread_set_kernel_mode(stage.client_thread, true);
    given.has_owner = true;
    given.owner = sid_from_word(BOB);
    ck_assert_status(make(&given), STATUS_SUCCESS);
}
END_TEST

/* Through the call that most need it: a descriptor in ObjectAttributes. */
START_TEST(duplicate_gets_the_descriptor_given)
{
    SE_SID group = sid_from_word("WD");
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT,
        .Group = &group,
    };
    OBJECT_ATTRIBUTES attributes = {
        .Length = sizeof attributes,
        .SecurityDescriptor = &descriptor,
    };
    HANDLE source = handle_to(stage.client_thread, stage.alice, TOKEN_DUPLICATE), copy = NULL;

    ck_assert_status(
        NtDuplicateToken(source, TOKEN_QUERY, &attributes, FALSE, TokenImpersonation, &copy),
        STATUS_SUCCESS);
    made = rtl_descriptor_reference(token_behind(stage.client_thread, copy)->header.descriptor);
    ck_assert_ptr_null(made->dacl);
    ck_assert(rtl_sid_equal(&made->group.Sid, &group.Sid));
    ck_assert_uint_eq(made->integrity, stage.alice->integrity);
    group = sid_from_word(BOB);
    descriptor.Owner = &group;
    copy = NULL;
    ck_assert_status(
        NtDuplicateToken(source, TOKEN_QUERY, &attributes, FALSE, TokenImpersonation, &copy),
        STATUS_INVALID_OWNER);
    ck_assert_ptr_null(copy);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/new_descriptor");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, without_one_everything_is_by_default, 0, 2);
    tcase_add_loop_test(tcase, each_part_given_counts, 0, 8);
    tcase_add_test(tcase, sacl_is_kept_with_the_new_label);
    tcase_add_test(tcase, null_dacl_is_given_too);
    tcase_add_test(tcase, label_does_not_count);
    tcase_add_loop_test(tcase, any_other_sacl_takes_a_privilege, 0, ROWS(sacls));
    tcase_add_loop_test(tcase, owner_is_one_of_the_effective_token, 0, ROWS(owners));
    tcase_add_test(tcase, kernel_mode_may_name_any_owner);
    tcase_add_test(tcase, duplicate_gets_the_descriptor_given);
    return suite_end();
}
