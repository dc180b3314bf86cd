/*
 * The model's access check against a literal transcription of the published algorithm, on random
 * lists, tokens and requests. NTSRM_TEST_SEED and NTSRM_TEST_ROUNDS choose which and how many.
 */
#include "support/dacl_text.h"
#include "support/random.h"
#include "support/reference_access.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sid.h"
#include "se/access.h"

#include <stdio.h>

#define ROUNDS  120000u
#define TOKENS  48
#define ENTRIES 7

static const char *const words[] = {ALICE, BOB, "WD", "BU", "BA", "AU", "RC", "OW", "SY", "AN"};
static SE_SID sids[ROWS(words)];

static const ACCESS_MASK masks[] = {
    0x1,
    0x2,
    0x4,
    0x120089,
    0x120116,
    READ_CONTROL,
    WRITE_DAC,
    WRITE_OWNER,
    DELETE,
    SYNCHRONIZE,
    GENERIC_READ,
    GENERIC_WRITE,
    GENERIC_ALL,
    GENERIC_EXECUTE,
    0x1F01FF,
    0,
    READ_CONTROL | WRITE_DAC,
    ACCESS_SYSTEM_SECURITY | 0x1,
};

static const ULONG integrities[] = {0, 0x1000, 0x2000, 0x3000, 0x4000};

static const GENERIC_MAPPING mappings[] = {
    {FILE_GENERIC_READ, FILE_GENERIC_WRITE, FILE_GENERIC_EXECUTE, FILE_ALL_ACCESS},
    {0x2001A, 0x201E0, 0x20005, 0xF01FF},
    {0x20001, 0x20000, 0x120000, 0x1F0001},
    {0x20003, 0x2000E, 0x20018, 0x1F001F},
};

/* One random case, kept for the message. */
struct question {
    struct srm_world *w;
    struct se_token *token, *primary;
    struct rtl_descriptor *descriptor;
    const GENERIC_MAPPING *mapping;
    ACCESS_MASK desired;
    bool impersonating;
    SECURITY_IMPERSONATION_LEVEL level;
    KPROCESSOR_MODE mode;
};

static ACCESS_MASK random_mask(struct random *random)
{
    ACCESS_MASK mask = masks[random_below(random, ROWS(masks))];

    while (random_once_in(random, 2))
        mask |= masks[random_below(random, ROWS(masks))];
    return mask;
}

static uint32_t random_group_attributes(struct random *random)
{
    static const uint32_t attributes[] = {7, 7, 7, 0, 1, 16, 4, 20, 0xE};

    return attributes[random_below(random, ROWS(attributes))];
}

static uint64_t random_privileges(struct random *random)
{
    static const LONG privileges[] = {SE_SECURITY_PRIVILEGE, SE_TAKE_OWNERSHIP_PRIVILEGE,
                                      SE_RELABEL_PRIVILEGE};
    uint64_t bits = 0;

    for (int i = 0; i < ROWS(privileges); i++)
        if (random_once_in(random, 4))
            bits |= SE_PRIVILEGE_BIT(privileges[i]);
    return bits;
}

static struct se_token *random_token(struct srm_world *w, struct random *random)
{
    struct token_words token = {
        .like = "",
        .user = words[random_below(random, 2)],
        .user_attributes = random_once_in(random, 6) ? SE_GROUP_USE_FOR_DENY_ONLY : 0,
        .on = random_privileges(random),
        .off = random_privileges(random),
    };
    struct se_token *made;

    for (int i = 0; i < 4; i++)
        token.groups[i] =
            (struct srm_group){words[2 + random_below(random, 4)], random_group_attributes(random)};
    if (random_once_in(random, 3))
        for (uint32_t i = 0; i <= random_below(random, 3); i++)
            token.restricted[i] = words[random_below(random, 7)];
    made = token_from(w, token);
    made->integrity = integrities[random_below(random, ROWS(integrities))];
    made->mandatory_policy = random_below(random, 4);
    made->write_restricted = random_once_in(random, 2);
    return made;
}

static struct rtl_descriptor *random_descriptor(struct srm_world *w, struct random *random,
                                                ACCESS_MASK excluded)
{
    static const UCHAR types[] = {0, 0, 0, 1, 1, 2};
    static const UCHAR flags[] = {0, 0, 0, 0, INHERIT_ONLY_ACE, INHERITED_ACE, 0x3};
    const SE_SID *owner = &sids[random_below(random, ROWS(words))];
    struct rtl_ace rows[ENTRIES];
    struct rtl_acl *dacl = NULL;
    struct rtl_descriptor *descriptor;
    size_t count = random_below(random, ENTRIES + 1);

    for (size_t i = 0; i < count; i++)
        rows[i] = (struct rtl_ace){
            .type = types[random_below(random, ROWS(types))],
            .flags = flags[random_below(random, ROWS(flags))],
            .mask = random_mask(random) & ~excluded,
            .sid = &sids[random_below(random, ROWS(words))].Sid,
        };
    if (!random_once_in(random, 12))
        dacl = rtl_acl_new(w, rows, count);
    descriptor = rtl_descriptor_new(w, &owner->Sid, &owner->Sid, dacl,
                                    integrities[random_below(random, ROWS(integrities))]);
    rtl_acl_dereference(w, dacl);
    return descriptor;
}

static void random_request(struct question *question, struct random *random)
{
    question->mapping = &mappings[random_below(random, ROWS(mappings))];
    question->desired = random_once_in(random, 3) ? 0 : random_mask(random);
    if (random_once_in(random, 3))
        question->desired |= MAXIMUM_ALLOWED;
    if (random_once_in(random, 10))
        question->desired |= ACCESS_SYSTEM_SECURITY;
    question->impersonating = random_once_in(random, 2);
    question->level =
        (SECURITY_IMPERSONATION_LEVEL)(random_once_in(random, 8) ? random_below(random, 2)
                                                                 : 2 + random_below(random, 2));
    question->mode = random_once_in(random, 40) ? KernelMode : UserMode;
}

static NTSTATUS ask_model(const struct question *question, ACCESS_MASK *granted)
{
    struct se_verdict verdict;
    NTSTATUS status = se_access_check(
        question->w,
        &(struct se_access_request){
            .subject =
                &(SECURITY_SUBJECT_CONTEXT){
                    .ClientToken = question->impersonating ? question->token : NULL,
                    .ImpersonationLevel = question->level,
                    .PrimaryToken = question->impersonating ? question->primary : question->token,
                },
            .descriptor = &(const struct rtl_view[]){rtl_view_of(question->descriptor)}[0],
            .mapping = question->mapping,
            .desired = question->desired,
            .mode = question->mode,
        },
        &verdict);

    require(verdict.status == status, "the verdict says something else than the call");
    *granted = verdict.granted;
    return status;
}

static NTSTATUS ask_reference(const struct question *question, ACCESS_MASK *granted)
{
    return reference_access_check(
        &(struct reference_question){
            .token = question->token,
            .impersonating = question->impersonating,
            .level = question->level,
            .kernel_mode = question->mode == KernelMode,
            .since_vista = question->w->profile >= SRM_PROFILE_NT6_0,
            .since_xp = question->w->profile >= SRM_PROFILE_NT5_1SP2,
            .descriptor = question->descriptor,
            .mapping = question->mapping,
            .desired = question->desired,
        },
        granted);
}

static const char *list_text(const struct rtl_descriptor *descriptor)
{
    static char text[1024];
    struct rtl_acl_cursor cursor = {.index = 0};
    char sid[RTL_SID_TEXT_SIZE];
    struct rtl_ace ace;
    int length = 0;

    if (!descriptor->dacl)
        return "none";
    text[0] = '\0';
    while (rtl_acl_next(&descriptor->dacl->bytes, &cursor, &ace)) {
        rtl_sid_to_text(ace.sid, sid, sizeof sid);
        length += snprintf(text + length, sizeof text - (size_t)length, "(%u;%#x;%#x;%s)",
                           (unsigned)ace.type, (unsigned)ace.flags, ace.mask, sid);
    }
    return text;
}

static void compare(const struct question *question, unsigned long seed, unsigned long round)
{
    ACCESS_MASK granted, expected;
    const NTSTATUS status = ask_model(question, &granted);
    const NTSTATUS expected_status = ask_reference(question, &expected);

    require(status == expected_status && granted == expected,
            "seed %lu, round %lu: desired %#x is %s %#x instead of %s %#x; DACL %s", seed, round,
            question->desired, status_text(status), granted, status_text(expected_status), expected,
            list_text(question->descriptor));
}

static void run(const char *profile, ACCESS_MASK excluded)
{
    const unsigned long seed = number_from_environment("NTSRM_TEST_SEED", 1);
    const unsigned long rounds = number_from_environment("NTSRM_TEST_ROUNDS", ROUNDS);
    struct random random = random_from(seed);
    struct question question = {.w = srm_world_new(profile)};
    struct se_token *tokens[TOKENS];

    for (int i = 0; i < ROWS(words); i++)
        sids[i] = sid_from_word(words[i]);
    for (int i = 0; i < TOKENS; i++)
        tokens[i] = random_token(question.w, &random);
    question.primary = tokens[0];
    for (unsigned long round = 0; round < rounds; round++) {
        question.token = tokens[random_below(&random, TOKENS)];
        question.descriptor = random_descriptor(question.w, &random, excluded);
        random_request(&question, &random);
        compare(&question, seed, round);
        rtl_descriptor_dereference(question.w, question.descriptor);
    }
    for (int i = 0; i < TOKENS; i++)
        srm_release(tokens[i]);
    ck_assert_uint_eq(srm_world_delete(question.w), 0);
}

static const char *const profiles[] = {"nt10.0", "nt5.2"};

START_TEST(model_and_transcription_agree)
{
    run(profiles[_i], ACCESS_SYSTEM_SECURITY);
}
END_TEST

/* no entry can grant it, although entries may name it. */
START_TEST(model_and_transcription_agree_about_system_security)
{
    run(profiles[_i], 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/access_reference");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, model_and_transcription_agree, 0, ROWS(profiles));
    tcase_add_loop_test(tcase, model_and_transcription_agree_about_system_security, 0,
                        ROWS(profiles));
    return suite_end();
}
