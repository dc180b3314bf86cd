/* ntsrm sddl: a security descriptor as text, as bytes, and part by part. */
#include "command.h"
#include "descriptors.h"
#include "options.h"
#include "page.h"
#include "settings.h"

#include "scenario/descriptor_bytes.h"
#include "scenario/kinds.h"

#include "ex/rules.h"
#include "ntsrm/srm.h"
#include "rtl/sddl.h"
#include "rtl/sid.h"

#include <stdio.h>
#include <string.h>

enum sddl_option { SDDL_HEX, SDDL_TYPE, SDDL_PROFILE, SDDL_OPTION_COUNT };

static const struct option options[] = {
    [SDDL_HEX] = {"hex", "BYTES", "a self-relative descriptor as bytes, two digits each"},
    [SDDL_TYPE] = {"type", "TYPE", "what the object is, so that rights have the names of its type"},
    [SDDL_PROFILE] = {"profile", "VERSION", "as this version of NT, nt5.0 to nt10.0"},
    [SDDL_OPTION_COUNT] = {0},
};

#define PART_COLUMN   8
#define DETAIL_COLUMN 12
#define BYTES_A_LINE  32

/* A descriptor that is shown. */
struct showing {
    struct page *page;
    struct runner *runner;
    const struct srm_world *world;
    enum rtl_mapped_type type; /* RTL_MAPPED_COUNT: not given */
};

/* ---- values ---- */

/* "Administrators, S-1-5-32-544". */
static void add_sid(const struct showing *showing, const SID *sid, struct text *text)
{
    char number[RTL_SID_TEXT_SIZE];
    const size_t start = text->length;
    rtl_sid_to_text(sid, number, sizeof number);
    kind_print(showing->runner, KIND_SID, &(struct value){.pointer = sid}, text);
    if (strcmp(text->bytes + start, number) != 0) {
        text_append_format(text, ", %s", number);
    }
}

static void add_rights(const struct showing *showing, const struct rtl_ace *ace, struct text *text)
{
    const bool label = ace->type == SYSTEM_MANDATORY_LABEL_ACE_TYPE;
    struct text list = {0};
    if (ace->mask == 0 || (!label && showing->type != RTL_MAPPED_COUNT)) {
        rights_append(showing->runner, showing->type, ace->mask, text);
        return;
    }
    kind_print(showing->runner, label ? KIND_LABEL_POLICY : KIND_ACCESS,
               &(struct value){.number = ace->mask}, &list);
    list_append(&list, text);
    text_free(&list);
}

/* ---- entries ---- */

/* What stands in front of the mask, and of the SID, of an entry of a type. */
static const struct verb {
    const char *does, *whom;
    bool alone; /* without rights, if it has none */
} verbs[] = {
    [ACCESS_ALLOWED_ACE_TYPE] = {"allow", "to", false},
    [ACCESS_DENIED_ACE_TYPE] = {"deny", "to", false},
    [SYSTEM_AUDIT_ACE_TYPE] = {"audit", "by", false},
    [SYSTEM_ALARM_ACE_TYPE] = {"raise an alarm for", "by", false},
    [ACCESS_ALLOWED_COMPOUND_ACE_TYPE] = {"allow, through a server,", "to", false},
    [ACCESS_ALLOWED_OBJECT_ACE_TYPE] = {"allow", "to", false},
    [ACCESS_DENIED_OBJECT_ACE_TYPE] = {"deny", "to", false},
    [SYSTEM_AUDIT_OBJECT_ACE_TYPE] = {"audit", "by", false},
    [SYSTEM_ALARM_OBJECT_ACE_TYPE] = {"raise an alarm for", "by", false},
    [ACCESS_ALLOWED_CALLBACK_ACE_TYPE] = {"allow", "to", false},
    [ACCESS_DENIED_CALLBACK_ACE_TYPE] = {"deny", "to", false},
    [ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE] = {"allow", "to", false},
    [ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE] = {"deny", "to", false},
    [SYSTEM_AUDIT_CALLBACK_ACE_TYPE] = {"audit", "by", false},
    [SYSTEM_ALARM_CALLBACK_ACE_TYPE] = {"raise an alarm for", "by", false},
    [SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE] = {"audit", "by", false},
    [SYSTEM_ALARM_CALLBACK_OBJECT_ACE_TYPE] = {"raise an alarm for", "by", false},
    [SYSTEM_MANDATORY_LABEL_ACE_TYPE] = {"integrity label:", "for callers below", false},
    [SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE] = {"resource attribute", "for", true},
    [SYSTEM_SCOPED_POLICY_ID_ACE_TYPE] = {"central policy", "with the id", true},
    [SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE] = {"trust label: leave", "to processes below", false},
    [SYSTEM_ACCESS_FILTER_ACE_TYPE] = {"access filter: leave", "to", false},
};

static void put_detail(const struct showing *showing, const char *words)
{
    page_to(showing->page, DETAIL_COLUMN);
    page_words(showing->page, STYLE_FAINT, words);
    page_end(showing->page);
}

static void put_flags(const struct showing *showing, const struct rtl_ace *ace)
{
    /* In filters a bit of audit entries has another name (access-check S-5). */
    const unsigned protected =
        ace->type == SYSTEM_ACCESS_FILTER_ACE_TYPE ? TRUST_PROTECTED_FILTER_ACE_FLAG : 0;
    const unsigned others = ace->flags & ~protected;
    struct text list = {0}, flags = {0};
    if (ace->flags == 0) {
        return;
    }
    if (others != 0) {
        kind_print(showing->runner, KIND_ACE_FLAGS, &(struct value){.number = others}, &list);
        list_append(&list, &flags);
    }
    if (others != ace->flags) {
        text_append_format(&flags, "%sTRUST_PROTECTED_FILTER_ACE_FLAG", others != 0 ? ", " : "");
    }
    put_detail(showing, flags.bytes);
    text_free(&flags);
    text_free(&list);
}

/* What words would say badly, GUIDs and what follows the SID, is shown as the entry's SDDL. */
static void put_sddl(const struct showing *showing, const struct rtl_ace *ace)
{
    struct rtl_bytes sddl = {0};
    if (ace->object_type == NULL && ace->inherited_type == NULL && ace->data_size == 0) {
        return;
    }
    if (rtl_sddl_print_ace(showing->world, ace, &rtl_sddl_machine, &sddl)) {
        rtl_bytes_put(&sddl, '\0');
        put_detail(showing, (const char *)sddl.bytes);
    }
    rtl_bytes_free(&sddl);
}

static void put_entry(const struct showing *showing, unsigned index, const struct rtl_ace *ace)
{
    const struct verb *verb = ace->type < sizeof verbs / sizeof *verbs ? &verbs[ace->type] : NULL;
    struct text words = {0};
    if (verb == NULL) {
        text_append_format(&words, "an entry of type 0x%02x, which nobody knows", ace->type);
    } else {
        text_append_string(&words, verb->does);
        if (ace->mask != 0 || !verb->alone) {
            text_append_string(&words, " ");
            add_rights(showing, ace, &words);
        }
        text_append_format(&words, " %s ", verb->whom);
        add_sid(showing, ace->sid, &words);
    }
    page_to(showing->page, 2);
    page_put(showing->page, STYLE_NAME, "ACE %u", index);
    page_to(showing->page, PART_COLUMN);
    page_words(showing->page, STYLE_PLAIN, words.bytes);
    page_end(showing->page);
    put_flags(showing, ace);
    put_sddl(showing, ace);
    text_free(&words);
}

/* ---- parts ---- */

static void put_part(const struct showing *showing, const char *name, const char *words)
{
    page_put_string(showing->page, STYLE_HEADING, name);
    page_to(showing->page, PART_COLUMN);
    page_words(showing->page, STYLE_PLAIN, words);
    page_end(showing->page);
}

static void put_owner(const struct showing *showing, const char *name, const SID *sid)
{
    struct text words = {0};
    if (sid != NULL) {
        add_sid(showing, sid, &words);
    }
    put_part(showing, name, sid != NULL ? words.bytes : "none");
    text_free(&words);
}

static void put_list(const struct showing *showing, const char *name, const ACL *acl,
                     SECURITY_DESCRIPTOR_CONTROL control)
{
    const bool sacl = *name == 'S';
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;
    struct text words = {0};
    if (!(control & (sacl ? SE_SACL_PRESENT : SE_DACL_PRESENT))) {
        text_append_string(&words, sacl ? "none" : "none: everybody has full access");
    } else if (acl == NULL) {
        text_append_string(&words, sacl ? "NULL" : "NULL: everybody has full access");
    } else {
        text_append_format(&words, "%u %s, revision %u, %u bytes", (unsigned)acl->AceCount,
                           acl->AceCount == 1 ? "entry" : "entries", (unsigned)acl->AclRevision,
                           (unsigned)acl->AclSize);
    }
    text_append_string(
        &words, control & (sacl ? SE_SACL_PROTECTED : SE_DACL_PROTECTED) ? ", protected" : "");
    text_append_string(&words,
                       control & (sacl ? SE_SACL_AUTO_INHERIT_REQ : SE_DACL_AUTO_INHERIT_REQ)
                           ? ", inheritance requested"
                           : "");
    text_append_string(&words, control & (sacl ? SE_SACL_AUTO_INHERITED : SE_DACL_AUTO_INHERITED)
                                   ? ", inherited"
                                   : "");
    put_part(showing, name, words.bytes);
    text_free(&words);
    while (acl != NULL && rtl_acl_next(acl, &cursor, &ace)) {
        put_entry(showing, cursor.index, &ace);
    }
}

static void put_text(const struct showing *showing, const struct rtl_bytes *bytes)
{
    struct rtl_bytes text = {0};
    const SECURITY_INFORMATION whole = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                       DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION;
    const bool printed =
        rtl_sddl_print(showing->world, bytes->bytes, whole, &rtl_sddl_machine, &text);
    page_put(showing->page, STYLE_HEADING, "text");
    page_to(showing->page, PART_COLUMN);
    page_put_string(showing->page, STYLE_PLAIN,
                    !printed        ? "none: an entry has no SDDL"
                    : text.size > 0 ? (const char *)text.bytes
                                    : "\"\"");
    page_end(showing->page);
    rtl_bytes_free(&text);
}

static void put_bytes(const struct showing *showing, const struct rtl_bytes *memory)
{
    struct rtl_bytes copy = {0};
    const struct rtl_bytes *bytes = &copy;
    rtl_bytes_append(&copy, memory->bytes, memory->size);
    descriptor_bytes_from_memory(copy.bytes, copy.size);
    page_put(showing->page, STYLE_HEADING, "bytes");
    for (size_t at = 0; at < bytes->size; at += BYTES_A_LINE) {
        page_to(showing->page, PART_COLUMN);
        for (size_t i = at; i < bytes->size && i < at + BYTES_A_LINE; i++) {
            page_put(showing->page, STYLE_PLAIN, "%02x", bytes->bytes[i]);
        }
        page_end(showing->page);
    }
    rtl_bytes_free(&copy);
}

static const void *part_at(const struct rtl_bytes *bytes, DWORD offset)
{
    return offset != 0 ? bytes->bytes + offset : NULL;
}

/* Of bytes that were looked at. */
static void show(const struct showing *showing, const struct rtl_bytes *bytes)
{
    SECURITY_DESCRIPTOR_RELATIVE header;
    memcpy(&header, bytes->bytes, sizeof header);
    put_text(showing, bytes);
    put_bytes(showing, bytes);
    put_owner(showing, "owner", part_at(bytes, header.Owner));
    put_owner(showing, "group", part_at(bytes, header.Group));
    put_list(showing, "DACL", part_at(bytes, header.Dacl), header.Control);
    put_list(showing, "SACL", part_at(bytes, header.Sacl), header.Control);
}

/* ---- the command line ---- */

/* Everything that is shown lies in the bytes. */
static bool is_self_relative(const struct rtl_bytes *bytes)
{
    SECURITY_DESCRIPTOR_RELATIVE header;
    if (bytes->size < sizeof header) {
        return false;
    }
    memcpy(&header, bytes->bytes, sizeof header);
    return (header.Control & SE_SELF_RELATIVE) != 0;
}

static enum exit_code descriptor_show(struct showing *showing, const char *sddl, const char *hex,
                                      bool color)
{
    struct rtl_bytes bytes = {0};
    struct rtl_view view;
    enum exit_code code = CODE_USAGE;
    if (!descriptor_read(showing->world, sddl, hex, color, &bytes)) {
        return CODE_USAGE;
    }
    if (!is_self_relative(&bytes)) {
        usage_error(&command_sddl, "these bytes are no self-relative security descriptor");
    } else if (descriptor_view(showing->world, &bytes, &view)) {
        show(showing, &bytes);
        code = CODE_PASSED;
    }
    rtl_bytes_free(&bytes);
    return code;
}

static enum exit_code sddl_run(const struct invocation *invocation)
{
    struct settings settings = {.command = &command_sddl};
    struct showing showing = {.page = invocation->page, .type = RTL_MAPPED_COUNT};
    const char *sddl = invocation->operand_count > 0 ? invocation->operands[0] : NULL;
    const char *hex = NULL;
    bool read = true;
    for (size_t i = 0; i < invocation->option_count && read; i++) {
        const struct given_option *given = &invocation->options[i];
        if (given->option == SDDL_HEX) {
            hex = given->value;
        } else if (given->option == SDDL_TYPE) {
            read = object_type_read(&command_sddl, given->value, &showing.type);
        } else {
            read = setting_read(&settings, SETTING_PROFILE, given->value);
        }
    }
    if (!read || (sddl == NULL) == (hex == NULL)) {
        return read ? usage_error(&command_sddl, "write a descriptor in SDDL, or --hex")
                    : CODE_USAGE;
    }
    struct srm_world *world = srm_world_new(ex_profile_name(settings_profile(&settings)));
    showing.runner = runner_new();
    showing.world = world;
    enum exit_code code = descriptor_show(&showing, sddl, hex, invocation->stderr_color);
    runner_free(showing.runner);
    srm_world_delete(world);
    return code;
}

const struct command command_sddl = {
    .name = "sddl",
    .operands = "[STRING]",
    .most = 1,
    .summary = "a security descriptor as text, as bytes, and part by part",
    .details =
        "The string is SDDL, such as \"O:BAG:SYD:(A;;FR;;;WD)\". It is shown as Windows would "
        "write it, and as the bytes that ConvertStringSecurityDescriptorToSecurityDescriptor "
        "makes of it. The machine is S-1-5-21-1-2-3, and in no domain. Exit code 2 if the text or "
        "the bytes are wrong, with the place where they are.",
    .options = options,
    .run = sddl_run,
};
