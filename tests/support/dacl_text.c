#include "support/dacl_text.h"

#include "rtl/descriptor.h"

#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sid.h"

#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 8

static const struct {
    const char *word;
    ACCESS_MASK mask;
} rights[] = {
    {"FA", FILE_ALL_ACCESS},    {"FR", FILE_GENERIC_READ},
    {"FW", FILE_GENERIC_WRITE}, {"FX", FILE_GENERIC_EXECUTE},
    {"RC", READ_CONTROL},       {"SD", DELETE},
    {"WD", WRITE_DAC},          {"WO", WRITE_OWNER},
    {"GA", GENERIC_ALL},        {"GR", GENERIC_READ},
    {"GW", GENERIC_WRITE},      {"GX", GENERIC_EXECUTE},
};

static SE_SID sid_from(const char *word, size_t length)
{
    SE_SID sid;

    if (length == 1 && *word == 'U')
        return sid_from_word(ALICE);
    ck_assert_msg(rtl_sid_from_name(word, length, &sid) || rtl_sid_from_text(word, length, &sid),
                  "%.*s is no SID", (int)length, word);
    return sid;
}

SE_SID sid_from_word(const char *word)
{
    return sid_from(word, strlen(word));
}

static ACCESS_MASK rights_from(const char *text, const char *end)
{
    ACCESS_MASK mask = 0;

    if (text < end && *text >= '0' && *text <= '9')
        return (ACCESS_MASK)strtoul(text, NULL, 0);
    for (; text < end; text += 2)
        for (int i = 0; i < ROWS(rights); i++)
            if (strncmp(rights[i].word, text, 2) == 0)
                mask |= rights[i].mask;
    return mask;
}

static UCHAR type_from(const char *text)
{
    switch (text[0]) {
    case 'A':
        return text[1] == 'U' ? SYSTEM_AUDIT_ACE_TYPE : ACCESS_ALLOWED_ACE_TYPE;
    case 'D':
        return ACCESS_DENIED_ACE_TYPE;
    default:
        ck_abort_msg("%s is no type of entry", text);
        return 0;
    }
}

/* The field after the next semicolon. */
static const char *field_after(const char *text)
{
    const char *semicolon = strchr(text, ';');

    ck_assert_ptr_nonnull(semicolon);
    return semicolon + 1;
}

/* One entry, from behind its parenthesis; returns where the next begins. */
static const char *read_entry(const char *text, struct rtl_ace *ace, SE_SID *sid)
{
    const char *flags = field_after(text);
    const char *mask = field_after(flags);
    const char *guid = field_after(mask);
    const char *who = field_after(field_after(guid));
    const char *end = strchr(who, ')');

    ck_assert_ptr_nonnull(end);
    *sid = sid_from(who, (size_t)(end - who));
    *ace = (struct rtl_ace){
        .type = type_from(text),
        .flags = strncmp(flags, "IO", 2) == 0 ? INHERIT_ONLY_ACE : 0,
        .mask = rights_from(mask, guid - 1),
        .sid = &sid->Sid,
    };
    return end + 1;
}

struct rtl_acl *acl_from_text(struct srm_world *w, const char *text)
{
    struct rtl_ace rows[ENTRIES_MAX];
    SE_SID sids[ENTRIES_MAX];
    size_t count = 0;

    while (*text) {
        ck_assert(*text == '(' && count < ENTRIES_MAX);
        text = read_entry(text + 1, &rows[count], &sids[count]);
        count++;
    }
    return rtl_acl_new(w, rows, count);
}

void protect(struct ob_header *object, const char *dacl)
{
    struct srm_world *w = object->world;
    struct rtl_descriptor *old = object->descriptor;
    struct rtl_acl *list = acl_from_text(w, dacl);

    object->descriptor =
        rtl_descriptor_new(w, &old->owner.Sid, &old->group.Sid, list, old->integrity);
    rtl_acl_dereference(w, list);
    rtl_descriptor_dereference(w, old);
}
