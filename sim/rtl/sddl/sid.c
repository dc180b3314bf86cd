/* SIDs in SDDL: aliases, and numbers with the quirks of access-check S-9. */
#include "rtl/sddl/reader.h"

#include "rtl/sid.h"

#include <assert.h>
#include <limits.h>

enum alias_base { ABSOLUTE, MACHINE, DOMAIN, FOREST };

enum alias_row {
#define ALIAS(first, second, base, authority, ...) ALIAS_##first##second,
#include "rtl/sddl/aliases.def"
    ALIAS_COUNT
};

#define ALIAS_PARTS 6

static const struct alias {
    char letters[2];
    UCHAR base, authority, count;
    ULONG parts[ALIAS_PARTS];
} aliases[ALIAS_COUNT] = {
#define ALIAS(first, second, whose, from, ...)                         \
    [ALIAS_##first##second] = {                                        \
        .letters = SDDL_LETTERS(first, second),                        \
        .base = (whose),                                               \
        .authority = (from),                                           \
        .count = sizeof((const ULONG[]){__VA_ARGS__}) / sizeof(ULONG), \
        .parts = {__VA_ARGS__},                                        \
    },
#include "rtl/sddl/aliases.def"
};

/* By the pair of letters: the row and 1, 0 for none. */
static const UCHAR alias_rows[SDDL_PAIR_COUNT] = {
#define ALIAS(first, second, base, authority, ...) \
    [SDDL_PAIR(first, second)] = ALIAS_##first##second + 1,
#include "rtl/sddl/aliases.def"
};

/* S-1-5-21-1-2-3: a SID of the length that it needs. */
static const struct {
    UCHAR header[offsetof(SID, SubAuthority)];
    ULONG parts[4];
} machine = {.header = {SID_REVISION, 4, 0, 0, 0, 0, 0, 5}, .parts = {21, 1, 2, 3}};

const struct rtl_sddl_domains rtl_sddl_machine = {.machine = (const SID *)(const void *)&machine};

static const SID *base_of(const struct rtl_sddl_domains *domains, const struct alias *alias)
{
    switch (domains ? alias->base : ABSOLUTE) {
    case MACHINE:
        return domains->machine;
    case DOMAIN:
        return domains->domain;
    case FOREST:
        return domains->forest;
    default:
        return NULL;
    }
}

static bool fail_here(struct sddl_reader *reader, size_t length, ULONG error, const char *what)
{
    sddl_fail(reader, reader->at, length, error, what);
    reader->problem->in_sid = true;
    return false;
}

static size_t write_alias(struct sddl_reader *reader, const struct alias *alias,
                          UCHAR to[SECURITY_MAX_SID_SIZE])
{
    const SID *base = base_of(reader->domains, alias);
    size_t length = offsetof(SID, SubAuthority);

    if (alias->base == ABSOLUTE) {
        const UCHAR header[] = {SID_REVISION, alias->count, 0, 0, 0, 0, 0, alias->authority};

        memcpy(to, header, sizeof header);
    } else {
        if (!sddl_rule(reader->w, domain_known,
                       base && base->SubAuthorityCount < SID_MAX_SUB_AUTHORITIES))
            return fail_here(reader, 2, ERROR_INVALID_SID,
                             "an alias of a domain that this machine is not in; "
                             "write the SID in numbers");
        length = rtl_sid_length(base);
        memcpy(to, base, length);
        to[offsetof(SID, SubAuthorityCount)]++;
    }
    memcpy(to + length, alias->parts, alias->count * sizeof(ULONG));
    reader->at += 2;
    return length + alias->count * sizeof(ULONG);
}

/* A name that only the caller knows. */
static size_t read_name(struct sddl_reader *reader, UCHAR to[SECURITY_MAX_SID_SIZE])
{
    const struct rtl_sddl_domains *const domains = reader->domains;
    const char *end = reader->at;
    const SID *sid;

    if (!domains || !domains->named)
        return 0;
    while (end < reader->end &&
           ((*end >= 'a' && *end <= 'z') || sddl_digit(*end) < 10 || *end == '-' || *end == '_'))
        end++;
    sid = domains->named(domains->names, reader->at, (size_t)(end - reader->at));
    if (!sid)
        return 0;
    reader->at = end;
    memcpy(to, sid, rtl_sid_length(sid));
    return rtl_sid_length(sid);
}

/* Where something ends it, letters are a name, and two of them perhaps an alias. */
static size_t name_length(const struct sddl_reader *reader)
{
    const char *at = reader->at;

    while (at < reader->end && sddl_letter(*at) < LETTER_COUNT)
        at++;
    return (size_t)(at - reader->at);
}

static size_t read_alias(struct sddl_reader *reader, UCHAR to[SECURITY_MAX_SID_SIZE])
{
    const unsigned pair = sddl_pair(reader);
    const unsigned row = pair < SDDL_PAIR_COUNT ? alias_rows[pair] : 0;
    const size_t length = reader->in_entry ? name_length(reader) : 2;

    if (row == 0 || length > 2 ||
        (row == ALIAS_MP + 1 && !sddl_rule(reader->w, medium_plus_alias, true)))
        return fail_here(reader, length > 2 ? length : 2, reader->sid_error,
                         "no alias of a SID; write two letters such as BA, or S-1-5-32-544");
    return write_alias(reader, &aliases[row - 1], to);
}

static bool read_authority(struct sddl_reader *reader, unsigned base,
                           UCHAR to[sizeof(SID_IDENTIFIER_AUTHORITY)])
{
    const char *first = reader->at;
    uint64_t number;
    bool clamped;

    if (base != 8 && sddl_peek(reader) == '0' && sddl_read_base(reader) == 16)
        base = 16;
    if (sddl_read_digits(reader, base, UINT64_C(0xFFFFFFFFFFFF), &number, &clamped) == 0)
        return sddl_fail(reader, reader->at, 1, reader->sid_error,
                         "the authority of a SID is a number");
    if (clamped)
        return sddl_fail(reader, first, (size_t)(reader->at - first), reader->sid_error,
                         "the authority of a SID has 48 bits");
    for (size_t i = sizeof(SID_IDENTIFIER_AUTHORITY); i-- > 0; number >>= CHAR_BIT)
        to[i] = (UCHAR)(number & UCHAR_MAX);
    return true;
}

/* Spaces may stand in front of a number, not in front of a hyphen. */
static bool skip_hyphen(struct sddl_reader *reader)
{
    if (!sddl_skip(reader, '-'))
        return false;
    sddl_skip_spaces(reader);
    return true;
}

/* The base of the revision is that of the numbers behind it (S-9); 0 if it is wrong. */
static unsigned read_revision(struct sddl_reader *reader)
{
    const char *first = reader->at;
    const unsigned base = sddl_read_base(reader);
    uint64_t number;
    bool clamped;

    if (base == 8 || sddl_read_digits(reader, base, UINT32_MAX, &number, &clamped) == 0 ||
        number != SID_REVISION) {
        sddl_fail(reader, first, 1, reader->sid_error, "the revision of a SID is 1, or 0x1");
        return 0;
    }
    return base;
}

/* Behind "S": "-1-5-32-544". */
static size_t read_numbers(struct sddl_reader *reader, UCHAR to[SECURITY_MAX_SID_SIZE])
{
    const char *const missing = "a SID has at least one sub-authority, as in S-1-5-18";
    size_t count = 0;
    unsigned base;

    if (!skip_hyphen(reader))
        return sddl_fail(reader, reader->at, 1, reader->sid_error, "a SID begins with S-1-");
    base = read_revision(reader);
    if (base == 0)
        return 0;
    if (!skip_hyphen(reader))
        return sddl_fail(reader, reader->at, 1, reader->sid_error, missing);
    if (!read_authority(reader, base, to + offsetof(SID, IdentifierAuthority)))
        return 0;
    for (; skip_hyphen(reader); count++) {
        uint64_t number;
        ULONG part;
        bool clamped;

        if (count == SID_MAX_SUB_AUTHORITIES)
            return sddl_fail(reader, reader->at, 1, reader->sid_error,
                             "a SID has at most 15 sub-authorities");
        if (sddl_read_digits(reader, base, UINT32_MAX, &number, &clamped) == 0)
            return sddl_fail(reader, reader->at, 1, reader->sid_error,
                             "a sub-authority is a number");
        part = (ULONG)number;
        memcpy(to + offsetof(SID, SubAuthority) + count * sizeof part, &part, sizeof part);
    }
    if (count == 0)
        return sddl_fail(reader, reader->at, 1, reader->sid_error, missing);
    to[offsetof(SID, Revision)] = SID_REVISION;
    to[offsetof(SID, SubAuthorityCount)] = (UCHAR)count;
    return offsetof(SID, SubAuthority) + count * sizeof(ULONG);
}

size_t sddl_read_sid(struct sddl_reader *reader, UCHAR to[SECURITY_MAX_SID_SIZE], bool *alias)
{
    size_t length;

    sddl_skip_spaces(reader);
    *alias = true;
    length = read_name(reader, to);
    if (length > 0)
        return length;
    *alias = reader->end - reader->at < 2 || sddl_letter(*reader->at) != LETTER_S ||
             sddl_letter(reader->at[1]) < LETTER_COUNT;
    if (*alias)
        return read_alias(reader, to);
    reader->at++;
    return read_numbers(reader, to);
}

bool rtl_sddl_parse_sid(const struct srm_world *w, const char *text, size_t length,
                        const struct rtl_sddl_domains *domains, SE_SID *out,
                        struct rtl_sddl_problem *problem)
{
    struct sddl_reader reader =
        sddl_reader_of(w, text, length, domains, ERROR_INVALID_SID, problem);
    SE_SID sid = {.Buffer = {0}};
    bool alias;

    if (sddl_read_sid(&reader, sid.Buffer, &alias) == 0)
        return false;
    sddl_skip_spaces(&reader);
    if (reader.at != reader.end)
        return sddl_fail_here(&reader, "nothing stands behind a SID");
    *out = sid;
    return true;
}

static bool alias_means(const struct alias *alias, const struct rtl_sddl_domains *domains,
                        const SID *sid)
{
    const size_t behind = alias->count * sizeof(ULONG), length = rtl_sid_length(sid);
    const UCHAR authority[] = {0, 0, 0, 0, 0, alias->authority};
    const SID *base;

    if (length < offsetof(SID, SubAuthority) + behind ||
        memcmp((const UCHAR *)sid + length - behind, alias->parts, behind) != 0)
        return false;
    if (alias->base == ABSOLUTE)
        return sid->SubAuthorityCount == alias->count &&
               memcmp(&sid->IdentifierAuthority, authority, sizeof authority) == 0;
    base = base_of(domains, alias);
    return base && base->SubAuthorityCount + 1 == sid->SubAuthorityCount &&
           memcmp(&base->IdentifierAuthority, &sid->IdentifierAuthority,
                  rtl_sid_length(base) - offsetof(SID, IdentifierAuthority)) == 0;
}

void rtl_sddl_print_sid(const SID *sid, const struct rtl_sddl_domains *domains,
                        struct rtl_bytes *out)
{
    char text[RTL_SID_TEXT_SIZE];

    for (size_t i = 0; i < ALIAS_COUNT; i++)
        if (alias_means(&aliases[i], domains, sid)) {
            rtl_bytes_append(out, aliases[i].letters, sizeof aliases[i].letters);
            return;
        }
    rtl_bytes_append(out, text, rtl_sid_to_text(sid, text, sizeof text));
}
