#include "scenario/kinds_private.h"

#include "scenario/properties.h"
#include "scenario/runner.h"

#include "rtl/status.h"

#include <string.h>

bool same_pointer(const struct value *a, const struct value *b)
{
    return a->pointer == b->pointer;
}

bool number_read(const struct node *node, uint64_t *number)
{
    const char *at = node->text;
    if (node->kind != NODE_SCALAR || node->quoted) {
        return false;
    }
    bool negative = *at == '-';
    at += negative;
    const unsigned base = at[0] == '0' && (at[1] == 'x' || at[1] == 'X') ? 16 : 10;
    at += base == 16 ? 2 : 0;
    if (*at == '\0') {
        return false;
    }
    uint64_t value = 0;
    for (; *at; at++) {
        const unsigned digit = text_hex_digit(*at);
        if (digit >= base || value > (UINT64_MAX - digit) / base) {
            return false;
        }
        value = value * base + digit;
    }
    *number = negative ? 0 - value : value;
    return true;
}

/* ---- nothing ---- */

static bool nothing_parse(struct runner *run, const struct node *node, enum kind kind,
                          struct value *value)
{
    (void)kind;
    (void)value;
    return node_is(node, "VOID") || problem_kind(run, node, "VOID, since the call returns nothing");
}

static void nothing_print(struct runner *run, enum kind kind, const struct value *value,
                          struct text *text)
{
    (void)run;
    (void)kind;
    (void)value;
    text_append_string(text, "VOID");
}

const struct kind_behaviour kind_nothing = {.parse = nothing_parse, .print = nothing_print};

/* ---- numbers ---- */

static bool fits(struct runner *run, const struct node *node, uint64_t number)
{
    bool in_range = number <= UINT32_MAX || (int64_t)number >= INT32_MIN;
    bool negative = (int64_t)number < 0;
    if (in_range && (number <= UINT32_MAX || negative)) {
        return true;
    }
    return problem(run, node, "'%s' does not fit into 32 bits", node->text);
}

static bool number_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    uint64_t number;
    if (!number_read(node, &number) && !bound_number_read(run, node, &number)) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    value->number = (uint32_t)number;
    return fits(run, node, number);
}

static void number_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    (void)run;
    (void)kind;
    text_append_format(text, "%llu", (unsigned long long)value->number);
}

const struct kind_behaviour kind_number = {.parse = number_parse, .print = number_print};

/* ---- constants ---- */

static bool word_parse(struct runner *run, const struct node *node, enum kind kind,
                       struct value *value)
{
    enum word_space space = kind_row(kind)->words;
    if (node->kind == NODE_SCALAR && !node->quoted) {
        const struct word *word = word_of(run, space, node);
        if (word) {
            value->number = word->value;
            return true;
        }
        uint64_t number;
        if (space != SPACE_BOOLEAN && number_read(node, &number)) {
            value->number = (uint32_t)number;
            return fits(run, node, number);
        }
    }
    if (space == SPACE_BOOLEAN && node->kind == NODE_SCALAR) {
        problem(run, node, "unknown boolean '%s'", node->text);
        return problem_help(run, "write true or false");
    }
    return problem_word(run, node, space);
}

static void word_print(struct runner *run, enum kind kind, const struct value *value,
                       struct text *text)
{
    const char *word =
        dictionary_text(run->dictionary, kind_row(kind)->words, (uint32_t)value->number);
    if (word) {
        text_append_string(text, word);
    } else if (kind == KIND_LEVEL && value->number == NO_LEVEL) {
        text_append_string(text, "none");
    } else {
        text_append_format(text, "%llu", (unsigned long long)value->number);
    }
}

const struct kind_behaviour kind_word = {.parse = word_parse, .print = word_print};

/* A thread that does not impersonate has none. */
static enum match level_match(struct runner *run, const struct node *node, enum kind kind,
                              const struct value *actual)
{
    struct value expected = {.number = NO_LEVEL};
    if (!node_is(node, "none") && !kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || expected.number == actual->number ? MATCH_SAME : MATCH_DIFFERENT;
}

const struct kind_behaviour kind_level = {
    .parse = word_parse,
    .match = level_match,
    .print = word_print,
};

static void status_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    char name[RTL_STATUS_TEXT_SIZE];
    (void)run;
    (void)kind;
    rtl_status_print((NTSTATUS)value->number, name, sizeof name);
    text_append_string(text, name);
}

const struct kind_behaviour kind_status = {.parse = word_parse, .print = status_print};

static void error_print(struct runner *run, enum kind kind, const struct value *value,
                        struct text *text)
{
    const struct rtl_error *row = rtl_error_by_value((DWORD)value->number);
    if (row) {
        text_append_string(text, row->name);
    } else {
        number_print(run, kind, value, text);
    }
}

const struct kind_behaviour kind_error = {.parse = word_parse, .print = error_print};

/* What NT keeps in a number and means as an answer. */
static bool flag_parse(struct runner *run, const struct node *node, enum kind kind,
                       struct value *value)
{
    return number_read(node, &value->number) || word_parse(run, node, kind, value);
}

const struct kind_behaviour kind_flag = {.parse = flag_parse, .print = number_print};

/* ---- masks ---- */

/* Several constants in one scalar, as C or the command line has them. */
static bool problem_joined(struct runner *run, const struct node *node, enum kind kind)
{
    struct text list = {.bytes = NULL};
    for (const char *at = node->text; *(at += strspn(at, "|, ")) != '\0';) {
        const size_t length = strcspn(at, "|, ");
        text_append_format(&list, "%s%.*s", list.length > 0 ? ", " : "", (int)length, at);
        at += length;
    }
    problem(run, node, "expected one %s or a list, not '%s'",
            dictionary_noun(kind_row(kind)->words), node->text);
    problem_help(run, "write [%s]", list.length > 0 ? list.bytes : "");
    text_free(&list);
    return false;
}

static bool mask_parse(struct runner *run, const struct node *node, enum kind kind,
                       struct value *value)
{
    if (node->kind == NODE_SCALAR && strpbrk(node->text, "|,")) {
        return problem_joined(run, node, kind);
    }
    if (node->kind != NODE_SEQUENCE) {
        return word_parse(run, node, kind, value);
    }
    const struct node *end = after(run, node);
    uint64_t mask = 0;
    for (const struct node *entry = node_first(node); entry != end; entry = after(run, entry)) {
        struct value part = {.number = 0};
        if (!word_parse(run, resolved(run, entry), kind, &part)) {
            return false;
        }
        mask |= part.number;
    }
    value->number = mask;
    return true;
}

static bool is_one_bit(uint32_t mask)
{
    return mask != 0 && (mask & (mask - 1)) == 0;
}

/* Appends the constants of single bits whose names begin so; returns the bits that are left. */
static uint32_t print_bits(struct runner *run, unsigned space, const char *prefix, uint32_t mask,
                           const char **separator, struct text *text)
{
    dictionary_learn(run->dictionary, space);
    for (uint32_t i = 0; i < run->dictionary->count && mask != 0; i++) {
        const struct word *word = &run->dictionary->words[i];
        if (word->space == space && is_one_bit(word->value) && (mask & word->value) &&
            strncmp(word->text, prefix, strlen(prefix)) == 0) {
            text_append_format(text, "%s%s", *separator, word->text);
            *separator = ", ";
            mask &= ~word->value;
        }
    }
    return mask;
}

static void print_rest(uint32_t mask, const char *separator, struct text *text)
{
    if (mask != 0 || separator[0] == '\0') {
        text_append_format(text, "%s0x%X", separator, (unsigned)mask);
    }
}

static void mask_print(struct runner *run, enum kind kind, const struct value *value,
                       struct text *text)
{
    enum word_space space = kind_row(kind)->words;
    if (kind == KIND_ACCESS) {
        access_print(run, value->number, value->pointer, text);
        return;
    }
    const char *word = dictionary_text(run->dictionary, space, (uint32_t)value->number);
    if (word) {
        text_append_string(text, word);
        return;
    }
    const char *separator = "";
    text_append_string(text, "[");
    uint32_t left = print_bits(run, space, "", (uint32_t)value->number, &separator, text);
    print_rest(left, separator, text);
    text_append_string(text, "]");
}

const struct kind_behaviour kind_mask = {.parse = mask_parse, .print = mask_print};

static bool names_many_rights(const char *constant)
{
    return strstr(constant, "_ALL_ACCESS") || strstr(constant, "_GENERIC_");
}

/* The constant that is the whole mask, of this type or of all types. */
static const char *whole_right(struct runner *run, const char *prefix, uint32_t mask)
{
    dictionary_learn(run->dictionary, SPACE_ACCESS);
    for (uint32_t i = 0; i < run->dictionary->count; i++) {
        const struct word *word = &run->dictionary->words[i];
        bool of_type = strncmp(word->text, prefix, strlen(prefix)) == 0;
        if (word->space != SPACE_ACCESS || word->value != mask) {
            continue;
        }
        if (is_one_bit(mask) ? of_type || mask >= DELETE
                             : of_type && names_many_rights(word->text)) {
            return word->text;
        }
    }
    return NULL;
}

void access_print(struct runner *run, uint64_t mask, const void *type, struct text *text)
{
    const struct ob_type *object_type = type;
    const char *prefix = object_type ? rtl_mapped_prefix(object_type->mapped) : "GENERIC_";
    const char *whole = whole_right(run, prefix, (uint32_t)mask);
    if (whole || mask == 0) {
        text_append_string(text, whole ? whole : "0");
        return;
    }
    if (!object_type && mask <= SPECIFIC_RIGHTS_ALL) {
        text_append_format(text, "0x%X", (unsigned)mask); /* each type has names of its own */
        return;
    }
    const uint32_t specific = SPECIFIC_RIGHTS_ALL;
    const char *separator = "";
    text_append_string(text, "[");
    uint32_t left =
        print_bits(run, SPACE_ACCESS, prefix, (uint32_t)mask & specific, &separator, text);
    left |= print_bits(run, SPACE_ACCESS, "", (uint32_t)mask & ~specific, &separator, text);
    print_rest(left, separator, text);
    text_append_string(text, "]");
}

/* ---- a token's source and expiration ---- */

static bool source_parse(struct runner *run, const struct node *node, enum kind kind,
                         struct value *value)
{
    if (node->kind != NODE_SCALAR || node->length > TOKEN_SOURCE_LENGTH) {
        return problem_kind(run, node, kind_row(kind)->description);
    }
    char *name = arena_alloc(&run->arena, TOKEN_SOURCE_LENGTH);
    memcpy(name, node->text, node->length);
    value->pointer = name;
    return true;
}

static bool source_same(const struct value *a, const struct value *b)
{
    return memcmp(a->pointer, b->pointer, TOKEN_SOURCE_LENGTH) == 0;
}

static enum match source_match(struct runner *run, const struct node *node, enum kind kind,
                               const struct value *actual)
{
    struct value expected;
    if (!kind_parse(run, node, kind, &expected)) {
        return MATCH_BROKEN;
    }
    return !actual || source_same(&expected, actual) ? MATCH_SAME : MATCH_DIFFERENT;
}

static void source_print(struct runner *run, enum kind kind, const struct value *value,
                         struct text *text)
{
    const char *name = value->pointer;
    size_t length = 0;
    (void)run;
    (void)kind;
    while (length < TOKEN_SOURCE_LENGTH && name[length]) {
        length++;
    }
    text_append(text, name, length);
}

const struct kind_behaviour kind_source = {
    .parse = source_parse,
    .match = source_match,
    .print = source_print,
    .same = source_same,
};

/* 64 bits. */
static bool luid_parse(struct runner *run, const struct node *node, enum kind kind,
                       struct value *value)
{
    (void)run;
    return number_read(node, &value->number) ||
           problem_kind(run, node, kind_row(kind)->description);
}

const struct kind_behaviour kind_luid = {.parse = luid_parse, .print = number_print};

static bool expiration_parse(struct runner *run, const struct node *node, enum kind kind,
                             struct value *value)
{
    if (node_is(node, "never")) {
        value->number = INT64_MAX;
        return true;
    }
    return number_read(node, &value->number) ||
           problem_kind(run, node, kind_row(kind)->description);
}

static void expiration_print(struct runner *run, enum kind kind, const struct value *value,
                             struct text *text)
{
    if (value->number == INT64_MAX) {
        text_append_string(text, "never");
    } else {
        number_print(run, kind, value, text);
    }
}

const struct kind_behaviour kind_expiration = {
    .parse = expiration_parse,
    .print = expiration_print,
};
