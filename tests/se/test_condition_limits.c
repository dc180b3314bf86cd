/* Conditions that are long, deep, or look at much: what they cost, and where it ends. */
#include "support/condition_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/condition.h"
#include "se/condition.h"

#include <stdlib.h>

static struct srm_world *w;
static struct se_token *token;

static void open_world(void)
{
    struct se_design design;
    const char *problem;

    w = srm_world_new(NULL);
    se_design_init(&design);
    se_design_like(&design, "system");
    add_claims_from(&design, SE_CLAIMS_USER, "numbers=1 2 3\nyes:BOOLEAN=1");
    token = se_design_make(w, &design, &problem);
    ck_assert_msg(token != NULL, "%s", problem);
    se_design_free(&design);
}

static void close_world(void)
{
    ob_dereference(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

/* As many as fit into 64 KiB, all different: 5000 numbers, half of which are in a claim. */
START_TEST(long_lists_compare)
{
    enum { COUNT = 5000 };
    struct rtl_bytes condition = {.size = 0}, members = {.size = 0};
    const struct se_condition_context context = {.token = token};
    const char *const operators[] = {"Contains", "Any_of", "=="};
    enum se_truth truth;

    for (unsigned i = 0; i < COUNT; i++) {
        const UCHAR element[11] = {4, (UCHAR)i, (UCHAR)(i >> 8), 0, 0, 0, 0, 0, 0, 3, 2};

        rtl_bytes_append(&members, element, sizeof element);
    }
    for (int i = 0; i < ROWS(operators); i++) {
        const UCHAR head[5] = {0x50, (UCHAR)members.size, (UCHAR)(members.size >> 8),
                               (UCHAR)(members.size >> 16)};
        struct rtl_bytes code = {.size = 0};

        condition.size = 0;
        put_condition(&condition, "u.numbers");
        rtl_bytes_append(&condition, head, sizeof head);
        rtl_bytes_append(&condition, members.bytes, members.size);
        put_condition(&code, operators[i]);
        rtl_bytes_put(&condition, code.bytes[4]);
        rtl_bytes_free(&code);
        ck_assert_status(
            se_condition_evaluate(w, condition.bytes, condition.size, &context, &truth),
            STATUS_SUCCESS);
        ck_assert_int_eq(truth, i == 1 ? SE_TRUE : SE_FALSE);
    }
    rtl_bytes_free(&condition);
    rtl_bytes_free(&members);
}
END_TEST

START_TEST(deep_conditions_are_unknown)
{
    struct rtl_bytes condition = {.size = 0};
    const struct se_condition_context context = {.token = token};
    enum se_truth truth;

    for (unsigned depth = 1024; depth <= 1025; depth++) {
        struct rtl_bytes attribute = {.size = 0};

        condition.size = 0;
        put_condition(&attribute, "u.yes");
        rtl_bytes_append(&condition, attribute.bytes, attribute.size);
        for (unsigned i = 1; i < depth; i++)
            rtl_bytes_append(&condition, attribute.bytes + 4, attribute.size - 4);
        for (unsigned i = 1; i < depth; i++)
            rtl_bytes_put(&condition, RTL_CONDITION_AND);
        rtl_bytes_free(&attribute);
        se_condition_evaluate(w, condition.bytes, condition.size, &context, &truth);
        ck_assert_int_eq(truth, depth == 1024 ? SE_TRUE : SE_UNKNOWN);
    }
    rtl_bytes_free(&condition);
}
END_TEST

/* A resource attribute "x" of so many numbers; as many comparisons with itself as fit in. */
static struct rtl_acl *resource_of(unsigned count)
{
    const struct rtl_claim claim = {.name = (const UCHAR *)"x\0",
                                    .name_size = 2,
                                    .type = CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64,
                                    .count = count};
    struct rtl_claim_value *values = calloc(count, sizeof *values);
    UCHAR *bytes;
    struct rtl_acl *acl;

    for (unsigned i = 0; i < count; i++)
        values[i].number = i;
    bytes = malloc(rtl_claim_size(&claim, values));
    rtl_claim_write(&claim, values, bytes);
    acl = rtl_acl_new(w,
                      &(const struct rtl_ace){
                          .type = SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE,
                          .sid = se_token_user(token),
                          .data = bytes,
                          .data_size = (uint16_t)rtl_claim_size(&claim, values),
                      },
                      1);
    free(bytes);
    free(values);
    return acl;
}

static const struct {
    unsigned values;
    NTSTATUS status;
    enum se_truth truth;
} efforts[] = {
    {2, STATUS_SUCCESS, SE_TRUE},
    {5000, STATUS_NOT_IMPLEMENTED, SE_UNKNOWN},
};

START_TEST(looking_at_millions_of_values_is_not_modelled)
{
    struct rtl_acl *sacl = resource_of(efforts[_i].values);
    const struct se_condition_context context = {.token = token, .sacl = &sacl->bytes};
    struct rtl_bytes condition = {.size = 0}, comparison = {.size = 0};
    enum se_truth truth;

    put_condition(&comparison, "r.x r.x ==");
    rtl_bytes_append(&condition, comparison.bytes, comparison.size);
    while (condition.size + comparison.size < 0x10000) {
        rtl_bytes_append(&condition, comparison.bytes + 4, comparison.size - 4);
        rtl_bytes_put(&condition, RTL_CONDITION_AND);
    }
    ck_assert_status(se_condition_evaluate(w, condition.bytes, condition.size, &context, &truth),
                     efforts[_i].status);
    ck_assert_int_eq(truth, efforts[_i].truth);
    ck_assert((w->not_modelled != NULL) == (truth == SE_UNKNOWN));
    rtl_bytes_free(&condition);
    rtl_bytes_free(&comparison);
    rtl_acl_dereference(w, sacl);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/condition limits");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, long_lists_compare);
    tcase_add_test(tcase, deep_conditions_are_unknown);
    tcase_add_loop_test(tcase, looking_at_millions_of_values_is_not_modelled, 0, ROWS(efforts));
    return suite_end();
}
