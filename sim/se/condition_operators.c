#include "se/condition_private.h"

#include "ex/rules.h"
#include "se/condition_attribute.h"

/* The element that an operand is; *behind: where it ends. */
static struct rtl_condition_token token_of(const struct se_evaluation *e, se_item it,
                                           size_t *behind)
{
    struct rtl_condition_token token;

    *behind = it >> KIND_BITS;
    rtl_condition_next(e->data, e->size, behind, &token);
    return token;
}

void se_operand_load(struct se_evaluation *e, se_item it, struct se_operand *operand)
{
    struct rtl_condition_token token;
    struct rtl_claim claim;
    size_t behind;

    *operand = (struct se_operand){.is_attribute = se_item_kind_of(it) == ITEM_ATTRIBUTE};
    if (se_item_kind_of(it) < ITEM_ATTRIBUTE) {
        e->wrong_operand = true;
        return;
    }
    token = token_of(e, it, &behind);
    if (operand->is_attribute) {
        operand->found = se_condition_attribute(e->w, e->context, &token, &e->effort, &claim);
        if (operand->found)
            se_values_of_claim(e->w, &claim, &operand->values);
    } else {
        operand->found = true;
        if (!se_values_of_literal(e->w, &token, e->data + (it >> KIND_BITS), e->data + behind,
                                  &operand->values))
            e->malformed = true;
    }
}

bool se_operand_is_known(const struct se_evaluation *e, const struct se_operand *operand)
{
    return operand->found && (!operand->is_attribute ||
                              !rule(e->w, condition, claim_empty, operand->values.count == 0));
}

/* --- Exists and membership -------------------------------------------------------------------- */

static enum se_truth exists(struct se_evaluation *e, se_item it)
{
    struct se_operand operand;

    if (se_item_kind_of(it) != ITEM_ATTRIBUTE) {
        e->wrong_operand = true;
        return SE_UNKNOWN;
    }
    se_operand_load(e, it, &operand);
    if (!operand.found)
        return SE_FALSE;
    return se_operand_is_known(e, &operand) ? SE_TRUE : SE_UNKNOWN;
}

/* Does an entry of a token count? The user does without SE_GROUP_ENABLED, too (T-17). */
static bool counts(enum se_condition_members members, uint32_t attributes, bool user)
{
    bool denies = (attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0;

    if (members == SE_MEMBERS_DENIED && denies)
        return true;
    return !denies && (user || (attributes & SE_GROUP_ENABLED));
}

static bool group_counts(const struct se_token *token, enum se_condition_members members,
                         const SID *sid)
{
    struct se_search search = se_search_begin(token->body, SE_PART_GROUPS, sid);
    uint32_t place;

    while (se_search_next(&search, &place))
        if (counts(members, token->attributes->values[place], place == 0))
            return true;
    return false;
}

static bool device_group_counts(const struct se_claims *claims, enum se_condition_members members,
                                const SID *sid)
{
    for (uint32_t i = 0; claims && i < claims->device_group_count; i++)
        if (rtl_sid_equal(&se_claims_device_groups(claims)[i].Sid, sid) &&
            counts(members, se_claims_device_attributes(claims)[i], false))
            return true;
    return false;
}

static bool is_member(const struct se_evaluation *e, const SID *sid, bool device)
{
    const enum se_condition_members members = e->context->members;
    const struct se_token *token = e->context->token;
    struct se_search search;
    uint32_t place;

    if (device)
        return device_group_counts(token->body->claims, members, sid);
    if (members != SE_MEMBERS_RESTRICTING)
        return group_counts(token, members, sid);
    search = se_search_begin(token->body, SE_PART_RESTRICTING, sid);
    return se_search_next(&search, &place);
}

static bool value_is_member(const struct se_evaluation *e, const struct se_value *value,
                            bool device)
{
    SE_SID sid;
    const SID *asked = &sid.Sid;

    if (!rtl_sid_from_little(value->bytes, value->size, &sid))
        return false;
    if (e->context->self &&
        rule(e->w, condition, principal_self, rtl_sid_equal(&rtl_principal_self_sid.Sid, &sid.Sid)))
        asked = e->context->self;
    return rule_on(e->w, condition, member, is_member(e, asked, device), SID_FACT("SID", asked),
                   TOKEN("token", e->context->token));
}

/* Its operand is a SID that is written out, or a list of such (MS-DTYP 2.4.4.17.6). */
static enum se_truth membership(struct se_evaluation *e, se_item it, bool device, bool any)
{
    struct se_values_cursor cursor = {.index = 0};
    struct se_operand operand;
    struct se_value value;

    se_operand_load(e, it, &operand);
    if (operand.is_attribute ||
        (operand.values.kind != SE_VALUE_SID && operand.values.kind != SE_VALUE_NONE))
        e->wrong_operand = true;
    if (se_evaluation_failed(e))
        return SE_UNKNOWN;
    while (se_values_next(&operand.values, &cursor, &value))
        if (value_is_member(e, &value, device) == any)
            return se_truth_of(any);
    return se_truth_of(!any);
}

enum se_truth se_condition_unary(struct se_evaluation *e, UCHAR code, se_item it)
{
    switch (code) {
    case RTL_CONDITION_EXISTS:
        return exists(e, it);
    case RTL_CONDITION_NOT_EXISTS:
        return se_truth_inverse(exists(e, it));
    case RTL_CONDITION_MEMBER_OF:
        return membership(e, it, false, false);
    case RTL_CONDITION_NOT_MEMBER_OF:
        return se_truth_inverse(membership(e, it, false, false));
    case RTL_CONDITION_MEMBER_OF_ANY:
        return membership(e, it, false, true);
    case RTL_CONDITION_NOT_MEMBER_OF_ANY:
        return se_truth_inverse(membership(e, it, false, true));
    case RTL_CONDITION_DEVICE_MEMBER_OF:
        return membership(e, it, true, false);
    case RTL_CONDITION_NOT_DEVICE_MEMBER_OF:
        return se_truth_inverse(membership(e, it, true, false));
    case RTL_CONDITION_DEVICE_MEMBER_OF_ANY:
        return membership(e, it, true, true);
    default:
        return se_truth_inverse(membership(e, it, true, true));
    }
}

/* --- relations -------------------------------------------------------------------------------- */

/* The two sides of a relation whose values go together. */
struct sides {
    const struct se_values *left, *right;
    bool fold;
};

static bool are_equal(struct se_evaluation *e, const struct sides *sides)
{
    return rule(e->w, condition, same_count, sides->left->count == sides->right->count) &&
           se_values_all_in(sides->left, sides->right, sides->fold, &e->effort) &&
           se_values_all_in(sides->right, sides->left, sides->fold, &e->effort);
}

static bool is_ordered(UCHAR code, const struct sides *sides)
{
    struct se_values_cursor left = {.index = 0}, right = {.index = 0};
    struct se_value a, b;
    int order;

    se_values_next(sides->left, &left, &a);
    se_values_next(sides->right, &right, &b);
    order = se_value_compare(&a, &b, sides->fold);
    return code == RTL_CONDITION_LESS            ? order < 0
           : code == RTL_CONDITION_LESS_OR_EQUAL ? order <= 0
           : code == RTL_CONDITION_GREATER       ? order > 0
                                                 : order >= 0;
}

static enum se_truth order(struct se_evaluation *e, UCHAR code, const struct sides *sides)
{
    const struct se_values *left = sides->left, *right = sides->right;

    if (!rule(e->w, condition, single_values,
              left->count == 1 && right->count == 1 && !left->composite && !right->composite))
        return SE_UNKNOWN;
    if (left->kind == SE_VALUE_SID || left->kind == SE_VALUE_OCTETS) {
        e->not_modelled = "which of two SIDs or octet strings is less";
        return SE_UNKNOWN;
    }
    return se_truth_of(rule(e->w, condition, values_relate, is_ordered(code, sides)));
}

static enum se_truth compare(struct se_evaluation *e, UCHAR code, const struct sides *sides)
{
    bool holds;

    switch (code) {
    case RTL_CONDITION_EQUAL:
    case RTL_CONDITION_NOT_EQUAL:
        holds = are_equal(e, sides);
        break;
    case RTL_CONDITION_CONTAINS:
    case RTL_CONDITION_NOT_CONTAINS:
        holds = se_values_all_in(sides->right, sides->left, sides->fold, &e->effort);
        break;
    case RTL_CONDITION_ANY_OF:
    case RTL_CONDITION_NOT_ANY_OF:
        holds = se_values_any_in(sides->right, sides->left, sides->fold, &e->effort);
        break;
    default:
        return order(e, code, sides);
    }
    return se_truth_of(rule(e->w, condition, values_relate, holds));
}

/* The operator without its "not". */
static UCHAR affirmed(UCHAR code)
{
    return code == RTL_CONDITION_NOT_EQUAL      ? RTL_CONDITION_EQUAL
           : code == RTL_CONDITION_NOT_CONTAINS ? RTL_CONDITION_CONTAINS
           : code == RTL_CONDITION_NOT_ANY_OF   ? RTL_CONDITION_ANY_OF
                                                : code;
}

static bool is_list_of_nothing(const struct se_operand *operand)
{
    return !operand->is_attribute && operand->values.composite && operand->values.count == 0;
}

static enum se_truth relate(struct se_evaluation *e, UCHAR code, const struct se_operand *left,
                            const struct se_operand *right)
{
    const struct sides sides = {
        .left = &left->values,
        .right = &right->values,
        .fold = !left->values.case_counts && !right->values.case_counts,
    };

    if (code == RTL_CONDITION_CONTAINS &&
        rule(e->w, condition, contains_nothing, is_list_of_nothing(right)))
        return SE_FALSE;
    if (code == RTL_CONDITION_ANY_OF &&
        rule(e->w, condition, any_of_single, !right->is_attribute && !right->values.composite))
        return SE_UNKNOWN;
    if (!se_operand_is_known(e, left) || !se_operand_is_known(e, right))
        return SE_UNKNOWN;
    if (!rule(e->w, condition, types_match, se_values_match(&left->values, &right->values)))
        return SE_UNKNOWN;
    return compare(e, code, &sides);
}

enum se_truth se_condition_relation(struct se_evaluation *e, UCHAR code, se_item left_item,
                                    se_item right_item)
{
    struct se_operand left, right;
    enum se_truth truth;

    se_operand_load(e, right_item, &right);
    se_operand_load(e, left_item, &left);
    if (se_evaluation_failed(e))
        return SE_UNKNOWN;
    if (!left.is_attribute) {
        e->not_modelled = "a comparison that begins with what is written out";
        return SE_UNKNOWN;
    }
    truth = relate(e, affirmed(code), &left, &right);
    return affirmed(code) == code ? truth : se_truth_inverse(truth);
}
