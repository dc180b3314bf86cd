/* What a token answers, class by class: bytes and the pointers among them (access-check O-28). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "rtl/luid.h"
#include "se/design.h"
#include "se/information.h"
#include "se/privileges.h"

#include <string.h>

#define LOGON    "S-1-5-5-0-77"
#define PACKAGE  "S-1-15-2-1-2-3"
#define INTERNET "S-1-15-3-1"
#define ROOM     2048
#define GUARD    0xA5

static struct srm_world *w;
static struct se_token *token, *bare;
static union {
    unsigned char bytes[ROOM];
    ULONG number;
    TOKEN_USER user;
    TOKEN_GROUPS groups;
    TOKEN_PRIVILEGES privileges;
    TOKEN_OWNER owner;
    TOKEN_PRIMARY_GROUP primary_group;
    TOKEN_DEFAULT_DACL default_dacl;
    TOKEN_SOURCE source;
    TOKEN_STATISTICS statistics;
    TOKEN_GROUPS_AND_PRIVILEGES everything;
    TOKEN_ORIGIN origin;
    TOKEN_MANDATORY_LABEL label;
    TOKEN_APPCONTAINER_INFORMATION package;
} info;

/* A token that has something of everything. */
static struct se_token *rich_token(void)
{
    struct se_design design;
    const char *problem;
    SE_SID sid;

    se_design_init(&design);
    ck_assert(se_design_like(&design, "administrator"));
    sid = sid_from_word("U");
    se_design_set_user(&design, &sid.Sid, 0);
    sid = sid_from_word(LOGON);
    se_design_set_group(&design, &sid.Sid, 0xC0000007);
    sid = sid_from_word("BG");
    se_design_set_group(&design, &sid.Sid, SE_GROUP_USE_FOR_DENY_ONLY);
    sid = sid_from_word("RC");
    se_sid_list_add(&design.restricting, &sid.Sid, 0);
    sid = sid_from_word(INTERNET);
    se_sid_list_add(&design.capabilities, &sid.Sid, 0);
    design.has_package = design.has_origin = true;
    design.package = sid_from_word(PACKAGE);
    design.OriginatingLogonSession = rtl_luid_from(0x3E7);
    design.integrity = SECURITY_MANDATORY_LOW_RID;
    design.source = (TOKEN_SOURCE){.SourceName = "User32", .SourceIdentifier = {.LowPart = 9}};
    design.type = TokenImpersonation;
    design.level = SecurityDelegation;
    struct se_token *made = se_design_make(w, &design, &problem);
    se_design_free(&design);
    made->SessionId = 7;
    made->mandatory_policy = TOKEN_MANDATORY_POLICY_NO_WRITE_UP;
    made->sandbox_inert = made->ui_access = true;
    made->virtualization_allowed = made->virtualization_enabled = true;
    return made;
}

static void open_world(void)
{
    w = srm_world_new(NULL);
    token = rich_token();
    bare = token_from(w, (struct token_words){.like = "", .user = "WD", .no_dacl = true});
}

static void close_world(void)
{
    ob_dereference(token);
    ob_dereference(bare);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

/* The answer in `info`; its size. */
static size_t ask(const struct se_token *of, TOKEN_INFORMATION_CLASS class)
{
    const struct se_information_class *row = se_information_to_ask(w, class);
    struct se_answer answer;

    ck_assert_ptr_nonnull(row);
    ck_assert(se_information_is_modelled(row));
    ck_assert(!row->check || row->check(of) == STATUS_SUCCESS);
    memset(info.bytes, GUARD, sizeof info.bytes);
    se_answer_measure(&answer, row, of);
    size_t measured = answer.size;
    se_answer_write(&answer, info.bytes);
    ck_assert_uint_eq(answer.size, measured);
    for (size_t i = measured; i < sizeof info.bytes; i++)
        ck_assert_msg(info.bytes[i] == GUARD, "byte %zu behind the answer is written", i);
    return measured;
}

static void assert_sid(const void *sid, const char *word)
{
    const SE_SID expected = sid_from_word(word);

    ck_assert((const unsigned char *)sid >= info.bytes);
    ck_assert((const unsigned char *)sid < info.bytes + ROOM);
    ck_assert_msg(rtl_sid_equal(sid, &expected.Sid), "it is not %s", word);
}

static void assert_entry(const SID_AND_ATTRIBUTES *entry, const char *word, DWORD attributes)
{
    assert_sid(entry->Sid, word);
    ck_assert_msg(entry->Attributes == attributes, "%s has 0x%x", word, entry->Attributes);
}

static size_t length_of(const char *word)
{
    const SE_SID sid = sid_from_word(word);

    return rtl_sid_length(&sid.Sid);
}

static const struct {
    TOKEN_INFORMATION_CLASS class;
    ULONG of_token, of_bare;
} numbers[] = {
    {TokenType, TokenImpersonation, TokenPrimary},
    {TokenSessionId, 7, 1},
    {TokenSandBoxInert, 1, 0},
    {TokenElevationType, TokenElevationTypeFull, TokenElevationTypeDefault},
    {TokenElevation, 1, 0},
    {TokenHasRestrictions, 1, 0},
    {TokenVirtualizationAllowed, 1, 0},
    {TokenVirtualizationEnabled, 1, 0},
    {TokenUIAccess, 1, 0},
    {TokenMandatoryPolicy, 1, TOKEN_MANDATORY_POLICY_VALID_MASK},
    {TokenIsAppContainer, 1, 0},
    {TokenAppContainerNumber, 1, 0},
    {TokenIsRestricted, 1, 0},
};

START_TEST(number_is_the_answer)
{
    ck_assert_uint_eq(ask(token, numbers[_i].class), sizeof(ULONG));
    ck_assert_uint_eq(info.number, numbers[_i].of_token);
    ck_assert_uint_eq(ask(bare, numbers[_i].class), sizeof(ULONG));
    ck_assert_uint_eq(info.number, numbers[_i].of_bare);
}
END_TEST

START_TEST(user_is_a_sid_with_attributes)
{
    ck_assert_uint_eq(ask(token, TokenUser), sizeof(TOKEN_USER) + length_of("U"));
    assert_entry(&info.user.User, "U", 0);
    ask(bare, TokenUser);
    assert_entry(&info.user.User, "WD", 0);
}
END_TEST

START_TEST(groups_end_with_the_label)
{
    const DWORD count = token->body->count;
    const SID_AND_ATTRIBUTES *groups = info.groups.Groups;

    ask(token, TokenGroups);
    ck_assert_uint_eq(info.groups.GroupCount, count);
    for (DWORD i = 0; i + 1 < count; i++) {
        ck_assert(rtl_sid_equal(groups[i].Sid, &token->body->sids[i + 1].Sid));
        ck_assert_uint_eq(groups[i].Attributes, token->attributes->values[i + 1]);
    }
    assert_entry(&groups[count - 1], "S-1-16-4096", 0x60);
    ck_assert_uint_eq(ask(bare, TokenGroups), sizeof(TOKEN_GROUPS) + length_of("S-1-16-8192"));
    ck_assert_uint_eq(info.groups.GroupCount, 1);
    assert_entry(groups, "S-1-16-8192", 0x60);
}
END_TEST

START_TEST(before_vista_no_label_is_listed)
{
    ob_dereference(token);
    ob_dereference(bare);
    ck_assert(srm_world_reset(w, "nt5.2"));
    token = rich_token();
    bare = token_from(w, (struct token_words){.like = "", .user = "WD"});
    ask(token, TokenGroups);
    ck_assert_uint_eq(info.groups.GroupCount, token->body->count - 1);
    ask(token, TokenStatistics);
    ck_assert_uint_eq(info.statistics.GroupCount, token->body->count - 1);
    ask(token, TokenGroupsAndPrivileges);
    ck_assert_uint_eq(info.everything.SidCount, token->body->count);
    ck_assert_uint_eq(ask(bare, TokenGroups), offsetof(TOKEN_GROUPS, Groups));
    ck_assert_uint_eq(info.groups.GroupCount, 0);
}
END_TEST

static uint64_t listed(const LUID_AND_ATTRIBUTES *first, DWORD count, DWORD attributes)
{
    uint64_t set = 0;

    for (DWORD i = 0; i < count; i++)
        if (first[i].Attributes & attributes)
            set |= SE_PRIVILEGE_BIT(first[i].Luid.LowPart);
    return set;
}

START_TEST(privileges_come_with_their_state)
{
    size_t size = ask(token, TokenPrivileges);
    DWORD count = info.privileges.PrivilegeCount;
    const LUID_AND_ATTRIBUTES *first = info.privileges.Privileges;

    ck_assert_uint_eq(size, sizeof(DWORD) + count * sizeof(LUID_AND_ATTRIBUTES));
    ck_assert_uint_eq(count, se_privileges_count(token->present));
    ck_assert_uint_eq(listed(first, count, SE_PRIVILEGE_ENABLED), token->enabled);
    ck_assert_uint_eq(listed(first, count, SE_PRIVILEGE_ENABLED_BY_DEFAULT),
                      token->enabled_by_default);
    for (DWORD i = 1; i < count; i++)
        ck_assert_uint_lt(first[i - 1].Luid.LowPart, first[i].Luid.LowPart);
    ck_assert_uint_eq(ask(bare, TokenPrivileges), sizeof(DWORD));
    ck_assert_uint_eq(info.privileges.PrivilegeCount, 0);
}
END_TEST

START_TEST(owner_and_primary_group_are_sids)
{
    ck_assert_uint_eq(ask(token, TokenOwner), sizeof(TOKEN_OWNER) + length_of("BA"));
    assert_sid(info.owner.Owner, "BA");
    ck_assert_uint_eq(ask(token, TokenPrimaryGroup),
                      sizeof(TOKEN_PRIMARY_GROUP) +
                          rtl_sid_length(&token->body->sids[token->primary_group].Sid));
    ck_assert(rtl_sid_equal(info.primary_group.PrimaryGroup,
                            &token->body->sids[token->primary_group].Sid));
}
END_TEST

START_TEST(default_dacl_may_be_none)
{
    ck_assert_uint_eq(ask(token, TokenDefaultDacl),
                      sizeof(TOKEN_DEFAULT_DACL) + token->default_dacl->size);
    ck_assert_ptr_eq(info.default_dacl.DefaultDacl, info.bytes + sizeof(TOKEN_DEFAULT_DACL));
    ck_assert_mem_eq(info.default_dacl.DefaultDacl, &token->default_dacl->bytes,
                     token->default_dacl->size);
    ck_assert_uint_eq(ask(bare, TokenDefaultDacl), sizeof(TOKEN_DEFAULT_DACL));
    ck_assert_ptr_null(info.default_dacl.DefaultDacl);
}
END_TEST

START_TEST(source_and_origin_are_as_they_were_made)
{
    ck_assert_uint_eq(ask(token, TokenSource), sizeof(TOKEN_SOURCE));
    ck_assert_mem_eq(info.source.SourceName, "User32\0\0", TOKEN_SOURCE_LENGTH);
    ck_assert_uint_eq(info.source.SourceIdentifier.LowPart, 9);
    ck_assert_uint_eq(ask(token, TokenOrigin), sizeof(TOKEN_ORIGIN));
    ck_assert_uint_eq(rtl_luid_value(info.origin.OriginatingLogonSession), 0x3E7);
    ask(bare, TokenOrigin);
    ck_assert(rtl_luid_is_zero(info.origin.OriginatingLogonSession));
}
END_TEST

START_TEST(statistics_tell_ids_counts_and_room)
{
    const TOKEN_STATISTICS *told = &info.statistics;

    ck_assert_uint_eq(ask(token, TokenStatistics), sizeof *told);
    ck_assert(rtl_luid_equal(told->TokenId, token->TokenId));
    ck_assert(rtl_luid_equal(told->AuthenticationId, token->AuthenticationId));
    ck_assert(rtl_luid_equal(told->ModifiedId, token->ModifiedId));
    ck_assert_int_eq(told->ExpirationTime.QuadPart, token->ExpirationTime.QuadPart);
    ck_assert_int_eq(told->TokenType, TokenImpersonation);
    ck_assert_int_eq(told->ImpersonationLevel, SecurityDelegation);
    ck_assert_uint_eq(told->GroupCount, token->body->count);
    ck_assert_uint_eq(told->PrivilegeCount, se_privileges_count(token->present));
    ck_assert_uint_eq(told->DynamicCharged, 500);
    ck_assert_uint_eq(told->DynamicAvailable,
                      500 - token->default_dacl->size -
                          rtl_sid_length(&token->body->sids[token->primary_group].Sid));
    ask(bare, TokenStatistics);
    ck_assert_uint_eq(told->DynamicAvailable, 500 - length_of("WD"));
    ck_assert_uint_eq(told->GroupCount, 1);
}
END_TEST

static const struct {
    TOKEN_INFORMATION_CLASS class;
    const char *sid;
    DWORD attributes;
} lists[] = {
    {TokenRestrictedSids, "RC", 7},
    {TokenLogonSid, LOGON, 0xC0000007},
    {TokenCapabilities, INTERNET, SE_GROUP_ENABLED},
};

START_TEST(list_has_its_sids)
{
    ck_assert_uint_eq(ask(token, lists[_i].class), sizeof(TOKEN_GROUPS) + length_of(lists[_i].sid));
    ck_assert_uint_eq(info.groups.GroupCount, 1);
    assert_entry(info.groups.Groups, lists[_i].sid, lists[_i].attributes);
    if (lists[_i].class == TokenLogonSid)
        return; /* not every token has it */
    ck_assert_uint_eq(ask(bare, lists[_i].class), offsetof(TOKEN_GROUPS, Groups));
    ck_assert_uint_eq(info.groups.GroupCount, 0);
}
END_TEST

START_TEST(groups_and_privileges_are_all_there)
{
    const TOKEN_GROUPS_AND_PRIVILEGES *all = &info.everything;
    const DWORD count = token->body->count;
    size_t sid_bytes = length_of("S-1-16-4096");

    size_t size = ask(token, TokenGroupsAndPrivileges);
    ck_assert_uint_eq(all->SidCount, count + 1);
    for (DWORD i = 0; i < count; i++) {
        ck_assert(rtl_sid_equal(all->Sids[i].Sid, &token->body->sids[i].Sid));
        ck_assert_uint_eq(all->Sids[i].Attributes, token->attributes->values[i]);
        sid_bytes += rtl_sid_length(&token->body->sids[i].Sid);
    }
    assert_entry(&all->Sids[count], "S-1-16-4096", 0x60);
    ck_assert_uint_eq(all->SidLength, (count + 1) * sizeof(SID_AND_ATTRIBUTES) + sid_bytes);
    ck_assert_uint_eq(all->RestrictedSidCount, 1);
    assert_entry(all->RestrictedSids, "RC", 7);
    ck_assert_uint_eq(all->RestrictedSidLength, sizeof(SID_AND_ATTRIBUTES) + length_of("RC"));
    ck_assert_uint_eq(listed(all->Privileges, all->PrivilegeCount, SE_PRIVILEGE_ENABLED),
                      token->enabled);
    ck_assert_uint_eq(all->PrivilegeLength, all->PrivilegeCount * sizeof(LUID_AND_ATTRIBUTES));
    ck_assert(rtl_luid_equal(all->AuthenticationId, token->AuthenticationId));
    ck_assert_uint_eq(size, sizeof *all + all->SidLength + all->RestrictedSidLength +
                                all->PrivilegeLength);
}
END_TEST

START_TEST(label_is_a_sid_with_attributes)
{
    ck_assert_uint_eq(ask(token, TokenIntegrityLevel),
                      sizeof(TOKEN_MANDATORY_LABEL) + length_of("S-1-16-4096"));
    assert_entry(&info.label.Label, "S-1-16-4096", 0x60);
}
END_TEST

START_TEST(package_may_be_none)
{
    ck_assert_uint_eq(ask(token, TokenAppContainerSid),
                      sizeof(TOKEN_APPCONTAINER_INFORMATION) + length_of(PACKAGE));
    assert_sid(info.package.TokenAppContainer, PACKAGE);
    ck_assert_uint_eq(ask(bare, TokenAppContainerSid), sizeof(TOKEN_APPCONTAINER_INFORMATION));
    ck_assert_ptr_null(info.package.TokenAppContainer);
}
END_TEST

START_TEST(some_tokens_lack_what_others_have)
{
    const struct se_information_class *level = se_information_to_ask(w, TokenImpersonationLevel);
    const struct se_information_class *logon = se_information_to_ask(w, TokenLogonSid);
    const struct se_information_class *linked = se_information_to_ask(w, TokenLinkedToken);

    ck_assert_uint_eq(ask(token, TokenImpersonationLevel), sizeof(ULONG));
    ck_assert_uint_eq(info.number, SecurityDelegation);
    ck_assert_status(level->check(bare), STATUS_INVALID_INFO_CLASS);
    ck_assert_status(logon->check(bare), STATUS_NOT_FOUND);
    ck_assert_status(linked->check(bare), STATUS_NO_SUCH_LOGON_SESSION);
}
END_TEST

START_TEST(any_alignment_will_do)
{
    for (unsigned i = TokenUser; i < MaxTokenInfoClass; i++) {
        const struct se_information_class *row =
            se_information_class(w, (TOKEN_INFORMATION_CLASS)i);
        const unsigned at = 1 + i % 3;
        struct se_answer answer;

        if (!se_information_is_modelled(row))
            continue;
        memset(info.bytes, GUARD, sizeof info.bytes);
        se_answer_measure(&answer, row, token);
        se_answer_write(&answer, info.bytes + at);
        ck_assert_uint_eq(info.bytes[at - 1], GUARD);
        ck_assert_uint_eq(info.bytes[at + answer.size], GUARD);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/information");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, number_is_the_answer, 0, ROWS(numbers));
    tcase_add_test(tcase, user_is_a_sid_with_attributes);
    tcase_add_test(tcase, groups_end_with_the_label);
    tcase_add_test(tcase, before_vista_no_label_is_listed);
    tcase_add_test(tcase, privileges_come_with_their_state);
    tcase_add_test(tcase, owner_and_primary_group_are_sids);
    tcase_add_test(tcase, default_dacl_may_be_none);
    tcase_add_test(tcase, source_and_origin_are_as_they_were_made);
    tcase_add_test(tcase, statistics_tell_ids_counts_and_room);
    tcase_add_loop_test(tcase, list_has_its_sids, 0, ROWS(lists));
    tcase_add_test(tcase, groups_and_privileges_are_all_there);
    tcase_add_test(tcase, label_is_a_sid_with_attributes);
    tcase_add_test(tcase, package_may_be_none);
    tcase_add_test(tcase, some_tokens_lack_what_others_have);
    tcase_add_test(tcase, any_alignment_will_do);
    return suite_end();
}
