#include "rtl/sid.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>

#include "rtl/little.h"
#include "rtl/names.h"

_Static_assert(sizeof(SE_SID) == SECURITY_MAX_SID_SIZE, "SE_SID holds 15 sub-authorities exactly");

/* The authority has 48 bits. */
static const uint64_t authority_max = UINT64_C(0xFFFFFFFFFFFF);

enum known_sid_index {
#define SID(name, alias, text, meaning) KNOWN_SID_INDEX_##name,
#include "rtl/sids.def"
    KNOWN_SID_COUNT
};

static const struct rtl_known_sid known_sids[KNOWN_SID_COUNT] = {
#define SID(row, letters, sid, words) \
    [KNOWN_SID_INDEX_##row] = {.name = #row, .alias = (letters), .text = (sid), .meaning = (words)},
#include "rtl/sids.def"
};

static const struct rtl_name known_sid_names[KNOWN_SID_COUNT] = {
#define SID(row, alias, text, meaning) [KNOWN_SID_INDEX_##row] = RTL_NAME(#row),
#include "rtl/sids.def"
};

#define SHORT_SID(authority, rid)             \
    {                                         \
        .Sid = {                              \
            .Revision = SID_REVISION,         \
            .SubAuthorityCount = 1,           \
            .IdentifierAuthority = authority, \
            .SubAuthority = {rid}             \
        }                                     \
    }
#define NT_SID(rid) SHORT_SID(SECURITY_NT_AUTHORITY, rid)

const SE_SID rtl_owner_rights_sid =
    SHORT_SID(SECURITY_CREATOR_SID_AUTHORITY, SECURITY_CREATOR_OWNER_RIGHTS_RID);
const SE_SID rtl_anonymous_logon_sid = NT_SID(SECURITY_ANONYMOUS_LOGON_RID);
const SE_SID rtl_principal_self_sid = NT_SID(SECURITY_PRINCIPAL_SELF_RID);
const SE_SID rtl_restricted_code_sid = NT_SID(SECURITY_RESTRICTED_CODE_RID);
const SE_SID rtl_iusr_sid = NT_SID(SECURITY_IUSER_RID);
const SE_SID rtl_local_system_sid = NT_SID(SECURITY_LOCAL_SYSTEM_RID);
const SE_SID rtl_local_service_sid = NT_SID(SECURITY_LOCAL_SERVICE_RID);
const SE_SID rtl_network_service_sid = NT_SID(SECURITY_NETWORK_SERVICE_RID);

void rtl_sid_copy(SE_SID *to, const SID *from)
{
    const size_t length = rtl_sid_length(from);

    assert(rtl_sid_valid(from));
    memmove(to->Buffer, from, length);
    memset(to->Buffer + length, 0, sizeof(to->Buffer) - length);
}

bool rtl_sid_from_bytes(const void *bytes, size_t length, SE_SID *out)
{
    SE_SID sid = {.Buffer = {0}};

    if (length < offsetof(SID, SubAuthority) || length > sizeof(sid.Buffer))
        return false;
    memcpy(sid.Buffer, bytes, length);
    if (!rtl_sid_valid(&sid.Sid) || rtl_sid_length(&sid.Sid) != length)
        return false;
    *out = sid;
    return true;
}

bool rtl_sid_from_little(const void *bytes, size_t length, SE_SID *out)
{
    ULONG *sub_authorities = out->Sid.SubAuthority;

    if (!rtl_sid_from_bytes(bytes, length, out))
        return false;
    for (size_t i = 0; i < out->Sid.SubAuthorityCount; i++)
        sub_authorities[i] =
            (ULONG)rtl_little_read((UCHAR *)(sub_authorities + i), sizeof *sub_authorities);
    return true;
}

void rtl_sid_to_little(const SID *sid, void *bytes)
{
    UCHAR *to = bytes;

    memcpy(to, sid, offsetof(SID, SubAuthority));
    to += offsetof(SID, SubAuthority);
    for (size_t i = 0; i < sid->SubAuthorityCount; i++)
        rtl_little_write(to + i * sizeof(ULONG), sizeof(ULONG), rtl_sid_sub_authority(sid, i));
}

/* Text that is being read: the rest of it begins at `at`. */
struct sid_reader {
    const char *at;
    const char *end;
};

static bool reader_skip(struct sid_reader *reader, char expected)
{
    if (reader->at == reader->end || *reader->at != expected)
        return false;
    reader->at++;
    return true;
}

/* The value of a digit, 16 for what is none. */
static unsigned int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned int)(digit - '0');
    if (digit >= 'a' && digit <= 'f')
        return (unsigned int)(digit - 'a') + 10;
    if (digit >= 'A' && digit <= 'F')
        return (unsigned int)(digit - 'A') + 10;
    return 16;
}

/* Reads as many digits as there are, at least one; false also for more than `max`. */
static bool reader_digits(struct sid_reader *reader, unsigned int base, uint64_t max,
                          uint64_t *number)
{
    const char *first = reader->at;
    uint64_t value = 0;

    while (reader->at < reader->end && digit_value(*reader->at) < base) {
        value = value * base + digit_value(*reader->at);
        if (value > max)
            return false;
        reader->at++;
    }
    *number = value;
    return reader->at > first;
}

static bool reader_decimal(struct sid_reader *reader, uint64_t max, uint64_t *number)
{
    const char *first = reader->at;

    return reader_digits(reader, 10, max, number) && (*first != '0' || reader->at == first + 1);
}

static bool reader_authority(struct sid_reader *reader, SID_IDENTIFIER_AUTHORITY *authority)
{
    uint64_t value;
    bool read;

    if (reader->end - reader->at >= 2 && memcmp(reader->at, "0x", 2) == 0) {
        reader->at += 2;
        read = reader_digits(reader, 16, authority_max, &value);
    } else {
        read = reader_decimal(reader, authority_max, &value);
    }
    if (!read)
        return false;
    for (size_t i = sizeof(authority->Value); i > 0; i--) {
        authority->Value[i - 1] = (UCHAR)(value & UCHAR_MAX);
        value >>= CHAR_BIT;
    }
    return true;
}

bool rtl_sid_from_text(const char *text, size_t length, SE_SID *out)
{
    struct sid_reader reader = {.at = text, .end = text + length};
    SE_SID sid = {.Buffer = {0}};
    ULONG *sub_authorities = sid.Sid.SubAuthority;
    size_t count = 0;

    if (!reader_skip(&reader, 'S') || !reader_skip(&reader, '-') || !reader_skip(&reader, '1') ||
        !reader_skip(&reader, '-') || !reader_authority(&reader, &sid.Sid.IdentifierAuthority))
        return false;
    do {
        uint64_t number;

        if (count == SID_MAX_SUB_AUTHORITIES || !reader_skip(&reader, '-') ||
            !reader_decimal(&reader, UINT32_MAX, &number))
            return false;
        sub_authorities[count] = (ULONG)number;
        count++;
    } while (reader.at < reader.end);
    sid.Sid.Revision = SID_REVISION;
    sid.Sid.SubAuthorityCount = (UCHAR)count;
    *out = sid;
    return true;
}

static size_t find_alias(const char *alias)
{
    for (size_t i = 0; i < KNOWN_SID_COUNT; i++) {
        const char *row = known_sids[i].alias;

        if (row[0] == alias[0] && row[0] != '\0' && row[1] == alias[1])
            return i;
    }
    return KNOWN_SID_COUNT;
}

size_t rtl_known_sid_find(const char *name, size_t length)
{
    const size_t index = rtl_name_find(known_sid_names, KNOWN_SID_COUNT, name, length);

    return index == KNOWN_SID_COUNT && length == 2 ? find_alias(name) : index;
}

bool rtl_sid_from_name(const char *name, size_t length, SE_SID *out)
{
    const size_t index = rtl_known_sid_find(name, length);

    return index < KNOWN_SID_COUNT &&
           rtl_sid_from_text(known_sids[index].text, strlen(known_sids[index].text), out);
}

/* Puts a number in front of `at` and returns where it begins. */
static char *number_before(char *at, uint64_t number, unsigned int base)
{
    do {
        at--;
        *at = "0123456789ABCDEF"[number % base];
        number /= base;
    } while (number > 0);
    return at;
}

static uint64_t authority_number(const SID_IDENTIFIER_AUTHORITY *authority)
{
    uint64_t number = 0;

    for (size_t i = 0; i < sizeof(authority->Value); i++)
        number = number << CHAR_BIT | authority->Value[i];
    return number;
}

/* Written from the end to the beginning, since that is how numbers come out. */
size_t rtl_sid_to_text(const SID *sid, char *buffer, size_t size)
{
    const uint64_t authority = authority_number(&sid->IdentifierAuthority);
    char text[RTL_SID_TEXT_SIZE];
    char *const end = text + sizeof(text);
    char *at = end;
    size_t length;

    assert(rtl_sid_valid(sid));
    for (size_t i = sid->SubAuthorityCount; i > 0; i--) {
        at = number_before(at, rtl_sid_sub_authority(sid, i - 1), 10);
        *--at = '-';
    }
    if (authority > UINT32_MAX) {
        at = number_before(at, authority, 16);
        *--at = 'x';
        *--at = '0';
    } else {
        at = number_before(at, authority, 10);
    }
    at -= strlen("S-1-");
    memcpy(at, "S-1-", strlen("S-1-"));
    length = (size_t)(end - at);
    if (size > 0) {
        const size_t copied = length < size ? length : size - 1;

        memcpy(buffer, at, copied);
        buffer[copied] = '\0';
    }
    return length;
}

const char *rtl_sid_name(const SID *sid)
{
    char text[RTL_SID_TEXT_SIZE];

    rtl_sid_to_text(sid, text, sizeof(text));
    for (size_t i = 0; i < KNOWN_SID_COUNT; i++) {
        if (strcmp(known_sids[i].text, text) == 0)
            return known_sids[i].name;
    }
    return NULL;
}

size_t rtl_known_sid_count(void)
{
    return KNOWN_SID_COUNT;
}

const struct rtl_known_sid *rtl_known_sid_at(size_t index)
{
    assert(index < KNOWN_SID_COUNT);
    return &known_sids[index];
}
