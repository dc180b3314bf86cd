/*
 * SDDL into the bytes of a descriptor: sections in any order, lists, and where the parts lie
 * (access-check S-1, S-2, B-4). Nothing here calls itself, and every character is read once.
 */
#include "rtl/sddl/reader.h"

#include <limits.h>

/* Which sections there were, and where in the output a list lies; of size 0 it is NULL. */
enum section { OWNER, GROUP, DACL, SACL, SECTION_COUNT };

struct sections {
    bool present[SECTION_COUNT];
    UCHAR sids[2][SECURITY_MAX_SID_SIZE]; /* OWNER, GROUP */
    size_t offsets[SECTION_COUNT], sizes[SECTION_COUNT];
    SECURITY_DESCRIPTOR_CONTROL control;
};

static const struct list_flag {
    const char *text;
    SECURITY_DESCRIPTOR_CONTROL bits[2]; /* of a DACL, of a SACL */
} list_flags[] = {
#define LIST_FLAG(word, dacl, sacl) {.text = (word), .bits = {(dacl), (sacl)}},
#include "rtl/sddl/entries.def"
};

static bool skip_flag(struct sddl_reader *reader, bool sacl, SECURITY_DESCRIPTOR_CONTROL *control)
{
    for (size_t i = 0; i < sizeof list_flags / sizeof *list_flags; i++)
        if (sddl_skip_word(reader, list_flags[i].text)) {
            *control |= list_flags[i].bits[sacl];
            return true;
        }
    return false;
}

/* Entries of types 5 to 8 do (B-4); no record shows a list that has only callback ones. */
static bool raises_revision(const struct sddl_reader *reader, UCHAR type)
{
    if (rtl_ace_form(type) != RTL_ACE_OBJECT)
        return false;
    return type <= SYSTEM_ALARM_OBJECT_ACE_TYPE ||
           !sddl_policy(reader->w, RULE_policy_sddl_callback_object_revision);
}

static bool read_entries(struct sddl_reader *reader, bool sacl, size_t offset)
{
    ACL header = {.AclRevision = ACL_REVISION};
    size_t size;

    rtl_bytes_extend(reader->out, sizeof header);
    for (; sddl_peek(reader) == '('; sddl_skip_spaces(reader)) {
        const size_t entry = reader->out->size;
        const char *const at = reader->at;

        if (!sddl_read_entry(reader, sacl))
            return false;
        if (raises_revision(reader, reader->out->bytes[entry]))
            header.AclRevision = ACL_REVISION_DS;
        header.AceCount++;
        if (reader->out->size - offset > USHRT_MAX)
            return sddl_fail(reader, at, (size_t)(reader->at - at), reader->error,
                             "a list has at most 64 KiB");
    }
    size = reader->out->size - offset;
    header.AclSize = (USHORT)size;
    memcpy(reader->out->bytes + offset, &header, sizeof header);
    return true;
}

/* Behind "D:" or "S:". The list is appended to the output. */
static bool read_list(struct sddl_reader *reader, struct sections *sections, enum section section)
{
    const bool sacl = section == SACL;
    const char *first;

    reader->error = ERROR_INVALID_ACL;
    reader->in_entry = true;
    reader->sid_error =
        sddl_rule(reader->w, unknown_sid_spoils_list, true) ? ERROR_INVALID_ACL : ERROR_INVALID_SID;
    sections->control |= sacl ? SE_SACL_PRESENT : SE_DACL_PRESENT;
    sections->offsets[section] = reader->out->size;
    do {
        sddl_skip_spaces(reader);
    } while (skip_flag(reader, sacl, &sections->control));
    first = reader->at;
    if (sddl_skip_word(reader, "NO_ACCESS_CONTROL")) {
        if (!sddl_rule(reader->w, null_list_word, true))
            return sddl_fail(reader, first, (size_t)(reader->at - first), ERROR_INVALID_PARAMETER,
                             "this version does not know NO_ACCESS_CONTROL");
    } else if (!read_entries(reader, sacl, sections->offsets[section])) {
        return false;
    }
    sections->sizes[section] = reader->out->size - sections->offsets[section];
    return true;
}

static bool read_owner(struct sddl_reader *reader, struct sections *sections, enum section section)
{
    bool alias;

    reader->error = reader->sid_error = ERROR_INVALID_SID;
    reader->in_entry = false;
    sections->sizes[section] = sddl_read_sid(reader, sections->sids[section], &alias);
    return sections->sizes[section] > 0;
}

static enum section section_of(char letter)
{
    switch (letter) {
    case 'O':
        return OWNER;
    case 'G':
        return GROUP;
    case 'D':
        return DACL;
    case 'S':
        return SACL;
    default:
        return SECTION_COUNT;
    }
}

/* A section that stands a second time replaces the first one. */
static void forget(struct sddl_reader *reader, struct sections *sections, enum section section)
{
    const enum section other = section == DACL ? SACL : DACL;
    const size_t offset = sections->offsets[section], size = sections->sizes[section];

    if (section != DACL && section != SACL)
        return;
    memmove(reader->out->bytes + offset, reader->out->bytes + offset + size,
            reader->out->size - offset - size);
    reader->out->size -= size;
    if (sections->offsets[other] > offset)
        sections->offsets[other] -= size;
    for (size_t i = 0; i < sizeof list_flags / sizeof *list_flags; i++)
        sections->control &= (SECURITY_DESCRIPTOR_CONTROL)~list_flags[i].bits[section == SACL];
}

static bool read_section(struct sddl_reader *reader, struct sections *sections)
{
    const char *const first = reader->at;
    const enum section section = section_of(*first);

    if (section == SECTION_COUNT || reader->end - first < 2 || first[1] != ':')
        return sddl_fail(reader, first, 1, ERROR_INVALID_PARAMETER,
                         "no section begins so; write O: G: D: or S:, the letter in upper case");
    if (sections->present[section]) {
        if (sddl_policy(reader->w, RULE_policy_sddl_repeated_section))
            return sddl_fail(reader, first, 2, ERROR_INVALID_PARAMETER,
                             "this section stands in the text already");
        forget(reader, sections, section);
    }
    sections->present[section] = true;
    reader->at += 2;
    return section == OWNER || section == GROUP ? read_owner(reader, sections, section)
                                                : read_list(reader, sections, section);
}

/* The SACL lies in front of the DACL, whichever was read first (B-4). */
static void order_lists(struct rtl_bytes *out, struct sections *sections)
{
    const size_t dacl = sections->sizes[DACL], sacl = sections->sizes[SACL];
    struct rtl_bytes copy = {.bytes = NULL};
    UCHAR *lists = out->bytes + sizeof(SECURITY_DESCRIPTOR_RELATIVE);

    if (dacl > 0 && sacl > 0 && sections->offsets[DACL] < sections->offsets[SACL]) {
        rtl_bytes_append(&copy, lists, dacl);
        memmove(lists, lists + dacl, sacl);
        memcpy(lists + sacl, copy.bytes, dacl);
        rtl_bytes_free(&copy);
    }
    sections->offsets[SACL] = sizeof(SECURITY_DESCRIPTOR_RELATIVE);
    sections->offsets[DACL] = sections->offsets[SACL] + sacl;
}

/* Owner and group behind the lists, and the header in front of them. */
static void complete(struct rtl_bytes *out, struct sections *sections)
{
    SECURITY_DESCRIPTOR_RELATIVE header = {.Revision = SECURITY_DESCRIPTOR_REVISION};
    DWORD *const offsets[] = {&header.Owner, &header.Group, &header.Dacl, &header.Sacl};

    order_lists(out, sections);
    for (enum section section = OWNER; section <= GROUP; section++) {
        sections->offsets[section] = out->size;
        rtl_bytes_append(out, sections->sids[section], sections->sizes[section]);
    }
    header.Control = (SECURITY_DESCRIPTOR_CONTROL)(sections->control | SE_SELF_RELATIVE);
    for (size_t i = 0; i < SECTION_COUNT; i++)
        if (sections->sizes[i] > 0)
            *offsets[i] = (DWORD)sections->offsets[i];
    memcpy(out->bytes, &header, sizeof header);
}

bool rtl_sddl_parse(const struct srm_world *w, const char *text, size_t length,
                    const struct rtl_sddl_domains *domains, struct rtl_bytes *out,
                    struct rtl_sddl_problem *problem)
{
    struct sddl_reader reader =
        sddl_reader_of(w, text, length, domains, ERROR_INVALID_PARAMETER, problem);
    struct sections sections = {.control = 0};

    reader.out = out;
    rtl_bytes_extend(out, sizeof(SECURITY_DESCRIPTOR_RELATIVE));
    for (sddl_skip_spaces(&reader); reader.at < reader.end; sddl_skip_spaces(&reader))
        if (!read_section(&reader, &sections)) {
            rtl_bytes_free(out);
            return false;
        }
    complete(out, &sections);
    return true;
}
