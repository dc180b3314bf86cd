/* Integrity levels as SIDs (access-check.md T-18). */
#include "support/dacl_text.h"
#include "support/suite.h"

#include "rtl/integrity.h"

static const struct {
    const char *sid;
    bool is_level;
    ULONG level;
} rows[] = {
    {"S-1-16-0", true, SECURITY_MANDATORY_UNTRUSTED_RID},
    {"S-1-16-4096", true, SECURITY_MANDATORY_LOW_RID},
    {"S-1-16-8448", true, SECURITY_MANDATORY_MEDIUM_PLUS_RID},
    {"S-1-16-16384", true, SECURITY_MANDATORY_SYSTEM_RID},
    {"S-1-16-4294967295", true, UINT32_MAX},
    {"S-1-16-4096-1", false, 0},
    {"S-1-5-4096", false, 0},
    {"S-1-15-2", false, 0},
};

START_TEST(level_is_what_the_sid_says)
{
    const SE_SID sid = sid_from_word(rows[_i].sid);
    ULONG level = 77;

    ck_assert(rtl_integrity_from_sid(&sid.Sid, &level) == rows[_i].is_level);
    ck_assert_uint_eq(level, rows[_i].is_level ? rows[_i].level : 77);
}
END_TEST

START_TEST(sid_of_a_level_leads_back)
{
    const SE_SID expected = sid_from_word(rows[_i].sid);
    SE_SID sid;

    if (!rows[_i].is_level)
        return;
    rtl_integrity_to_sid(rows[_i].level, &sid);
    ck_assert_mem_eq(&sid, &expected, sizeof sid);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/integrity");

    tcase_add_loop_test(tcase, level_is_what_the_sid_says, 0, ROWS(rows));
    tcase_add_loop_test(tcase, sid_of_a_level_leads_back, 0, ROWS(rows));
    return suite_end();
}
