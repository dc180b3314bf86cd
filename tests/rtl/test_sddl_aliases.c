/*
 * Aliases of SIDs, both ways (access-check S-10): every one of them, on a machine in a domain and
 * on one in none.
 */
#include "support/suite.h"

#include "ntsrm/winerror.h"
#include "rtl/sddl.h"
#include "rtl/sid.h"

#include <stdio.h>
#include <string.h>

#define MACHINE "S-1-5-21-1-2-3"
#define DOMAIN  "S-1-5-21-4-5-6"
#define FOREST  "S-1-5-21-7-8-9"

/* The list of S-10 in its own words. */
static const struct {
    const char *alias, *text;
} aliases[] = {
    {"AA", "S-1-5-32-579"}, {"AC", "S-1-15-2-1"},   {"AN", "S-1-5-7"},
    {"AO", "S-1-5-32-548"}, {"AP", DOMAIN "-525"},  {"AS", "S-1-18-1"},
    {"AU", "S-1-5-11"},     {"BA", "S-1-5-32-544"}, {"BG", "S-1-5-32-546"},
    {"BO", "S-1-5-32-551"}, {"BU", "S-1-5-32-545"}, {"CA", DOMAIN "-517"},
    {"CD", "S-1-5-32-574"}, {"CG", "S-1-3-1"},      {"CN", DOMAIN "-522"},
    {"CO", "S-1-3-0"},      {"CY", "S-1-5-32-569"}, {"DA", DOMAIN "-512"},
    {"DC", DOMAIN "-515"},  {"DD", DOMAIN "-516"},  {"DG", DOMAIN "-514"},
    {"DU", DOMAIN "-513"},  {"EA", FOREST "-519"},  {"ED", "S-1-5-9"},
    {"EK", FOREST "-527"},  {"ER", "S-1-5-32-573"}, {"ES", "S-1-5-32-576"},
    {"HA", "S-1-5-32-578"}, {"HI", "S-1-16-12288"}, {"HO", "S-1-5-32-584"},
    {"IS", "S-1-5-32-568"}, {"IU", "S-1-5-4"},      {"KA", DOMAIN "-526"},
    {"LA", MACHINE "-500"}, {"LG", MACHINE "-501"}, {"LS", "S-1-5-19"},
    {"LU", "S-1-5-32-559"}, {"LW", "S-1-16-4096"},  {"ME", "S-1-16-8192"},
    {"MP", "S-1-16-8448"},  {"MS", "S-1-5-32-577"}, {"MU", "S-1-5-32-558"},
    {"NO", "S-1-5-32-556"}, {"NS", "S-1-5-20"},     {"NU", "S-1-5-2"},
    {"OW", "S-1-3-4"},      {"PA", DOMAIN "-520"},  {"PO", "S-1-5-32-550"},
    {"PS", "S-1-5-10"},     {"PU", "S-1-5-32-547"}, {"RA", "S-1-5-32-575"},
    {"RC", "S-1-5-12"},     {"RD", "S-1-5-32-555"}, {"RE", "S-1-5-32-552"},
    {"RM", "S-1-5-32-580"}, {"RO", FOREST "-498"},  {"RS", DOMAIN "-553"},
    {"RU", "S-1-5-32-554"}, {"SA", FOREST "-518"},  {"SH", "S-1-5-32-585"},
    {"SI", "S-1-16-16384"}, {"SO", "S-1-5-32-549"}, {"SS", "S-1-18-2"},
    {"SU", "S-1-5-6"},      {"SY", "S-1-5-18"},     {"UD", "S-1-5-84-0-0-0-0-0"},
    {"WD", "S-1-1-0"},      {"WR", "S-1-5-33"},
};

static struct rtl_sddl_domains domains;

static void join_domain(void)
{
    static SE_SID sids[3];

    ck_assert(rtl_sid_from_text(MACHINE, strlen(MACHINE), &sids[0]));
    ck_assert(rtl_sid_from_text(DOMAIN, strlen(DOMAIN), &sids[1]));
    ck_assert(rtl_sid_from_text(FOREST, strlen(FOREST), &sids[2]));
    domains = (struct rtl_sddl_domains){
        .machine = &sids[0].Sid,
        .domain = &sids[1].Sid,
        .forest = &sids[2].Sid,
    };
}

static bool parse(const char *text, const struct rtl_sddl_domains *of, SE_SID *sid, ULONG *error)
{
    struct rtl_sddl_problem problem = {.what = NULL};
    const bool read = rtl_sddl_parse_sid(NULL, text, strlen(text), of, sid, &problem);

    *error = problem.error;
    return read;
}

START_TEST(alias_is_its_sid)
{
    char small[] = {(char)(aliases[_i].alias[0] | 0x20), (char)(aliases[_i].alias[1] | 0x20), 0};
    SE_SID sid, written;
    ULONG error;

    ck_assert(rtl_sid_from_text(aliases[_i].text, strlen(aliases[_i].text), &written));
    ck_assert_msg(parse(aliases[_i].alias, &domains, &sid, &error), "%s", aliases[_i].alias);
    ck_assert_msg(rtl_sid_equal(&sid.Sid, &written.Sid), "%s", aliases[_i].alias);
    ck_assert_msg(parse(small, &domains, &sid, &error), "%s", small);
    ck_assert_msg(rtl_sid_equal(&sid.Sid, &written.Sid), "%s", small);
}
END_TEST

START_TEST(sid_is_written_by_its_alias)
{
    struct rtl_bytes text = {.bytes = NULL};
    SE_SID sid;

    ck_assert(rtl_sid_from_text(aliases[_i].text, strlen(aliases[_i].text), &sid));
    rtl_sddl_print_sid(&sid.Sid, &domains, &text);
    rtl_bytes_put(&text, '\0');
    ck_assert_str_eq((char *)text.bytes, aliases[_i].alias);
    rtl_bytes_free(&text);
}
END_TEST

START_TEST(alias_of_a_domain_needs_one)
{
    const bool relative = strncmp(aliases[_i].text, DOMAIN, strlen(DOMAIN)) == 0 ||
                          strncmp(aliases[_i].text, FOREST, strlen(FOREST)) == 0;
    SE_SID sid;
    ULONG error;

    ck_assert_msg(parse(aliases[_i].alias, &rtl_sddl_machine, &sid, &error) == !relative, "%s",
                  aliases[_i].alias);
    ck_assert_uint_eq(error, relative ? ERROR_INVALID_SID : ERROR_SUCCESS);
}
END_TEST

START_TEST(other_letters_are_no_alias)
{
    const char text[] = {(char)('A' + _i / 26), (char)('A' + _i % 26), '\0'};
    bool known = false;
    SE_SID sid;
    ULONG error;

    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
        known |= strcmp(aliases[i].alias, text) == 0;
    require(parse(text, &domains, &sid, &error) == known, "%s", text);
}
END_TEST

/* The other table that has aliases: names of SIDs in scenarios. */
START_TEST(names_of_sids_have_the_same_aliases)
{
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        const struct rtl_known_sid *known = rtl_known_sid_at(i);
        SE_SID sid, written;
        ULONG error;

        if (*known->alias == '\0')
            continue;
        ck_assert_msg(parse(known->alias, &domains, &sid, &error), "%s", known->alias);
        ck_assert(rtl_sid_from_text(known->text, strlen(known->text), &written));
        ck_assert_msg(rtl_sid_equal(&sid.Sid, &written.Sid), "%s", known->alias);
    }
}
END_TEST

/* Longer than a SID can be. */
START_TEST(domain_of_fifteen_parts_has_no_accounts)
{
    const char *const longest = "S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15";
    struct rtl_bytes text = {.bytes = NULL};
    SE_SID machine, sid;
    ULONG error;

    ck_assert(rtl_sid_from_text(longest, strlen(longest), &machine));
    domains.machine = &machine.Sid;
    ck_assert(!parse("LA", &domains, &sid, &error));
    ck_assert_uint_eq(error, ERROR_INVALID_SID);
    rtl_sddl_print_sid(&machine.Sid, &domains, &text);
    ck_assert_uint_eq(text.size, strlen(longest));
    rtl_bytes_free(&text);
}
END_TEST

static const SID *named_alice(const void *names, const char *name, size_t length)
{
    return length == 5 && memcmp(name, "alice", 5) == 0 ? names : NULL;
}

START_TEST(names_of_the_caller_come_before_aliases)
{
    SE_SID sid, alice;
    ULONG error;

    ck_assert(rtl_sid_from_text("S-1-5-21-1-2-3-1001", 19, &alice));
    domains.named = named_alice;
    domains.names = &alice.Sid;
    ck_assert(parse("alice", &domains, &sid, &error));
    ck_assert(rtl_sid_equal(&sid.Sid, &alice.Sid));
    ck_assert(!parse("alicia", &domains, &sid, &error));
    ck_assert(parse("ba", &domains, &sid, &error));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/sddl/aliases");

    tcase_add_checked_fixture(tcase, join_domain, NULL);
    tcase_add_loop_test(tcase, alias_is_its_sid, 0, ROWS(aliases));
    tcase_add_loop_test(tcase, sid_is_written_by_its_alias, 0, ROWS(aliases));
    tcase_add_loop_test(tcase, alias_of_a_domain_needs_one, 0, ROWS(aliases));
    tcase_add_loop_test(tcase, other_letters_are_no_alias, 0, 26 * 26);
    tcase_add_test(tcase, names_of_sids_have_the_same_aliases);
    tcase_add_test(tcase, domain_of_fifteen_parts_has_no_accounts);
    tcase_add_test(tcase, names_of_the_caller_come_before_aliases);
    return suite_end();
}
