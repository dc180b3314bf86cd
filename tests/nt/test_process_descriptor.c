/* Descriptors and labels of new processes and threads (access-check.md T-24, T-27, T-31). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

static struct stage stage;
static PETHREAD caller;
static HANDLE process_handle, thread_handle;

static void act(PETHREAD thread)
{
    caller = thread;
    act_as(thread);
}

static void open_stage(void)
{
    stage_open(&stage, NULL);
    act(stage.client_thread);
    process_handle = thread_handle = NULL;
}

static void close_stage(void)
{
    stage_close(&stage);
}

static NTSTATUS create(HANDLE token)
{
    PS_ATTRIBUTE_LIST list = {
        .TotalLength = sizeof list,
        .Attributes = {{.Attribute = PS_ATTRIBUTE_TOKEN,
                        .Size = sizeof token,
                        .Value = (uintptr_t)token}},
    };

    return NtCreateUserProcess(&process_handle, &thread_handle, MAXIMUM_ALLOWED, MAXIMUM_ALLOWED,
                               NULL, NULL, 0, 0, NULL, NULL, token ? &list : NULL);
}

static PEPROCESS child(void)
{
    return ob_handle_find(&caller->process->handles, process_handle)->object;
}

static const struct {
    const char *profile, *owner;
} creators[] = {
    {"nt5.0", BOB},
    {"nt5.0sp4", BOB},
    {"nt5.1sp2", ALICE},
};

START_TEST(before_xp_sp2_descriptors_were_the_effective_tokens)
{
    SE_SID owner = sid_from_word(creators[_i].owner);
    struct se_token *bob;

    stage_close(&stage);
    stage_open(&stage, creators[_i].profile);
    act(stage.client_thread);
    bob = token_from(stage.w, (struct token_words){.user = BOB});
    ps_thread_make_block(caller);
    ps_thread_impersonate(caller, (struct ps_impersonation){.token = bob,
                                                            .level = SecurityImpersonation});
    ck_assert_status(create(NULL), STATUS_SUCCESS);
    ck_assert(rtl_sid_equal(&child()->header.descriptor->owner.Sid, &owner.Sid));
    ck_assert(rtl_sid_equal(&child()->threads->header.descriptor->owner.Sid, &owner.Sid));
    ck_assert(rtl_sid_equal(se_token_user(child()->token), se_token_user(stage.alice)));
}
END_TEST

/* Who names a token gets a process that is that user's, also to open (CreateProcessAsUserW). */
START_TEST(descriptors_come_from_the_token_given)
{
    act(thread_of(stage.w, (struct token_words){
                               .user = "LocalService",
                               .on = SE_PRIVILEGE_BIT(SE_ASSIGNPRIMARYTOKEN_PRIVILEGE) |
                                     SE_PRIVILEGE_BIT(SE_INCREASE_QUOTA_PRIVILEGE),
                           }));

    struct se_token *bob =
        token_from(stage.w, (struct token_words){.user = BOB, .integrity = "Low"});

    ck_assert_status(create(handle_to(caller, bob, TOKEN_ALL_ACCESS)),
                     STATUS_SUCCESS);

    const struct rtl_descriptor *descriptors[] = {
        child()->header.descriptor,
        child()->threads->header.descriptor,
        child()->token->header.descriptor,
    };

    for (size_t i = 0; i < 3; i++) {
        ck_assert(rtl_sid_equal(&descriptors[i]->owner.Sid, se_token_user(bob)));
        ck_assert_ptr_eq(descriptors[i]->dacl, bob->default_dacl);
        ck_assert_uint_eq(descriptors[i]->integrity, SECURITY_MANDATORY_LOW_RID);
    }
    ob_dereference(bob);
}
END_TEST

/* What the descriptor given has counts, and the rest is by default. */
START_TEST(descriptor_can_be_given)
{
    SE_SID group = sid_from_word("WD");
    struct rtl_acl *dacl = acl_from_text(stage.w, "(A;;GA;;;WD)");
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = 1, .Control = SE_DACL_PRESENT, .Group = &group.Sid, .Dacl = &dacl->bytes};
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes,
                                    .SecurityDescriptor = &descriptor};

    ck_assert_status(NtCreateUserProcess(&process_handle, &thread_handle, MAXIMUM_ALLOWED,
                                         MAXIMUM_ALLOWED, &attributes, NULL, 0, 0, NULL, NULL,
                                         NULL),
                     STATUS_SUCCESS);
    ck_assert(rtl_sid_equal(&child()->header.descriptor->group.Sid, &group.Sid));
    ck_assert(rtl_sid_equal(&child()->header.descriptor->owner.Sid, se_token_user(stage.alice)));
    ck_assert_ptr_ne(child()->header.descriptor->dacl, stage.alice->default_dacl);
    ck_assert_ptr_eq(child()->threads->header.descriptor->dacl, stage.alice->default_dacl);
    rtl_acl_dereference(stage.w, dacl);
}
END_TEST

/* ---- labels: T-31 ---- */

static const struct {
    const char *why, *profile, *level;
    ACCESS_MASK mask;
    uint64_t privileges;
    NTSTATUS status;
    ULONG label; /* of the new object, if it is made */
} labels[] = {
    {"below", "nt10.0", "S-1-16-4096", 1, 0, STATUS_SUCCESS, 0x1000},
    {"above", "nt10.0", "S-1-16-12288", 1, 0, STATUS_PRIVILEGE_NOT_HELD, 0},
    {"above with SeRelabelPrivilege", "nt10.0", "S-1-16-12288", 1,
     SE_PRIVILEGE_BIT(SE_RELABEL_PRIVILEGE), STATUS_SUCCESS, 0x3000},
    {"no level", "nt10.0", "S-1-1-0", 1, 0, STATUS_INVALID_LABEL, 0},
    {"unknown policy", "nt10.0", "S-1-16-4096", 9, 0, STATUS_INVALID_PARAMETER, 0},
    {"in Vista", "nt6.0", "S-1-16-4096", 1, 0, STATUS_SUCCESS, 0x1000},
    {"before labels", "nt5.2", "S-1-16-4096", 1, 0, STATUS_SUCCESS, 0x2000},
};

/* Makes a process and a thread; one of them with that label. */
static NTSTATUS create_labelled(bool on_thread, struct rtl_acl *sacl)
{
    SECURITY_DESCRIPTOR descriptor = {
        .Revision = 1, .Control = SE_SACL_PRESENT, .Sacl = &sacl->bytes};
    OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes,
                                    .SecurityDescriptor = &descriptor};

    return NtCreateUserProcess(&process_handle, &thread_handle, MAXIMUM_ALLOWED, MAXIMUM_ALLOWED,
                               on_thread ? NULL : &attributes, on_thread ? &attributes : NULL, 0, 0,
                               NULL, NULL, NULL);
}

static void check_label(int row, bool on_thread)
{
    SE_SID level = sid_from_word(labels[row].level);
    struct rtl_acl *sacl;

    stage_close(&stage);
    stage_open(&stage, labels[row].profile);
    act(thread_of(stage.w, (struct token_words){.user = BOB, .on = labels[row].privileges}));
    sacl = rtl_acl_new(stage.w,
                       &(struct rtl_ace){.type = SYSTEM_MANDATORY_LABEL_ACE_TYPE,
                                         .mask = labels[row].mask,
                                         .sid = &level.Sid},
                       1);
    ck_assert_msg(create_labelled(on_thread, sacl) == labels[row].status, "%s", labels[row].why);
    rtl_acl_dereference(stage.w, sacl);
    if (NT_SUCCESS(labels[row].status)) {
        ck_assert_uint_eq(child()->threads->header.descriptor->integrity,
                          on_thread ? labels[row].label : 0x2000);
        ck_assert_uint_eq(child()->header.descriptor->integrity,
                          on_thread ? 0x2000 : labels[row].label);
        ck_assert_uint_eq(child()->token->header.descriptor->integrity, 0x2000);
    } else {
        ck_assert_ptr_null(process_handle);
    }
}

START_TEST(process_gets_the_label_given)
{
    check_label(_i, false);
}
END_TEST

START_TEST(thread_gets_the_label_given)
{
    check_label(_i, true);
}
END_TEST

int main(void)
{
    TCase *tests = suite_begin("nt/process_descriptor");

    tcase_add_checked_fixture(tests, open_stage, close_stage);
    tcase_add_loop_test(tests, before_xp_sp2_descriptors_were_the_effective_tokens, 0,
                        ROWS(creators));
    tcase_add_test(tests, descriptors_come_from_the_token_given);
    tcase_add_test(tests, descriptor_can_be_given);
    tcase_add_loop_test(tests, process_gets_the_label_given, 0, ROWS(labels));
    tcase_add_loop_test(tests, thread_gets_the_label_given, 0, ROWS(labels));
    return suite_end();
}
