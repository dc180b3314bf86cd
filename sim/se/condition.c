#include "se/condition.h"

#include "ex/rules.h"
#include "se/condition_private.h"

/* Nothing that lies in an entry is longer, but whoever calls need not have it from there. */
#define SIZE_MOST 0x10000u
/* Values and claims looked at in one condition: far above any that means something. */
#define EFFORT_MOST (UINT32_C(1) << 22)

static void push(struct se_evaluation *e, enum se_item_kind kind, size_t at)
{
    if (e->depth == STACK_SIZE) {
        e->malformed = true;
        return;
    }
    e->attributes += kind == ITEM_ATTRIBUTE;
    e->stack[e->depth++] = (se_item)kind | (se_item)at << KIND_BITS;
}

static se_item pop(struct se_evaluation *e)
{
    if (e->depth == 0) {
        e->malformed = true;
        return ITEM_UNKNOWN;
    }
    se_item it = e->stack[--e->depth];

    e->attributes -= se_item_kind_of(it) == ITEM_ATTRIBUTE;
    return it;
}

/* --- results ---------------------------------------------------------------------------------- */

/* An attribute that stands by itself. */
static enum se_truth truth_of_attribute(struct se_evaluation *e, se_item it)
{
    struct se_values_cursor cursor = {.index = 0};
    struct se_value value;
    struct se_operand operand;

    se_operand_load(e, it, &operand);
    if (!se_operand_is_known(e, &operand) || !se_values_next(&operand.values, &cursor, &value))
        return SE_UNKNOWN;
    if (value.kind == SE_VALUE_SID || value.kind == SE_VALUE_OCTETS) {
        e->not_modelled = "a claim of SIDs or octets that is a condition by itself";
        return SE_UNKNOWN;
    }
    return se_truth_of(
        rule(e->w, condition, attribute_holds,
             operand.values.count > 1 ||
                 (value.kind == SE_VALUE_STRING ? value.size > 0 : value.magnitude != 0)));
}

static enum se_truth truth_of_item(struct se_evaluation *e, se_item it)
{
    switch (se_item_kind_of(it)) {
    case ITEM_FALSE:
        return SE_FALSE;
    case ITEM_TRUE:
        return SE_TRUE;
    case ITEM_UNKNOWN:
        return SE_UNKNOWN;
    case ITEM_ATTRIBUTE:
        return truth_of_attribute(e, it);
    case ITEM_LITERAL:
        break;
    }
    e->wrong_operand = true;
    return SE_UNKNOWN;
}

/* What one value of a side alone decides, another of both sides, else the opposite. */
static enum se_truth conjunction(const struct se_evaluation *e, enum se_truth a, enum se_truth b)
{
    if (rule(e->w, condition, false_decides, a == SE_FALSE || b == SE_FALSE))
        return SE_FALSE;
    return rule(e->w, condition, side_unknown, a == SE_UNKNOWN || b == SE_UNKNOWN) ? SE_UNKNOWN
                                                                                   : SE_TRUE;
}

static enum se_truth disjunction(const struct se_evaluation *e, enum se_truth a, enum se_truth b)
{
    if (rule(e->w, condition, true_decides, a == SE_TRUE || b == SE_TRUE))
        return SE_TRUE;
    return rule(e->w, condition, side_unknown, a == SE_UNKNOWN || b == SE_UNKNOWN) ? SE_UNKNOWN
                                                                                   : SE_FALSE;
}

static enum se_truth negation(struct se_evaluation *e, se_item operand)
{
    bool attribute = se_item_kind_of(operand) == ITEM_ATTRIBUTE;

    if (rule(e->w, condition, waiting_attribute, attribute && e->attributes > 0) &&
        policy(e->w, not_of_attribute)) {
        e->wrong_operand = true;
        return SE_UNKNOWN;
    }
    return se_truth_inverse(truth_of_item(e, operand));
}

static enum se_truth logical(struct se_evaluation *e, UCHAR code)
{
    se_item last = pop(e);
    enum se_truth a, b;

    if (code == RTL_CONDITION_NOT)
        return negation(e, last);
    a = truth_of_item(e, pop(e));
    b = truth_of_item(e, last);
    return code == RTL_CONDITION_AND ? conjunction(e, a, b) : disjunction(e, a, b);
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool came_with_claims(UCHAR code)
{
    switch (code) {
    case RTL_CONDITION_USER_ATTRIBUTE:
    case RTL_CONDITION_DEVICE_ATTRIBUTE:
    case RTL_CONDITION_RESOURCE_ATTRIBUTE:
        return true;
    default:
        return code >= RTL_CONDITION_DEVICE_MEMBER_OF &&
               code <= RTL_CONDITION_NOT_DEVICE_MEMBER_OF_ANY;
    }
}

static bool literal_is_right(const struct se_evaluation *e, const struct rtl_condition_token *token,
                             size_t from, size_t to)
{
    struct se_values values;

    return se_values_of_literal(e->w, token, e->data + from, e->data + to, &values);
}

static void step(struct se_evaluation *e, const struct rtl_condition_token *token, size_t from,
                 size_t to)
{
    const UCHAR code = token->row->code;
    se_item right;

    if (came_with_claims(code) && !rule(e->w, condition, code_known, true)) {
        e->malformed = true;
        return;
    }
    switch (token->row->shape) {
    case RTL_CONDITION_SHAPE_PADDING:
        break;
    case RTL_CONDITION_SHAPE_INTEGER:
    case RTL_CONDITION_SHAPE_BYTES:
        e->malformed |= !literal_is_right(e, token, from, to);
        push(e, ITEM_LITERAL, from);
        break;
    case RTL_CONDITION_SHAPE_ATTRIBUTE:
        e->malformed |= token->size == 0 || token->size % sizeof(USHORT) != 0;
        push(e, ITEM_ATTRIBUTE, from);
        break;
    case RTL_CONDITION_SHAPE_UNARY:
        push(e, (enum se_item_kind)se_condition_unary(e, code, pop(e)), 0);
        break;
    case RTL_CONDITION_SHAPE_RELATION:
        right = pop(e);
        push(e, (enum se_item_kind)se_condition_relation(e, code, pop(e), right), 0);
        break;
    case RTL_CONDITION_SHAPE_LOGICAL:
        push(e, (enum se_item_kind)logical(e, code), 0);
        break;
    }
}

/* Runs the condition; what is left on the stack is its result. */
static enum se_truth run(struct se_evaluation *e)
{
    struct rtl_condition_token token;
    size_t at = RTL_CONDITION_SIGNATURE_SIZE, from = at;
    enum se_truth truth;

    while (!se_evaluation_failed(e) && rtl_condition_next(e->data, e->size, &at, &token)) {
        step(e, &token, from, at);
        from = at;
    }
    if (se_evaluation_failed(e))
        return SE_UNKNOWN;
    truth = truth_of_item(e, pop(e));
    e->malformed |= at < e->size || e->depth > 0;
    return truth;
}

NTSTATUS se_condition_evaluate(struct srm_world *w, const UCHAR *data, size_t size,
                               const struct se_condition_context *context, enum se_truth *truth)
{
    struct se_evaluation e;

    e.w = w;
    e.context = context;
    e.data = data;
    e.size = size;
    e.effort.left = EFFORT_MOST;
    e.malformed = size > SIZE_MOST || !rtl_condition_signed(data, size);
    e.wrong_operand = false;
    e.not_modelled = NULL;
    e.depth = e.attributes = 0;
    *truth = e.malformed ? SE_UNKNOWN : run(&e);
    if (rule(w, condition, malformed, e.malformed) ||
        rule(w, condition, wrong_operand, e.wrong_operand)) {
        *truth = SE_UNKNOWN;
        return STATUS_SUCCESS;
    }
    if (e.effort.left == 0)
        e.not_modelled = "a condition that looks at millions of values";
    if (!e.not_modelled)
        return STATUS_SUCCESS;
    *truth = SE_UNKNOWN;
    return world_not_modelled(w, e.not_modelled);
}

bool se_condition_applies(const struct srm_world *w, enum se_truth truth, bool denies)
{
    if (denies)
        return rule(w, condition, denies, truth != SE_FALSE);
    return rule(w, condition, allows, truth == SE_TRUE);
}
