/*
 * Conditions into byte code (access-check S-13, S-14, S-16, B-8). Operators that wait for their
 * right side stand on a stack of their own, so that nesting costs memory only.
 */
#include "rtl/condition.h"
#include "rtl/little.h"
#include "rtl/sddl/literal.h"

/* On the stack: the codes of NOT, AND and OR, and an open parenthesis. */
#define OPEN 0

struct condition {
    struct sddl_reader *reader;
    struct rtl_bytes waiting;
};

static bool is_word_character(char character)
{
    return sddl_digit(character) < 36 || ((unsigned char)character & 0x80u) ||
           (character != '\0' && strchr(":/._%", character));
}

/* The length of the word that comes next. */
static size_t word_length(const struct sddl_reader *reader)
{
    const char *at = reader->at;

    while (at < reader->end && is_word_character(*at))
        at++;
    return (size_t)(at - reader->at);
}

/* The operator of this shape that comes next, and no longer one; NULL if there is none. */
static const struct rtl_condition_row *peek_operator(const struct sddl_reader *reader,
                                                     enum rtl_condition_shape shape)
{
    const size_t word = word_length(reader), rest = (size_t)(reader->end - reader->at);
    const struct rtl_condition_row *found = NULL;

    for (int code = RTL_CONDITION_EQUAL; code <= RTL_CONDITION_NOT_DEVICE_MEMBER_OF_ANY; code++) {
        const struct rtl_condition_row *row = rtl_condition_row((UCHAR)code);
        const size_t length = strlen(row->text);

        if (row->shape != shape || length > rest ||
            !sddl_same_word(reader->at, row->text, length) || (word > 0 && word != length) ||
            (found && strlen(found->text) > length))
            continue;
        found = row;
    }
    return found;
}

static void put_code(struct sddl_reader *reader, int code)
{
    rtl_bytes_put(reader->out, code);
}

/* A code and a length that is not known yet; where the length is. */
static size_t begin_bytes(struct sddl_reader *reader, int code)
{
    put_code(reader, code);
    memset(rtl_bytes_extend(reader->out, sizeof(ULONG)), 0, sizeof(ULONG));
    return reader->out->size - sizeof(ULONG);
}

static void end_bytes(struct sddl_reader *reader, size_t at)
{
    rtl_little_write(reader->out->bytes + at, sizeof(ULONG),
                     reader->out->size - at - sizeof(ULONG));
}

/* SDDL makes 64 bits of every integer (B-8). */
static bool read_integer(struct sddl_reader *reader)
{
    struct sddl_integer integer;

    if (!sddl_read_integer(reader, &integer))
        return false;
    put_code(reader, RTL_CONDITION_INT64);
    rtl_little_write(rtl_bytes_extend(reader->out, sizeof integer.number), sizeof integer.number,
                     (uint64_t)integer.number);
    put_code(reader, integer.sign);
    put_code(reader, integer.base);
    return true;
}

static bool read_scalar(struct sddl_reader *reader)
{
    const char next = sddl_peek(reader);
    size_t at;
    bool read;

    if (sddl_digit(next) < 10 || next == '-' || next == '+')
        return read_integer(reader);
    if (next == '"') {
        at = begin_bytes(reader, RTL_CONDITION_STRING);
        read = sddl_read_string(reader, reader->out);
    } else if (next == '#') {
        reader->at++;
        at = begin_bytes(reader, RTL_CONDITION_OCTETS);
        read = sddl_read_octets(reader, reader->out);
    } else if (sddl_letter(next) == LETTER_S) {
        at = begin_bytes(reader, RTL_CONDITION_SID);
        read = sddl_read_sid_literal(reader, reader->out);
    } else {
        return sddl_fail_here(reader, "a value is a number, \"text\", #octets, SID(...), a list of "
                                      "these in braces, or an attribute with @User., @Device. or "
                                      "@Resource.");
    }
    end_bytes(reader, at);
    return read;
}

static bool read_members(struct sddl_reader *reader)
{
    sddl_skip_spaces(reader);
    if (sddl_skip(reader, '}'))
        return true;
    for (;;) {
        sddl_skip_spaces(reader);
        if (!read_scalar(reader))
            return false;
        sddl_skip_spaces(reader);
        if (sddl_skip(reader, '}'))
            return true;
        if (!sddl_skip(reader, ','))
            return sddl_fail_here(reader, "values in braces have commas between them");
    }
}

static bool read_literal(struct sddl_reader *reader)
{
    size_t at;
    bool read;

    if (!sddl_skip(reader, '{'))
        return read_scalar(reader);
    at = begin_bytes(reader, RTL_CONDITION_COMPOSITE);
    read = read_members(reader);
    end_bytes(reader, at);
    return read;
}

static bool read_attribute(struct sddl_reader *reader)
{
    enum rtl_condition_code code = RTL_CONDITION_LOCAL_ATTRIBUTE;
    size_t at;
    bool read;

    if (sddl_peek(reader) == '@') {
        for (code = RTL_CONDITION_USER_ATTRIBUTE; code <= RTL_CONDITION_DEVICE_ATTRIBUTE; code++)
            if (sddl_skip_word(reader, rtl_condition_row((UCHAR)code)->text))
                break;
        if (code > RTL_CONDITION_DEVICE_ATTRIBUTE)
            return sddl_fail_here(reader, "an attribute is that of @User., @Device. or @Resource.");
    }
    at = begin_bytes(reader, (int)code);
    read = sddl_read_name(
        reader, code == RTL_CONDITION_LOCAL_ATTRIBUTE ? SDDL_NAME_LOCAL : SDDL_NAME_PREFIXED,
        reader->out);
    end_bytes(reader, at);
    return read;
}

/* What a unary operator is about: an attribute of Exists, groups of Member_of and the like. */
static bool read_unary(struct sddl_reader *reader, const struct rtl_condition_row *row)
{
    const bool exists = row->code == RTL_CONDITION_EXISTS || row->code == RTL_CONDITION_NOT_EXISTS;
    bool open;

    reader->at += strlen(row->text);
    sddl_skip_spaces(reader);
    open = !exists && sddl_skip(reader, '(');
    sddl_skip_spaces(reader);
    if (!(exists ? read_attribute(reader) : read_literal(reader)))
        return false;
    sddl_skip_spaces(reader);
    if (open && !sddl_skip(reader, ')'))
        return sddl_fail_here(reader, "a parenthesis ends the list of groups");
    put_code(reader, row->code);
    return true;
}

/* An attribute, alone or compared with something. */
static bool read_relation(struct sddl_reader *reader)
{
    const struct rtl_condition_row *row;

    if (!read_attribute(reader))
        return false;
    sddl_skip_spaces(reader);
    row = peek_operator(reader, RTL_CONDITION_SHAPE_RELATION);
    if (!row)
        return true;
    reader->at += strlen(row->text);
    sddl_skip_spaces(reader);
    if (!(sddl_peek(reader) == '@' ? read_attribute(reader) : read_literal(reader)))
        return false;
    put_code(reader, row->code);
    return true;
}

static int last_waiting(const struct condition *condition)
{
    const size_t size = condition->waiting.size;

    return size > 0 ? condition->waiting.bytes[size - 1] : -1;
}

/* Operators that bind no looser than this one stand in front of it. */
static void release(struct condition *condition, int code)
{
    while (last_waiting(condition) == RTL_CONDITION_AND ||
           (code == RTL_CONDITION_OR && last_waiting(condition) == RTL_CONDITION_OR)) {
        put_code(condition->reader, last_waiting(condition));
        condition->waiting.size--;
    }
}

/* Up to and with one operand; parentheses and ! in front of it wait. */
static bool read_operand(struct condition *condition)
{
    struct sddl_reader *const reader = condition->reader;
    const struct rtl_condition_row *unary;

    for (;;) {
        sddl_skip_spaces(reader);
        if (sddl_skip(reader, '(')) {
            rtl_bytes_put(&condition->waiting, OPEN);
        } else if (sddl_skip(reader, '!')) {
            rtl_bytes_put(&condition->waiting, RTL_CONDITION_NOT);
            sddl_skip_spaces(reader);
            if (sddl_peek(reader) != '(')
                return sddl_fail_here(reader, "what ! negates stands in parentheses");
        } else {
            break;
        }
    }
    unary = peek_operator(reader, RTL_CONDITION_SHAPE_UNARY);
    return unary ? read_unary(reader, unary) : read_relation(reader);
}

/* Closes one parenthesis, and with it the ! in front. */
static void close_parenthesis(struct condition *condition)
{
    release(condition, RTL_CONDITION_OR);
    condition->waiting.size--;
    if (last_waiting(condition) == RTL_CONDITION_NOT) {
        put_code(condition->reader, RTL_CONDITION_NOT);
        condition->waiting.size--;
    }
}

/*
 * Behind an operand: closes parentheses, then && or ||. Sets *more if an operand must follow; else
 * the condition is whole.
 */
static bool read_connective(struct condition *condition, bool *more)
{
    struct sddl_reader *const reader = condition->reader;
    int code;

    for (;;) {
        sddl_skip_spaces(reader);
        if (sddl_peek(reader) != ')' || condition->waiting.size == 0)
            break;
        release(condition, RTL_CONDITION_OR);
        if (last_waiting(condition) != OPEN)
            break;
        reader->at++;
        close_parenthesis(condition);
    }
    *more = true;
    if (sddl_skip_word(reader, "&&")) {
        code = RTL_CONDITION_AND;
    } else if (sddl_skip_word(reader, "||")) {
        code = RTL_CONDITION_OR;
    } else {
        *more = false;
        release(condition, RTL_CONDITION_OR);
        return condition->waiting.size == 0 ||
               sddl_fail_here(reader, "an operator follows (== Contains && || ...), or a "
                                      "parenthesis that closes");
    }
    release(condition, code);
    rtl_bytes_put(&condition->waiting, code);
    return true;
}

/* All of it, as far as it makes sense. */
static bool read_expression(struct sddl_reader *reader)
{
    struct condition condition = {.reader = reader};
    bool more = true, read = true;

    rtl_bytes_append(reader->out, RTL_CONDITION_SIGNATURE, RTL_CONDITION_SIGNATURE_SIZE);
    while (read && more)
        read = read_operand(&condition) && read_connective(&condition, &more);
    rtl_bytes_free(&condition.waiting);
    return read;
}

bool sddl_read_condition(struct sddl_reader *reader)
{
    if (!sddl_skip(reader, '('))
        return sddl_fail_here(reader, "a condition stands in parentheses");
    if (!read_expression(reader))
        return false;
    sddl_skip_spaces(reader);
    if (!sddl_skip(reader, ')'))
        return sddl_fail_here(reader, "an operator follows (== Contains && || ...), or a "
                                      "parenthesis that closes");
    sddl_skip_spaces(reader);
    return true;
}

bool rtl_sddl_parse_condition(const struct srm_world *w, const char *text, size_t length,
                              const struct rtl_sddl_domains *domains, struct rtl_bytes *out,
                              struct rtl_sddl_problem *problem)
{
    struct sddl_reader reader =
        sddl_reader_of(w, text, length, domains, ERROR_INVALID_ACL, problem);

    reader.out = out;
    reader.in_entry = true;
    if (!read_expression(&reader) ||
        (reader.at != reader.end && !sddl_fail_here(&reader, "the condition ends here"))) {
        rtl_bytes_free(out);
        return false;
    }
    return true;
}
