#include "se/condition_values.h"

#include "ex/rules.h"
#include "rtl/sid.h"
#include "rtl/upcase.h"

#include <string.h>

static enum se_value_kind kind_of_claim(USHORT type)
{
    switch (type) {
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64:
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_UINT64:
        return SE_VALUE_INTEGER;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_BOOLEAN:
        return SE_VALUE_BOOLEAN;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_STRING:
        return SE_VALUE_STRING;
    case CLAIM_SECURITY_ATTRIBUTE_TYPE_SID:
        return SE_VALUE_SID;
    default:
        return SE_VALUE_OCTETS;
    }
}

static enum se_value_kind kind_of_literal(UCHAR code)
{
    switch (code) {
    case RTL_CONDITION_INT8:
    case RTL_CONDITION_INT16:
    case RTL_CONDITION_INT32:
    case RTL_CONDITION_INT64:
        return SE_VALUE_INTEGER;
    case RTL_CONDITION_STRING:
        return SE_VALUE_STRING;
    case RTL_CONDITION_SID:
        return SE_VALUE_SID;
    case RTL_CONDITION_OCTETS:
        return SE_VALUE_OCTETS;
    default:
        return SE_VALUE_MIXED;
    }
}

static void set_signed(struct se_value *value, int64_t number)
{
    value->negative = number < 0;
    value->magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
}

static void read_claim_value(const struct rtl_claim *claim, uint32_t index, struct se_value *value)
{
    struct rtl_claim_value read;

    rtl_claim_value(claim, index, &read);
    *value = (struct se_value){
        .kind = kind_of_claim(claim->type),
        .magnitude = (uint64_t)read.number,
        .bytes = read.bytes,
        .size = read.size,
    };
    if (claim->type == CLAIM_SECURITY_ATTRIBUTE_TYPE_INT64)
        set_signed(value, read.number);
}

/* The sign byte says more than the bits (B-8). */
static void set_literal(const struct srm_world *w, const struct rtl_condition_token *token,
                        struct se_value *value)
{
    value->magnitude = (uint64_t)token->number;
    if (rule_on(w, condition, sign_none, token->sign == RTL_CONDITION_UNSIGNED,
                NUMBER_FACT("sign", token->sign)) ||
        token->sign == RTL_CONDITION_POSITIVE)
        return;
    set_signed(value, token->number);
    value->negative = value->magnitude != 0;
}

static bool literal_is_valid(const struct rtl_condition_token *token, enum se_value_kind kind)
{
    SE_SID sid;

    switch (kind) {
    case SE_VALUE_INTEGER:
        return token->sign >= RTL_CONDITION_POSITIVE && token->sign <= RTL_CONDITION_UNSIGNED &&
               token->base >= RTL_CONDITION_OCTAL && token->base <= RTL_CONDITION_HEXADECIMAL;
    case SE_VALUE_STRING:
        return token->size % sizeof(USHORT) == 0;
    case SE_VALUE_SID:
        return rtl_sid_from_bytes(token->bytes, token->size, &sid);
    case SE_VALUE_OCTETS:
        return true;
    case SE_VALUE_NONE:
    case SE_VALUE_BOOLEAN:
    case SE_VALUE_MIXED:
        break;
    }
    return false;
}

static enum se_value_kind common_kind(const struct se_values *values, enum se_value_kind kind)
{
    return values->count == 0 || values->kind == kind ? kind : SE_VALUE_MIXED;
}

void se_values_of_claim(const struct srm_world *w, const struct rtl_claim *claim,
                        struct se_values *values)
{
    struct se_values_cursor cursor = {.index = 0};
    struct se_value value;

    *values = (struct se_values){
        .w = w,
        .kind = claim->count > 0 ? kind_of_claim(claim->type) : SE_VALUE_NONE,
        .count = claim->count,
        .case_counts = rule(w, condition, case_counts,
                            claim->flags & CLAIM_SECURITY_ATTRIBUTE_VALUE_CASE_SENSITIVE),
        .bits = true,
        .is_claim = true,
        .claim = *claim,
    };
    while (values->bits && se_values_next(values, &cursor, &value))
        values->bits = !value.negative && value.magnitude <= 1;
}

bool se_values_of_literal(const struct srm_world *w, const struct rtl_condition_token *token,
                          const UCHAR *from, const UCHAR *to, struct se_values *values)
{
    bool composite = token->row->code == RTL_CONDITION_COMPOSITE;
    struct rtl_condition_token member;
    struct se_value value;
    size_t at = 0;

    *values = (struct se_values){
        .w = w,
        .composite = composite,
        .bits = true,
        .members = composite ? token->bytes : from,
        .size = composite ? token->size : (size_t)(to - from),
    };
    while (rtl_condition_next(values->members, values->size, &at, &member)) {
        enum se_value_kind kind = kind_of_literal(member.row->code);

        if (!literal_is_valid(&member, kind))
            return false;
        values->kind = common_kind(values, kind);
        values->count++;
        value = (struct se_value){.kind = kind};
        if (kind == SE_VALUE_INTEGER)
            set_literal(w, &member, &value);
        values->bits = values->bits && !value.negative && value.magnitude <= 1;
    }
    return at == values->size;
}

bool se_values_next(const struct se_values *values, struct se_values_cursor *cursor,
                    struct se_value *value)
{
    struct rtl_condition_token token = {.row = NULL};

    if (cursor->index == values->count)
        return false;
    if (values->is_claim) {
        read_claim_value(&values->claim, cursor->index++, value);
        return true;
    }
    cursor->index++;
    rtl_condition_next(values->members, values->size, &cursor->at, &token);
    *value = (struct se_value){
        .kind = kind_of_literal(token.row->code), .bytes = token.bytes, .size = token.size};
    if (value->kind == SE_VALUE_INTEGER)
        set_literal(values->w, &token, value);
    return true;
}

static bool is_number(enum se_value_kind kind)
{
    return kind == SE_VALUE_INTEGER || kind == SE_VALUE_BOOLEAN;
}

bool se_values_match(const struct se_values *a, const struct se_values *b)
{
    if (a->kind == SE_VALUE_NONE || b->kind == SE_VALUE_NONE)
        return true;
    if (is_number(a->kind) && is_number(b->kind) && a->kind != b->kind)
        return a->bits && b->bits;
    return a->kind == b->kind; /* no claim is mixed, and one side is a claim */
}

int se_value_compare(const struct se_value *a, const struct se_value *b, bool fold)
{
    if (!is_number(a->kind))
        return rtl_text_compare(a->bytes, a->size, b->bytes, b->size, fold);
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int larger = (a->magnitude > b->magnitude) - (a->magnitude < b->magnitude);
    return a->negative ? -larger : larger;
}

bool se_value_equal(const struct se_value *a, const struct se_value *b, bool fold)
{
    if (is_number(a->kind))
        return a->magnitude == b->magnitude && a->negative == b->negative;
    if (a->size != b->size)
        return false;
    if (a->kind == SE_VALUE_STRING)
        return rtl_text_compare(a->bytes, a->size, b->bytes, b->size, fold) == 0;
    return a->size == 0 || memcmp(a->bytes, b->bytes, a->size) == 0;
}

/* --- looking many values up in many ----------------------------------------------------------- */

enum { TABLE_SIZE = 256, NOBODY = TABLE_SIZE };

/* Different values by their hash, linked where hashes are the same. */
struct table {
    struct se_value values[TABLE_SIZE];
    uint16_t heads[TABLE_SIZE], next[TABLE_SIZE];
    bool found[TABLE_SIZE];
    unsigned count, found_count;
    bool fold;
    struct se_effort *effort;
};

static void table_clear(struct table *table)
{
    table->count = table->found_count = 0;
    for (unsigned i = 0; i < TABLE_SIZE; i++)
        table->heads[i] = NOBODY;
}

static unsigned hash_value(const struct se_value *value, bool fold)
{
    uint32_t hash = 2166136261u;

    if (is_number(value->kind)) {
        hash ^= (uint32_t)(value->magnitude ^ value->magnitude >> 32) * 2654435761u;
        return (hash >> 16 ^ hash) % TABLE_SIZE;
    }
    if (value->kind != SE_VALUE_STRING)
        for (size_t i = 0; i < value->size; i++)
            hash = (hash ^ value->bytes[i]) * 16777619u;
    else
        for (size_t i = 0; i < value->size / 2; i++) {
            USHORT unit = rtl_unit_at(value->bytes, i);

            hash = (hash ^ (fold ? rtl_upcase(unit) : unit)) * 16777619u;
        }
    return (hash >> 16 ^ hash) % TABLE_SIZE;
}

/* Where it stands; NOBODY if nowhere. */
static unsigned table_find(const struct table *table, const struct se_value *value, unsigned hash)
{
    unsigned at = table->heads[hash];

    while (at != NOBODY && se_effort_spend(table->effort, value->size) &&
           !se_value_equal(&table->values[at], value, table->fold))
        at = table->next[at];
    return table->effort->left > 0 ? at : NOBODY;
}

static void table_add(struct table *table, const struct se_value *value)
{
    unsigned hash = hash_value(value, table->fold);

    if (table_find(table, value, hash) != NOBODY)
        return;
    table->values[table->count] = *value;
    table->found[table->count] = false;
    table->next[table->count] = table->heads[hash];
    table->heads[hash] = (uint16_t)table->count++;
}

/* Takes as many of the next values as go in; false if there are no more. */
static bool table_fill(struct table *table, const struct se_values *from,
                       struct se_values_cursor *cursor)
{
    struct se_value value;

    table_clear(table);
    while (table->count < TABLE_SIZE && table->effort->left > 0 &&
           se_values_next(from, cursor, &value))
        table_add(table, &value);
    return table->count > 0;
}

/* Finds those of the table that are among the values, until it has found so many. */
static void table_look(struct table *table, const struct se_values *among, unsigned enough)
{
    struct se_values_cursor cursor = {.index = 0};
    struct se_value value;

    while (table->found_count < enough && se_values_next(among, &cursor, &value) &&
           se_effort_spend(table->effort, value.size)) {
        unsigned at = table_find(table, &value, hash_value(&value, table->fold));

        if (at != NOBODY && !table->found[at]) {
            table->found[at] = true;
            table->found_count++;
        }
    }
}

bool se_values_all_in(const struct se_values *a, const struct se_values *b, bool fold,
                      struct se_effort *effort)
{
    struct table table;
    struct se_values_cursor cursor = {.index = 0};

    table.fold = fold;
    table.effort = effort;
    while (table_fill(&table, a, &cursor)) {
        table_look(&table, b, table.count);
        if (table.found_count < table.count)
            return false;
    }
    return true;
}

bool se_values_any_in(const struct se_values *a, const struct se_values *b, bool fold,
                      struct se_effort *effort)
{
    struct table table;
    struct se_values_cursor cursor = {.index = 0};

    table.fold = fold;
    table.effort = effort;
    while (table_fill(&table, a, &cursor)) {
        table_look(&table, b, 1);
        if (table.found_count > 0)
            return true;
    }
    return false;
}
