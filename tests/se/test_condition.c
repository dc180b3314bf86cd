/* Conditions of callback entries (access-check 2.11). */
#include "support/condition_text.h"
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "rtl/sid.h"
#include "se/condition.h"

#include <string.h>

static struct srm_world *w;
static struct se_token *token;
static struct rtl_acl *sacl;

static const char user_claims[] = "clr=1\n"
                                  "zero=0\n"
                                  "minus=-5\n"
                                  "big:UINT64=0xFFFFFFFFFFFFFFFF\n"
                                  "yes:BOOLEAN=1\n"
                                  "no:BOOLEAN=0\n"
                                  "both:BOOLEAN=0 1\n"
                                  "text=\"apple\"\n"
                                  "nothing=\"\"\n"
                                  "fruit=\"apple\" \"banana\"\n"
                                  "numbers=1 2 3\n"
                                  "onezero=1 0\n"
                                  "empty:STRING=\n"
                                  "who=SID(BU)\n"
                                  "octets=#0a0b\n"
                                  "twice=1\n"
                                  "TWICE=2\n"
                                  "off!10=1\n"
                                  "denying!4=1\n"
                                  "exact!2=\"Apple\"\n"
                                  "sharp=\"\\u00DF\"\n"
                                  "astral=\"\\uD800\\uDC00\"\n"
                                  "\\u00E4=1\n";

static void open_world(void)
{
    struct se_design design;
    struct rtl_bytes claim = {.size = 0}, hidden = {.size = 0}, repeating = {.size = 0};
    SE_SID alice = sid_from_word(ALICE), everyone = sid_from_word("WD"),
           backup = sid_from_word("BG"), operators = sid_from_word("BO"),
           restricted = sid_from_word("RC"), authenticated = sid_from_word("AU");
    const char *problem;

    w = srm_world_new(NULL);
    se_design_init(&design);
    se_design_like(&design, "user");
    se_design_set_user(&design, &alice.Sid, 0);
    se_design_set_group(&design, &backup.Sid, SE_GROUP_USE_FOR_DENY_ONLY);
    se_design_set_group(&design, &operators.Sid, 0);
    se_sid_list_add(&design.restricting, &restricted.Sid, 0);
    se_sid_list_add(&design.device_groups, &authenticated.Sid, SE_GROUP_ENABLED);
    se_sid_list_add(&design.device_groups, &backup.Sid, SE_GROUP_USE_FOR_DENY_ONLY);
    add_claims_from(&design, SE_CLAIMS_USER, user_claims);
    add_claims_from(&design, SE_CLAIMS_DEVICE, "clr=2");
    add_claims_from(&design, SE_CLAIMS_LOCAL, "clr=3");
    token = se_design_make(w, &design, &problem);
    ck_assert_msg(token != NULL, "%s", problem);
    se_design_free(&design);
    put_claim(&claim, "clr=4");
    put_claim(&hidden, "hidden=4");
    put_claim(&repeating, "repeating=1 1");
    const struct rtl_ace aces[] = {
        {.type = SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE,
         .sid = &everyone.Sid,
         .data = claim.bytes,
         .data_size = (uint16_t)claim.size},
        {.type = SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE,
         .flags = INHERIT_ONLY_ACE,
         .sid = &everyone.Sid,
         .data = hidden.bytes,
         .data_size = (uint16_t)hidden.size},
        {.type = SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE,
         .sid = &everyone.Sid,
         .data = repeating.bytes,
         .data_size = (uint16_t)repeating.size},
        {.type = SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE, .sid = &everyone.Sid},
    };
    sacl = rtl_acl_new(w, aces, ROWS(aces));
    rtl_bytes_free(&claim);
    rtl_bytes_free(&hidden);
    rtl_bytes_free(&repeating);
}

static void close_world(void)
{
    rtl_acl_dereference(w, sacl);
    ob_dereference(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static enum se_truth answer(const char *text, enum se_condition_members members)
{
    const struct se_condition_context context = {
        .token = token,
        .members = members,
        .denies = members == SE_MEMBERS_DENIED,
        .sacl = &sacl->bytes,
    };
    struct rtl_bytes condition = {.size = 0};
    enum se_truth truth;

    put_condition(&condition, text);
    ck_assert_status(se_condition_evaluate(w, condition.bytes, condition.size, &context, &truth),
                     STATUS_SUCCESS);
    rtl_bytes_free(&condition);
    return truth;
}

enum { F = SE_FALSE, T = SE_TRUE, N = SE_UNKNOWN };

static const struct {
    const char *text;
    int truth;
    const char *why;
} conditions[] = {
    /* one claim, one value */
    {"u.clr 1 ==", T, "the value is that"},
    {"u.clr 2 ==", F, "the value is another"},
    {"u.clr 1 !=", F, "the inverse"},
    {"u.CLR 1 ==", T, "the case of names does not count"},
    {"u.\\u00C4 1 ==", T, "nor does it beyond ASCII"},
    {"u.cl 1 ==", N, "another name"},
    {"d.clr 2 ==", T, "of the device"},
    {"l.clr 3 ==", T, "of the token itself"},
    {"r.clr 4 ==", T, "of the object"},
    {"r.hidden 4 ==", N, "a resource attribute for children only"},
    {"u.clr d.clr <", T, "two attributes"},
    {"u.missing 1 ==", N, "nothing is known of what is missing"},
    {"u.missing 1 !=", N, "and its inverse is not known either"},
    {"u.clr u.missing ==", N, "on the right, too"},
    {"u.twice 2 ==", T, "of two claims with a name the last one counts"},
    {"u.off 1 ==", N, "a disabled claim is not there"},
    {"u.off Exists", F, "it does not even exist"},
    {"u.denying 1 ==", N, "a claim for deny entries, in an entry that allows"},
    /* numbers */
    {"u.minus -5 ==", T, "negative"},
    {"u.minus 0 <", T, "below zero"},
    {"u.minus -4 <", T, "among negative ones"},
    {"u.minus -6 <", F, "among negative ones"},
    {"u.minus 0xFFFFFFFFFFFFFFFB ==", F, "without a sign it is positive"},
    {"u.minus 0xFFFFFFFFFFFFFFFB <", T, "without a sign it is positive"},
    {"u.big 0xFFFFFFFFFFFFFFFF ==", T, "the largest"},
    {"u.big -1 ==", F, "not -1"},
    {"u.big u.clr >", T, "INT64 and UINT64 compare"},
    {"u.clr 1 <=", T, "the same"},
    {"u.clr 1 >=", T, "the same"},
    {"u.clr 1 <", F, "the same"},
    {"u.clr 1 >", F, "the same"},
    {"u.clr 0 >", T, "above"},
    {"u.clr 2 >=", F, "below"},
    {"u.clr +1 ==", T, "a plus sign"},
    /* booleans */
    {"u.yes 1 ==", T, "a boolean is 1"},
    {"u.yes 0 ==", F, "or 0"},
    {"u.yes 42 ==", N, "but never 42"},
    {"u.yes u.clr ==", T, "a number of 1 goes with it"},
    {"u.yes u.minus ==", N, "another one does not"},
    {"u.yes u.no ==", F, "two booleans"},
    /* texts */
    {"u.text \"apple\" ==", T, "the same"},
    {"u.text \"APPLE\" ==", T, "case does not count"},
    {"u.text \"apples\" ==", F, "longer"},
    {"u.text \"banana\" <", T, "in order"},
    {"u.text \"_\" <", T, "upper case is compared"},
    {"u.nothing \"\" ==", T, "an empty text is a value"},
    {"u.sharp \"\\u1E9E\" ==", F, "sharp s has no other case"},
    {"u.sharp \"SS\" ==", F, "nor two letters"},
    {"u.astral \"\\uF900\" <", T, "code units are compared, not characters"},
    {"u.exact \"Apple\" ==", T, "a claim whose case counts"},
    {"u.exact \"apple\" ==", F, "a claim whose case counts"},
    {"u.text u.exact ==", F, "one such side is enough"},
    {"u.text 42 ==", N, "another type"},
    {"u.clr \"1\" ==", N, "another type"},
    {"u.text {1 2} Contains", N, "a list of another type"},
    {"u.text {\"apple\" 2} Contains", N, "a list of several types"},
    /* SIDs and octets */
    {"u.who SID(BU) ==", T, "a SID"},
    {"u.who SID(BA) ==", F, "another SID"},
    {"u.who {SID(BA) SID(BU)} Any_of", T, "a list of SIDs"},
    {"u.octets #0a0b ==", T, "octets"},
    {"u.octets #0a0b0c ==", F, "other octets"},
    {"u.octets \"\\u0B0A\" ==", N, "no text, whatever the bytes"},
    /* lists */
    {"u.fruit {\"apple\" \"banana\"} ==", T, "the same list"},
    {"u.fruit {\"BANANA\" \"Apple\"} ==", T, "order and case do not count"},
    {"u.fruit {\"apple\"} ==", F, "shorter"},
    {"u.fruit {\"apple\" \"banana\" \"apple\"} ==", F, "longer, though the same set"},
    {"u.fruit {\"apple\" \"apple\"} ==", F, "as long, but another set"},
    {"u.fruit {\"apple\" \"cherry\"} ==", F, "as long, but another set"},
    {"u.fruit {\"apple\" \"cherry\"} !=", T, "the inverse"},
    {"r.repeating {1 2} ==", F, "as long, and a part, but not the same"},
    {"r.repeating {1 1} ==", T, "the same, repetitions and all"},
    {"u.fruit {\"apple\" \"banana\"} <", N, "lists have no order"},
    {"u.text {\"banana\"} <", N, "not even those of one value"},
    {"u.fruit \"banana\" <", N, "on either side"},
    {"u.text {\"apple\"} ==", T, "one value and a list of it"},
    {"u.fruit {\"banana\"} Contains", T, "a part"},
    {"u.fruit \"banana\" Contains", T, "one value will do"},
    {"u.fruit {\"banana\" \"apple\" \"banana\"} Contains", T, "repetitions do not count"},
    {"u.fruit {\"banana\" \"cherry\"} Contains", F, "one is not there"},
    {"u.fruit {\"banana\" \"cherry\"} Not_Contains", T, "the inverse"},
    {"u.fruit {} Contains", F, "nothing is not contained"},
    {"u.fruit {} Not_Contains", T, "nothing is not contained"},
    {"u.missing {} Contains", F, "not even in what is missing"},
    {"u.missing {} Not_Contains", T, "not even in what is missing"},
    {"u.missing {\"a\"} Contains", N, "nothing is known of what is missing"},
    {"u.missing {\"a\"} Not_Contains", N, "nothing is known of what is missing"},
    {"u.fruit {\"banana\" \"cherry\"} Any_of", T, "one of them"},
    {"u.fruit {\"cherry\"} Any_of", F, "none of them"},
    {"u.fruit {\"cherry\"} Not_Any_of", T, "the inverse"},
    {"u.fruit \"banana\" Any_of", N, "one value will not do"},
    {"u.fruit \"banana\" Not_Any_of", N, "one value will not do"},
    {"u.fruit u.text Any_of", T, "unless an attribute has it"},
    {"u.text {\"apple\"} Any_of", T, "one value on the left"},
    {"u.fruit {} Any_of", F, "none of none"},
    {"u.missing {} Any_of", N, "nothing is known of what is missing"},
    {"u.missing {} ==", N, "nothing is known of what is missing"},
    {"u.fruit {} ==", F, "two are not none"},
    {"u.numbers {3 2 1} ==", T, "numbers"},
    {"u.numbers {3 4} Any_of", T, "numbers"},
    {"u.numbers u.clr Contains", T, "of another claim"},
    {"u.both {0 1} ==", T, "booleans"},
    {"u.both {0 42} Any_of", N, "a list with what no boolean is"},
    /* claims without values */
    {"u.empty Exists", N, "nobody knows"},
    {"u.empty Not_Exists", N, "nobody knows"},
    {"u.empty \"a\" ==", N, "nobody knows"},
    {"u.empty", N, "nobody knows"},
    {"u.empty {} Contains", F, "but nothing is not contained"},
    /* Exists */
    {"u.clr Exists", T, "there"},
    {"u.clr Not_Exists", F, "there"},
    {"u.missing Exists", F, "not there"},
    {"u.missing Not_Exists", T, "not there"},
    {"d.zero Exists", F, "of another source"},
    {"r.clr Exists", T, "of the object"},
    {"l.clr Exists", T, "of the token itself"},
    /* attributes by themselves */
    {"u.clr", T, "not 0"},
    {"u.zero", F, "0"},
    {"u.yes", T, "true"},
    {"u.no", F, "false"},
    {"u.text", T, "a text"},
    {"u.nothing", F, "an empty text"},
    {"u.both", T, "several values"},
    {"u.onezero", T, "several values"},
    {"u.fruit", T, "several values"},
    {"u.missing", N, "missing"},
    {"u.minus", T, "below 0"},
    /* membership */
    {"SID(BU) Member_of", T, "an enabled group"},
    {"SID(BA) Member_of", F, "no group"},
    {"SID(BG) Member_of", F, "a deny-only group"},
    {"SID(BO) Member_of", F, "a disabled group"},
    {"SID(BU) Not_Member_of", F, "the inverse"},
    {"{SID(BU) SID(WD)} Member_of", T, "all"},
    {"{SID(BU) SID(BA)} Member_of", F, "not all"},
    {"{SID(BU) SID(BA)} Member_of_any", T, "one"},
    {"{SID(BG) SID(BA)} Member_of_any", F, "none"},
    {"{SID(BG) SID(BA)} Not_Member_of_any", T, "the inverse"},
    {"SID(AU) Device_Member_of", T, "a group of the device"},
    {"SID(BU) Device_Member_of", F, "a group of the user"},
    {"SID(BG) Device_Member_of", F, "deny-only"},
    {"{SID(AU) SID(BU)} Device_Member_of_any", T, "one"},
    {"{SID(AU) SID(BU)} Not_Device_Member_of", T, "not all"},
    {"{SID(AU) SID(BU)} Not_Device_Member_of_any", F, "the inverse"},
    {"SID(PS) Member_of", F, "nobody is the principal of the object"},
    /* logic */
    {"SID(BU) Member_of SID(WD) Member_of &&", T, "T and T"},
    {"SID(BU) Member_of SID(BA) Member_of &&", F, "T and F"},
    {"SID(BU) Member_of u.missing &&", N, "T and U"},
    {"SID(BA) Member_of u.missing &&", F, "F and U"},
    {"u.missing SID(BA) Member_of &&", F, "U and F"},
    {"u.missing u.missing &&", N, "U and U"},
    {"SID(BA) Member_of SID(BA) Member_of &&", F, "F and F"},
    {"SID(BA) Member_of SID(BA) Member_of ||", F, "F or F"},
    {"SID(BA) Member_of SID(BU) Member_of ||", T, "F or T"},
    {"u.missing SID(BU) Member_of ||", T, "U or T"},
    {"SID(BU) Member_of u.missing ||", T, "T or U"},
    {"SID(BA) Member_of u.missing ||", N, "F or U"},
    {"u.missing u.missing ||", N, "U or U"},
    {"SID(BU) Member_of !", F, "not T"},
    {"SID(BA) Member_of !", T, "not F"},
    {"u.missing !", N, "not U"},
    /* ! of an attribute: a is 1, b is 0 */
    {"u.yes u.yes ! ||", N, "a || !(a): an attribute waits"},
    {"u.yes ! u.yes ||", T, "!(a) || a: none waits"},
    {"u.yes u.no ! &&", N, "a && !(b)"},
    {"u.yes u.no u.no || ! &&", T, "a && !(b || b)"},
    {"u.no ! u.no ! ||", T, "!(b) || !(b)"},
    {"u.yes u.yes && !", F, "!(a && a)"},
    {"u.yes ! ! ! !", T, "!(!(!(!(a))))"},
    {"u.yes u.yes u.yes || ||", T, "a || (a || a)"},
    {"u.yes u.clr 1 == ! &&", F, "! of a comparison"},
    /* what no operator takes */
    {"5", N, "a literal is no condition"},
    {"u.clr 5 &&", N, "nor a side of one"},
    {"SID(BU) Member_of 5 ||", N, "even if the other side decides"},
    {"u.clr 1 == u.clr ==", N, "a result is no value"},
    {"5 Exists", N, "only attributes exist"},
    {"u.who Member_of", N, "an attribute is no SID"},
    {"{1 2 3} Member_of", N, "a number is no SID"},
    {"{SID(BU) 1} Member_of", N, "a number among SIDs"},
    {"SID(BU) Member_of {1} Member_of ||", N, "the whole is unknown"},
    /* malformed */
    {"", N, "nothing"},
    {"u.clr u.clr", N, "two results"},
    {"u.clr &&", N, "one side"},
    {"!", N, "no operand"},
    {"==", N, "no operands"},
    {"u.clr xFF", N, "a code that nobody knows"},
    {"u.clr x10", N, "a text that is cut off"},
    {"SID(BU) Member_of xFF", N, "behind what is right"},
    {"u.clr {{1}} Contains", N, "a list in a list"},
    {"u.clr {u.clr} Contains", N, "an attribute in a list"},
    {"u.clr 1 == x00 x00 x00", T, "padding"},
    {"x00 u.clr", T, "padding"},
};

START_TEST(condition_is_what_it_is)
{
    const enum se_truth truth = answer(conditions[_i].text, SE_MEMBERS_ENABLED);

    ck_assert_msg((int)truth == conditions[_i].truth, "%s (%s): %d", conditions[_i].text,
                  conditions[_i].why, truth);
}
END_TEST

static const struct {
    const char *text;
    enum se_condition_members members;
    int truth;
    const char *why;
} identities[] = {
    {"SID(BG) Member_of", SE_MEMBERS_DENIED, T, "deny-only groups count for entries that deny"},
    {"SID(BU) Member_of", SE_MEMBERS_DENIED, T, "enabled ones do, too"},
    {"SID(BO) Member_of", SE_MEMBERS_DENIED, F, "disabled ones do not"},
    {"SID(BG) Device_Member_of", SE_MEMBERS_DENIED, T, "groups of the device"},
    {"u.denying 1 ==", SE_MEMBERS_DENIED, T, "a claim for deny entries"},
    {"SID(RC) Member_of", SE_MEMBERS_RESTRICTING, T, "a restricting SID"},
    {"SID(BU) Member_of", SE_MEMBERS_RESTRICTING, F, "a group is none"},
    {"SID(RC) Member_of", SE_MEMBERS_ENABLED, F, "a restricting SID is no group"},
};

START_TEST(identity_decides_who_is_a_member)
{
    const enum se_truth truth = answer(identities[_i].text, identities[_i].members);

    ck_assert_msg((int)truth == identities[_i].truth, "%s (%s): %d", identities[_i].text,
                  identities[_i].why, truth);
}
END_TEST

START_TEST(principal_self_stands_for_somebody)
{
    struct rtl_bytes condition = {.size = 0};
    SE_SID users = sid_from_word("BU"), administrators = sid_from_word("BA");
    struct se_condition_context context = {.token = token, .self = &users.Sid};
    enum se_truth truth;

    put_condition(&condition, "SID(PS) Member_of");
    se_condition_evaluate(w, condition.bytes, condition.size, &context, &truth);
    ck_assert_int_eq(truth, SE_TRUE);
    context.self = &administrators.Sid;
    se_condition_evaluate(w, condition.bytes, condition.size, &context, &truth);
    ck_assert_int_eq(truth, SE_FALSE);
    rtl_bytes_free(&condition);
}
END_TEST

START_TEST(not_of_an_attribute_is_contested)
{
    ex_rules_set_policy(w, ex_policy_by_name("not-of-attribute"), false);
    ck_assert_int_eq(answer("u.yes u.yes ! ||", SE_MEMBERS_ENABLED), SE_TRUE);
    ck_assert_int_eq(answer("u.yes u.no ! &&", SE_MEMBERS_ENABLED), SE_TRUE);
}
END_TEST

START_TEST(claims_came_with_windows_8)
{
    ex_rules_set_profile(w, SRM_PROFILE_NT6_1);
    ck_assert_int_eq(answer("u.clr 1 ==", SE_MEMBERS_ENABLED), SE_UNKNOWN);
    ck_assert_int_eq(answer("u.clr Not_Exists", SE_MEMBERS_ENABLED), SE_UNKNOWN);
    ck_assert_int_eq(answer("l.clr 3 ==", SE_MEMBERS_ENABLED), SE_TRUE);
    ck_assert_int_eq(answer("SID(BU) Member_of", SE_MEMBERS_ENABLED), SE_TRUE);
    ck_assert_int_eq(answer("SID(BU) Member_of_any", SE_MEMBERS_ENABLED), SE_UNKNOWN);
}
END_TEST

static const char *const not_modelled[] = {
    "u.who", "u.octets", "u.who SID(BA) <", "u.octets #01 >=", "1 1 ==", "1 u.clr ==",
};

START_TEST(what_nobody_knows_is_said)
{
    const struct se_condition_context context = {.token = token};
    struct rtl_bytes condition = {.size = 0};
    enum se_truth truth;

    put_condition(&condition, not_modelled[_i]);
    ck_assert_status(se_condition_evaluate(w, condition.bytes, condition.size, &context, &truth),
                     STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(w->not_modelled);
    ck_assert_int_eq(truth, SE_UNKNOWN);
    rtl_bytes_free(&condition);
}
END_TEST

static const struct {
    bool denies;
    enum se_truth truth;
    bool applies;
} effects[] = {
    {false, SE_TRUE, true}, {false, SE_FALSE, false}, {false, SE_UNKNOWN, false},
    {true, SE_TRUE, true},  {true, SE_FALSE, false},  {true, SE_UNKNOWN, true},
};

START_TEST(unknown_never_grants)
{
    ck_assert(se_condition_applies(w, effects[_i].truth, effects[_i].denies) ==
              effects[_i].applies);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/condition");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, condition_is_what_it_is, 0, ROWS(conditions));
    tcase_add_loop_test(tcase, identity_decides_who_is_a_member, 0, ROWS(identities));
    tcase_add_test(tcase, principal_self_stands_for_somebody);
    tcase_add_test(tcase, not_of_an_attribute_is_contested);
    tcase_add_test(tcase, claims_came_with_windows_8);
    tcase_add_loop_test(tcase, what_nobody_knows_is_said, 0, ROWS(not_modelled));
    tcase_add_loop_test(tcase, unknown_never_grants, 0, ROWS(effects));
    return suite_end();
}
