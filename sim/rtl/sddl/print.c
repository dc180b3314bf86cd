/* Descriptors into SDDL, as Windows writes it (access-check S-1, S-2, S-5, S-8, S-15, S-19). */
#include "rtl/sddl/reader.h"

#include "rtl/condition.h"

enum entry_tail { NOTHING, CONDITION, FILTER, RESOURCE };

static const struct entry_word {
    const char *text;
    enum entry_tail tail;
} words[] = {
#define ENTRY(word, entry, list, behind, known) \
    [entry##_ACE_TYPE] = {.text = (word), .tail = (behind)},
#include "rtl/sddl/entries.def"
};

static const struct entry_flag {
    char letters[2];
    UCHAR bit;
} entry_flags[] = {
#define ENTRY_FLAG(first, second, flag) {.letters = SDDL_LETTERS(first, second), .bit = (flag)},
#include "rtl/sddl/entries.def"
};

static const struct list_flag {
    const char *text;
    SECURITY_DESCRIPTOR_CONTROL dacl, sacl;
} list_flags[] = {
#define LIST_FLAG(word, of_dacl, of_sacl) {.text = (word), .dacl = (of_dacl), .sacl = (of_sacl)},
#include "rtl/sddl/entries.def"
};

static void write_flags(const struct rtl_ace *ace, struct rtl_bytes *out)
{
    for (size_t i = 0; i < sizeof entry_flags / sizeof *entry_flags; i++) {
        const bool filter = ace->type == SYSTEM_ACCESS_FILTER_ACE_TYPE &&
                            entry_flags[i].bit == TRUST_PROTECTED_FILTER_ACE_FLAG;

        if (ace->flags & entry_flags[i].bit)
            rtl_bytes_append(out, filter ? "TP" : entry_flags[i].letters, 2);
    }
}

static void write_hex(uint64_t number, unsigned digits, struct rtl_bytes *out)
{
    for (; digits > 0; digits--)
        rtl_bytes_put(out, "0123456789abcdef"[number >> 4 * (digits - 1) & 0xF]);
}

/* It may be misaligned. */
static void write_guid(const GUID *from, struct rtl_bytes *out)
{
    GUID guid;

    if (!from)
        return;
    memcpy(&guid, from, sizeof guid);
    write_hex(guid.Data1, 8, out);
    rtl_bytes_put(out, '-');
    write_hex(guid.Data2, 4, out);
    rtl_bytes_put(out, '-');
    write_hex(guid.Data3, 4, out);
    for (size_t i = 0; i < sizeof guid.Data4; i++) {
        if (i == 0 || i == 2)
            rtl_bytes_put(out, '-');
        write_hex(guid.Data4[i], 2, out);
    }
}

static bool write_tail(const struct rtl_ace *ace, const struct rtl_sddl_domains *domains,
                       struct rtl_bytes *out)
{
    const enum entry_tail tail = words[ace->type].tail;

    if (tail == NOTHING || (tail == FILTER && ace->data_size == 0))
        return true;
    rtl_bytes_put(out, ';');
    if (tail == RESOURCE)
        return sddl_write_attribute(ace->data, ace->data_size, domains, out);
    rtl_bytes_put(out, '(');
    if (!rtl_sddl_print_condition(ace->data, ace->data_size, domains, out))
        return false;
    rtl_bytes_put(out, ')');
    return true;
}

bool rtl_sddl_print_ace(const struct srm_world *w, const struct rtl_ace *ace,
                        const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    (void)w;
    if (ace->type >= sizeof words / sizeof *words || !words[ace->type].text)
        return false;
    rtl_bytes_put(out, '(');
    rtl_bytes_text(out, words[ace->type].text);
    rtl_bytes_put(out, ';');
    write_flags(ace, out);
    rtl_bytes_put(out, ';');
    sddl_write_rights(ace->type, ace->mask, out);
    rtl_bytes_put(out, ';');
    write_guid(ace->object_type, out);
    rtl_bytes_put(out, ';');
    write_guid(ace->inherited_type, out);
    rtl_bytes_put(out, ';');
    rtl_sddl_print_sid(ace->sid, domains, out);
    if (!write_tail(ace, domains, out))
        return false;
    rtl_bytes_put(out, ')');
    return true;
}

/* All entries of a list that is named; else those that are parts of their own. */
static bool is_asked_for(UCHAR type, SECURITY_INFORMATION parts)
{
    return parts & (DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION) ||
           rtl_sacl_part(type) & parts;
}

struct writer {
    const struct srm_world *w;
    const struct rtl_sddl_domains *domains;
    struct rtl_bytes *out;
};

static bool write_entries(const struct writer *writer, const ACL *acl, SECURITY_INFORMATION parts)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;

    while (rtl_acl_next(acl, &cursor, &ace))
        if (is_asked_for(ace.type, parts) &&
            !rtl_sddl_print_ace(writer->w, &ace, writer->domains, writer->out))
            return false;
    return true;
}

/* A list that is present; NULL for a NULL one. */
static bool write_list(const struct writer *writer, const char *section, const ACL *acl,
                       SECURITY_DESCRIPTOR_CONTROL control, SECURITY_INFORMATION parts)
{
    const bool sacl = *section == 'S';

    rtl_bytes_text(writer->out, section);
    for (size_t i = 0; i < sizeof list_flags / sizeof *list_flags; i++)
        if (control & (sacl ? list_flags[i].sacl : list_flags[i].dacl))
            rtl_bytes_text(writer->out, list_flags[i].text);
    if (acl)
        return write_entries(writer, acl, parts);
    if (sddl_rule(writer->w, null_list_word, true))
        rtl_bytes_text(writer->out, "NO_ACCESS_CONTROL");
    return true;
}

static void write_owner(const struct writer *writer, const char *section, const SID *sid)
{
    if (!sid)
        return;
    rtl_bytes_text(writer->out, section);
    rtl_sddl_print_sid(sid, writer->domains, writer->out);
}

static const void *part_at(const void *descriptor, DWORD offset)
{
    return offset ? (const UCHAR *)descriptor + offset : NULL;
}

bool rtl_sddl_print(const struct srm_world *w, const void *descriptor, SECURITY_INFORMATION parts,
                    const struct rtl_sddl_domains *domains, struct rtl_bytes *out)
{
    const struct writer writer = {.w = w, .domains = domains, .out = out};
    SECURITY_DESCRIPTOR_RELATIVE header;
    bool written = true;

    memcpy(&header, descriptor, sizeof header);
    if (parts & OWNER_SECURITY_INFORMATION)
        write_owner(&writer, "O:", part_at(descriptor, header.Owner));
    if (parts & GROUP_SECURITY_INFORMATION)
        write_owner(&writer, "G:", part_at(descriptor, header.Group));
    if (parts & DACL_SECURITY_INFORMATION && header.Control & SE_DACL_PRESENT)
        written = write_list(&writer, "D:", part_at(descriptor, header.Dacl), header.Control,
                             DACL_SECURITY_INFORMATION);
    if (written && parts & RTL_SACL_PARTS && header.Control & SE_SACL_PRESENT)
        written = write_list(&writer, "S:", part_at(descriptor, header.Sacl), header.Control,
                             parts & RTL_SACL_PARTS);
    rtl_bytes_put(out, '\0');
    out->size--;
    return written;
}
