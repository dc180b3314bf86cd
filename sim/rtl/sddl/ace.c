/* Entries of SDDL: (type;flags;rights;object;inherited;sid), and what follows in some. */
#include "rtl/sddl/reader.h"

#include <limits.h>

enum entry_list { DACL, SACL };
enum entry_tail { NOTHING, CONDITION, FILTER, RESOURCE };

/* Of types that every version has. */
#define RULE_sddl_always RULE_COUNT

static const struct entry_row {
    char text[3];
    UCHAR type;
    enum entry_list list;
    enum entry_tail tail;
    enum ex_rule_id known;
} rows[] = {
#define ENTRY(word, entry, where, behind, rule) \
    {.text = word,                              \
     .type = entry##_ACE_TYPE,                  \
     .list = (where),                           \
     .tail = (behind),                          \
     .known = RULE_sddl_##rule},
#include "rtl/sddl/entries.def"
};

static const UCHAR flag_bits[SDDL_PAIR_COUNT] = {
#define ENTRY_FLAG(first, second, bit) [SDDL_PAIR(first, second)] = (bit),
#include "rtl/sddl/entries.def"
};

/* What an entry says, as far as it is read. */
struct entry {
    const struct entry_row *row;
    UCHAR type, flags;
    ACCESS_MASK mask;
    bool has_object, has_inherited;
    GUID object, inherited;
};

static const struct entry_row *row_of(const struct sddl_reader *reader, const char *word,
                                      size_t length)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *text = rows[i].text;

        if (sddl_letter(word[0]) != sddl_letter(text[0]) || length != strlen(text) ||
            (length == 2 && sddl_letter(word[1]) != sddl_letter(text[1])))
            continue;
        if (rows[i].known != RULE_COUNT && !sddl_ask(reader->w, rows[i].known, true))
            return NULL;
        return &rows[i];
    }
    return NULL;
}

/* Which error a type is that the version does not know (S-17). */
static ULONG type_error(const struct srm_world *w, const char *word, size_t length)
{
    const bool label =
        length == 2 && sddl_letter(word[0]) == LETTER_M && sddl_letter(word[1]) == LETTER_L;

    if (sddl_rule(w, label_is_bad_datatype, label))
        return ERROR_INVALID_DATATYPE;
    return sddl_rule(w, unknown_type_is_bad_uuid, true) ? RPC_S_INVALID_STRING_UUID
                                                        : ERROR_INVALID_ACL;
}

static bool read_type(struct sddl_reader *reader, struct entry *entry)
{
    const char *word;
    size_t length = 0;

    sddl_skip_spaces(reader);
    word = reader->at;
    while (length < 3 && reader->at < reader->end && sddl_letter(*reader->at) < LETTER_COUNT) {
        reader->at++;
        length++;
    }
    entry->row = length > 0 && sddl_peek(reader) == ';' ? row_of(reader, word, length) : NULL;
    if (!entry->row)
        return sddl_fail(
            reader, word, length ? length : 1, type_error(reader->w, word, length),
            "no type of an entry in this version; a DACL has A D OA OD and later XA XD ZA, a SACL "
            "AU OU and later ML XU RA SP TL FL, and a semicolon follows");
    entry->type = entry->row->type;
    return true;
}

/* Does the list take entries of the type? */
static bool list_takes(struct sddl_reader *reader, const struct entry_row *row, bool in_sacl)
{
    const char *word = reader->at - strlen(row->text);

    if (in_sacl) {
        if (row->list == DACL && sddl_policy(reader->w, RULE_policy_sddl_access_entry_in_sacl))
            return sddl_fail(reader, word, strlen(row->text), reader->error,
                             "an entry that allows or denies belongs into the DACL");
        return true;
    }
    if (sddl_rule(reader->w, system_entry_in_dacl, row->list == SACL))
        return sddl_fail(reader, word, strlen(row->text), reader->error,
                         "an entry that audits or labels belongs into the SACL");
    return true;
}

/* The flag "TP" is another name of a bit, in filters only (S-5). */
static UCHAR flag_bit(const struct sddl_reader *reader, UCHAR type, unsigned pair)
{
    if (pair == SDDL_PAIR_COUNT)
        return 0;
    if (type == SYSTEM_ACCESS_FILTER_ACE_TYPE && pair == SDDL_PAIR(T, P))
        return TRUST_PROTECTED_FILTER_ACE_FLAG;
    if (flag_bits[pair] == CRITICAL_ACE_FLAG && !sddl_rule(reader->w, critical_flag, true))
        return 0;
    return flag_bits[pair];
}

static bool read_flags(struct sddl_reader *reader, struct entry *entry)
{
    for (;;) {
        UCHAR bit;

        sddl_skip_spaces(reader);
        if (sddl_peek(reader) == ';')
            return true;
        bit = flag_bit(reader, entry->type, sddl_pair(reader));
        if (bit == 0)
            return sddl_fail(reader, reader->at, 2, reader->error,
                             "no flag of an entry; write some of OI CI NP IO ID SA FA");
        entry->flags |= bit;
        reader->at += 2;
    }
}

static bool skip_semicolon(struct sddl_reader *reader)
{
    return sddl_skip(reader, ';') ||
           sddl_fail_here(reader, "an entry has six parts with semicolons between them: "
                                  "(type;flags;rights;object;inherited;sid)");
}

static bool read_hex(struct sddl_reader *reader, unsigned count, uint64_t *number)
{
    *number = 0;
    for (; count > 0; count--) {
        const unsigned digit = sddl_digit(sddl_peek(reader));

        if (digit >= 16)
            return false;
        *number = *number << 4 | digit;
        reader->at++;
    }
    return true;
}

static bool read_guid_digits(struct sddl_reader *reader, GUID *guid)
{
    uint64_t first, second, third, fourth, node;

    if (!read_hex(reader, 8, &first) || !sddl_skip(reader, '-') || !read_hex(reader, 4, &second) ||
        !sddl_skip(reader, '-') || !read_hex(reader, 4, &third) || !sddl_skip(reader, '-') ||
        !read_hex(reader, 4, &fourth) || !sddl_skip(reader, '-') || !read_hex(reader, 12, &node))
        return false;
    *guid = (GUID){.Data1 = (ULONG)first, .Data2 = (USHORT)second, .Data3 = (USHORT)third};
    node |= fourth << 48;
    for (size_t i = sizeof guid->Data4; i-- > 0; node >>= CHAR_BIT)
        guid->Data4[i] = (UCHAR)(node & UCHAR_MAX);
    return true;
}

/* A field that holds a GUID, or nothing but spaces. */
static bool read_guid(struct sddl_reader *reader, bool *has, GUID *guid)
{
    const char *first = reader->at;

    sddl_skip_spaces(reader);
    *has = sddl_peek(reader) != ';';
    if (!*has)
        return true;
    if (reader->at != first || !read_guid_digits(reader, guid) || sddl_peek(reader) != ';')
        return sddl_fail_here(reader,
                              "here an entry has a GUID, 8-4-4-4-12 hexadecimal digits "
                              "without braces, or nothing: (type;flags;rights;GUID;GUID;SID)");
    return true;
}

static bool read_guids(struct sddl_reader *reader, struct entry *entry)
{
    const char *first = reader->at;
    const bool takes = rtl_ace_form(entry->type) == RTL_ACE_OBJECT;

    if (!read_guid(reader, &entry->has_object, &entry->object) || !skip_semicolon(reader) ||
        !read_guid(reader, &entry->has_inherited, &entry->inherited))
        return false;
    if (!takes && (entry->has_object || entry->has_inherited)) {
        if (sddl_policy(reader->w, RULE_policy_sddl_plain_guid))
            return sddl_fail(reader, first, (size_t)(reader->at - first), reader->error,
                             "only object entries (OA OD OU OL ZA) have GUIDs");
        entry->has_object = entry->has_inherited = false;
    }
    /* An object entry without GUIDs is written as what it means. */
    if (entry->type >= ACCESS_ALLOWED_OBJECT_ACE_TYPE &&
        entry->type <= SYSTEM_ALARM_OBJECT_ACE_TYPE && !entry->has_object && !entry->has_inherited)
        entry->type = (UCHAR)(entry->type - ACCESS_ALLOWED_OBJECT_ACE_TYPE);
    return true;
}

static bool read_fields(struct sddl_reader *reader, struct entry *entry, bool in_sacl)
{
    return read_type(reader, entry) && list_takes(reader, entry->row, in_sacl) &&
           skip_semicolon(reader) && read_flags(reader, entry) && skip_semicolon(reader) &&
           sddl_read_rights(reader, &entry->mask) && skip_semicolon(reader) &&
           read_guids(reader, entry) && skip_semicolon(reader);
}

static UCHAR *put(UCHAR *at, const void *from, size_t size)
{
    memcpy(at, from, size);
    return at + size;
}

/* All but the SID, which the text has behind it. */
static UCHAR *write_fields(UCHAR *at, const struct entry *entry)
{
    const ACE_HEADER header = {.AceType = entry->type, .AceFlags = entry->flags};

    at = put(at, &header, sizeof header);
    at = put(at, &entry->mask, sizeof entry->mask);
    if (rtl_ace_form(entry->type) == RTL_ACE_OBJECT) {
        const ULONG guids = (entry->has_object ? ACE_OBJECT_TYPE_PRESENT : 0) |
                            (entry->has_inherited ? ACE_INHERITED_OBJECT_TYPE_PRESENT : 0);

        at = put(at, &guids, sizeof guids);
        if (entry->has_object)
            at = put(at, &entry->object, sizeof entry->object);
        if (entry->has_inherited)
            at = put(at, &entry->inherited, sizeof entry->inherited);
    }
    return at;
}

static bool read_tail(struct sddl_reader *reader, enum entry_tail tail)
{
    if (tail == NOTHING || (tail == FILTER && sddl_peek(reader) == ')'))
        return true;
    if (!sddl_skip(reader, ';'))
        return sddl_fail_here(reader, tail == RESOURCE
                                          ? "a resource attribute follows the SID: "
                                            ";(\"name\",TS,0x0,\"value\")"
                                          : "a condition follows the SID: ;(@User.x == 1)");
    sddl_skip_spaces(reader);
    return tail == RESOURCE ? sddl_read_attribute(reader) : sddl_read_condition(reader);
}

/* Header, mask, and both GUIDs with their flags. */
#define FIELDS_MOST (sizeof(ACE_HEADER) + 2 * sizeof(ULONG) + 2 * sizeof(GUID))

static bool read_sid_and_tail(struct sddl_reader *reader, const struct entry *entry)
{
    UCHAR *const first = rtl_bytes_extend(reader->out, FIELDS_MOST + SECURITY_MAX_SID_SIZE);
    UCHAR *const at = write_fields(first, entry);
    bool alias;
    const size_t length = sddl_read_sid(reader, at, &alias);

    reader->out->size = (size_t)(at - reader->out->bytes) + length;
    if (length == 0)
        return false;
    if (alias)
        sddl_skip_spaces(reader);
    return read_tail(reader, entry->row->tail);
}

bool sddl_read_entry(struct sddl_reader *reader, bool in_sacl)
{
    struct entry entry = {.row = NULL};
    const size_t offset = reader->out->size;
    const char *const first = reader->at;
    USHORT told;
    size_t size;

    reader->at++; /* the parenthesis by which the caller knew it */
    if (!read_fields(reader, &entry, in_sacl) || !read_sid_and_tail(reader, &entry))
        return false;
    if (!sddl_skip(reader, ')'))
        return sddl_fail_here(reader, "an entry ends behind its SID with a parenthesis");
    size = reader->out->size - offset;
    if (size % 4 != 0) {
        const size_t padding = 4 - size % 4;

        memset(rtl_bytes_extend(reader->out, padding), 0, padding);
        size += padding;
    }
    if (size > USHRT_MAX)
        return sddl_fail(reader, first, (size_t)(reader->at - first), reader->error,
                         "an entry has at most 64 KiB");
    told = (USHORT)size;
    memcpy(reader->out->bytes + offset + offsetof(ACE_HEADER, AceSize), &told, sizeof told);
    return true;
}
