/* Security descriptors as they lie in memory (access-check.md section 5). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ex/pool.h"
#include "rtl/descriptor.h"
#include "rtl/integrity.h"
#include "rtl/sid.h"

#include <stdlib.h>
#include <string.h>

#define OWNER     OWNER_SECURITY_INFORMATION
#define GROUP     GROUP_SECURITY_INFORMATION
#define DACL      DACL_SECURITY_INFORMATION
#define LABEL     LABEL_SECURITY_INFORMATION
#define ALL_PARTS (OWNER | GROUP | DACL | LABEL)
#define HEADER    sizeof(SECURITY_DESCRIPTOR_RELATIVE)
#define ROOM      512

static struct srm_world *w;
static struct rtl_descriptor *descriptor; /* O:BAG:SY with a DACL and the label High */
static unsigned char bytes[ROOM];
static struct rtl_described described;

static struct rtl_descriptor *make(const char *dacl, ULONG integrity)
{
    const SE_SID owner = sid_from_word("BA"), group = sid_from_word("SY");
    struct rtl_acl *list = dacl ? acl_from_text(w, dacl) : NULL;
    struct rtl_descriptor *made = rtl_descriptor_new(w, &owner.Sid, &group.Sid, list, integrity);

    rtl_acl_dereference(w, list);
    return made;
}

static void open_world(void)
{
    w = srm_world_new(NULL);
    descriptor =
        make("(A;;0x20019;;;WD)(A;;0xF003F;;;BA)(A;;0xF003F;;;SY)", SECURITY_MANDATORY_HIGH_RID);
    described = (struct rtl_described){.control = 0};
    memset(bytes, 0xEE, sizeof bytes);
}

static void close_world(void)
{
    rtl_described_release(w, &described);
    rtl_descriptor_dereference(w, descriptor);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Acl), 0);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static SECURITY_DESCRIPTOR_RELATIVE *header(void)
{
    return (SECURITY_DESCRIPTOR_RELATIVE *)(void *)bytes;
}

/* In a buffer of exactly that size, so that a sanitizer sees what reads beyond it. */
static NTSTATUS read_exactly(const void *from, size_t size, struct rtl_described *out)
{
    unsigned char *copy = malloc(size + 1);
    NTSTATUS status;

    ck_assert_ptr_nonnull(copy);
    memcpy(copy + 1, from, size); /* misaligned, too */
    status = rtl_described_from_bytes(w, copy + 1, size, out);
    free(copy);
    return status;
}

static size_t write_all(void)
{
    rtl_descriptor_write(descriptor, ALL_PARTS, bytes);
    return rtl_descriptor_size(descriptor, ALL_PARTS);
}

/* Scenario 37: "O:BAG:SYD:(A;;KR;;;WD)(A;;KA;;;BA)(A;;KA;;;SY)" */
START_TEST(layout_is_that_of_windows)
{
    const SECURITY_INFORMATION parts = OWNER | GROUP | DACL;

    ck_assert_uint_eq(rtl_descriptor_size(descriptor, parts), 0x6C + 12);
    rtl_descriptor_write(descriptor, parts, bytes);
    ck_assert_uint_eq(header()->Revision, 1);
    ck_assert_uint_eq(header()->Control, 0x8004);
    ck_assert_uint_eq(header()->Sacl, 0);
    ck_assert_uint_eq(header()->Dacl, 0x14);
    ck_assert_uint_eq(header()->Owner, 0x5C);
    ck_assert_uint_eq(header()->Group, 0x6C);
    ck_assert_mem_eq(bytes + 0x14, &descriptor->dacl->bytes, 0x48);
    ck_assert_mem_eq(bytes + 0x5C, &descriptor->owner, 16);
    ck_assert_mem_eq(bytes + 0x6C, &descriptor->group, 12);
    ck_assert_uint_eq(bytes[0x78], 0xEE);
}
END_TEST

START_TEST(label_is_a_list_of_one_entry)
{
    static const unsigned char expected[] = {
        2,    0,    28, 0, 1, 0, 0, 0,    /* ACL */
        0x11, 0,    20, 0, 1, 0, 0, 0,    /* NO_WRITE_UP */
        1,    1,    0,  0, 0, 0, 0, 0x10, /* S-1-16- */
        0,    0x30, 0,  0,                /* 12288 */
    };

    ck_assert_uint_eq(rtl_descriptor_size(descriptor, LABEL), HEADER + sizeof expected);
    rtl_descriptor_write(descriptor, LABEL, bytes);
    ck_assert_uint_eq(header()->Control, SE_SELF_RELATIVE | SE_SACL_PRESENT);
    ck_assert_uint_eq(header()->Sacl, HEADER);
    ck_assert_mem_eq(bytes + HEADER, expected, sizeof expected);
}
END_TEST

/* Every combination of the four parts. */
START_TEST(what_is_written_is_read_back)
{
    const SECURITY_INFORMATION parts = (SECURITY_INFORMATION)(_i & 7) | (_i & 8 ? LABEL : 0u);

    rtl_descriptor_write(descriptor, parts, bytes);
    ck_assert_status(read_exactly(bytes, rtl_descriptor_size(descriptor, parts), &described),
                     STATUS_SUCCESS);
    ck_assert(described.has_owner == ((parts & OWNER) != 0));
    ck_assert(described.has_group == ((parts & GROUP) != 0));
    ck_assert(((described.control & SE_DACL_PRESENT) != 0) == ((parts & DACL) != 0));
    ck_assert(((described.control & SE_SACL_PRESENT) != 0) == ((parts & LABEL) != 0));
    ck_assert(!described.has_owner || rtl_sid_equal(&described.owner.Sid, &descriptor->owner.Sid));
    ck_assert(!described.has_group || rtl_sid_equal(&described.group.Sid, &descriptor->group.Sid));
    ck_assert_uint_eq(described.dacl ? described.dacl->size : 0,
                      parts & DACL ? descriptor->dacl->size : 0);
    ck_assert(rtl_described_has_label(&described) == ((parts & LABEL) != 0));
    if (parts & LABEL)
        ck_assert_mem_eq(&described.sacl->bytes, &descriptor->sacl->bytes, descriptor->sacl->size);
}
END_TEST

START_TEST(no_dacl_is_written_as_a_null_one)
{
    struct rtl_descriptor *open = make(NULL, 0);

    rtl_descriptor_write(open, DACL, bytes);
    ck_assert_uint_eq(rtl_descriptor_size(open, DACL), HEADER);
    ck_assert_uint_eq(header()->Control, SE_SELF_RELATIVE | SE_DACL_PRESENT);
    ck_assert_status(read_exactly(bytes, HEADER, &described), STATUS_SUCCESS);
    ck_assert((described.control & SE_DACL_PRESENT) && !described.dacl);
    rtl_descriptor_dereference(w, open);
}
END_TEST

START_TEST(object_without_descriptor_has_no_parts)
{
    ck_assert_uint_eq(rtl_descriptor_size(NULL, ALL_PARTS), HEADER);
    rtl_descriptor_write(NULL, ALL_PARTS, bytes);
    ck_assert_uint_eq(header()->Control, SE_SELF_RELATIVE);
    ck_assert_status(read_exactly(bytes, HEADER, &described), STATUS_SUCCESS);
    ck_assert(!described.has_owner);
    ck_assert_uint_eq(described.control, SE_SELF_RELATIVE);
}
END_TEST

/* A list may be longer than its entries (B-3). */
START_TEST(room_in_a_list_is_kept)
{
    const ACL roomy[2] = {{.AclRevision = ACL_REVISION, .AclSize = 12}};
    const SE_SID owner = sid_from_word("BA");
    struct rtl_acl *list = rtl_acl_copy(w, roomy, 12);
    struct rtl_descriptor *strange = rtl_descriptor_new(w, &owner.Sid, &owner.Sid, list, 0);
    const size_t size = rtl_descriptor_size(strange, OWNER | DACL);

    ck_assert_uint_eq(size, HEADER + 12 + 16);
    rtl_descriptor_write(strange, OWNER | DACL, bytes);
    ck_assert_status(read_exactly(bytes, size, &described), STATUS_SUCCESS);
    ck_assert_uint_eq(described.dacl->size, 12);
    rtl_descriptor_dereference(w, strange);
    rtl_acl_dereference(w, list);
}
END_TEST

START_TEST(every_truncation_is_refused)
{
    const size_t size = write_all();

    for (size_t i = 0; i < size; i++) {
        NTSTATUS status = read_exactly(bytes, i, &described);

        ck_assert_msg(!NT_SUCCESS(status), "%zu of %zu bytes", i, size);
        ck_assert_ptr_null(described.dacl);
    }
}
END_TEST

/* What is accepted all the same is well formed. */
static void read_corrupted(size_t size)
{
    struct rtl_described read;

    if (!NT_SUCCESS(read_exactly(bytes, size, &read)))
        return;
    ck_assert(!read.has_owner || rtl_sid_valid(&read.owner.Sid));
    ck_assert(!read.has_group || rtl_sid_valid(&read.group.Sid));
    ck_assert(!read.dacl || rtl_acl_valid(&read.dacl->bytes, read.dacl->size));
    rtl_described_release(w, &read);
}

START_TEST(every_corruption_is_refused_or_harmless)
{
    static const unsigned char values[] = {0, 1, 2, 3, 4, 15, 16, 0x7F, 0x80, 0xFE, 0xFF};
    const size_t size = write_all();

    for (size_t i = 0; i < size; i++) {
        const unsigned char right = bytes[i];

        for (size_t v = 0; v < sizeof values; v++) {
            bytes[i] = values[v];
            read_corrupted(size);
            bytes[i] = right ^ (unsigned char)(1u << v % 8);
            read_corrupted(size);
        }
        bytes[i] = right;
    }
}
END_TEST

/* One byte each. Where parts lie in the whole: SACL 20, DACL 48, owner 120, group 136. */
static const struct {
    const char *why;
    size_t at;
    unsigned char value;
    NTSTATUS status;
} rows[] = {
    {"revision 0", 0, 0, STATUS_UNKNOWN_REVISION},
    {"revision 2", 0, 2, STATUS_UNKNOWN_REVISION},
    {"owner inside the header", 4, 16, STATUS_INVALID_SECURITY_DESCR},
    {"owner at an odd place", 4, 121, STATUS_INVALID_SECURITY_DESCR},
    {"group behind the end", 9, 1, STATUS_INVALID_SECURITY_DESCR},
    {"group far away", 11, 0xFF, STATUS_INVALID_SECURITY_DESCR},
    {"SACL at an odd place", 12, 22, STATUS_INVALID_SECURITY_DESCR},
    {"DACL inside the header", 16, 4, STATUS_INVALID_SECURITY_DESCR},
    {"no owner", 4, 0, STATUS_SUCCESS},
    {"no group", 8, 0, STATUS_SUCCESS},
    {"a NULL SACL", 12, 0, STATUS_SUCCESS},
    {"a NULL DACL", 16, 0, STATUS_SUCCESS},
    {"owner of revision 2", 120, 2, STATUS_INVALID_SID},
    {"owner with 16 parts", 121, 16, STATUS_INVALID_SID},
    {"group of revision 0", 136, 0, STATUS_INVALID_SID},
    {"group that runs over the end", 137, 2, STATUS_INVALID_SID},
    {"group with 255 parts", 137, 255, STATUS_INVALID_SID},
    {"DACL of revision 1", 48, 1, STATUS_INVALID_ACL},
    {"DACL of revision 5", 48, 5, STATUS_INVALID_ACL},
    {"DACL shorter than its header", 50, 7, STATUS_INVALID_ACL},
    {"DACL shorter than its entries", 50, 71, STATUS_INVALID_ACL},
    {"DACL that runs over the end", 51, 1, STATUS_INVALID_ACL},
    {"DACL with an entry too many", 52, 4, STATUS_INVALID_ACL},
    {"DACL with an entry that is too short", 58, 4, STATUS_INVALID_ACL},
    {"SACL of revision 1", 20, 1, STATUS_INVALID_ACL},
    {"SACL with an entry too many", 24, 2, STATUS_INVALID_ACL},
};

START_TEST(malformed_part_has_its_status)
{
    const size_t size = write_all();

    ck_assert_uint_eq(size, 148);
    bytes[rows[_i].at] = rows[_i].value;
    ck_assert_msg(read_exactly(bytes, size, &described) == rows[_i].status, "%s", rows[_i].why);
}
END_TEST

START_TEST(list_that_is_not_there_is_not_looked_at)
{
    const size_t size = write_all();

    header()->Control = SE_SELF_RELATIVE;
    bytes[header()->Dacl] = bytes[header()->Sacl] = 0;
    ck_assert_status(read_exactly(bytes, size, &described), STATUS_SUCCESS);
    ck_assert_uint_eq(described.control, SE_SELF_RELATIVE);
    ck_assert(!described.dacl && !described.sacl);
}
END_TEST

#define LABEL_ACE(ace_flags, ace_mask, word) \
    {.type = SYSTEM_MANDATORY_LABEL_ACE_TYPE, .flags = (ace_flags), .mask = (ace_mask)}, word

/* The entries of a SACL, and what is found there. */
static const struct {
    struct {
        struct rtl_ace entry;
        const char *sid;
    } entries[2];
    size_t count;
    bool present, valid, others;
    ULONG label;
    ACCESS_MASK mask;
} labels[] = {
    {{{LABEL_ACE(0, 1, "S-1-16-4096")}}, 1, true, true, false, 0x1000, 1},
    {{{LABEL_ACE(0, 7, "S-1-16-8448")}}, 1, true, true, false, 0x2100, 7},
    {{{LABEL_ACE(0, 0x101, "S-1-16-4096")}}, 1, true, true, false, 0x1000, 0x101},
    {{{LABEL_ACE(INHERIT_ONLY_ACE, 1, "S-1-16-4096")}}, 1, false, false, false, 0, 0},
    {{{LABEL_ACE(INHERIT_ONLY_ACE, 1, "S-1-16-4096")}, {LABEL_ACE(0, 3, "S-1-16-0")}},
     2,
     true,
     true,
     false,
     0,
     3},
    {{{LABEL_ACE(OBJECT_INHERIT_ACE, 1, "S-1-16-4096")}, {LABEL_ACE(0, 3, "S-1-16-0")}},
     2,
     true,
     true,
     false,
     0x1000,
     1},
    {{{LABEL_ACE(0, 1, "S-1-1-0")}}, 1, true, false, false, 0, 1},
    {{{LABEL_ACE(0, 1, "S-1-16-4096-1")}}, 1, true, false, false, 0, 1},
    {{{{.type = SYSTEM_AUDIT_ACE_TYPE, .mask = 1}, "S-1-1-0"}}, 1, false, false, true, 0, 0},
    {{{{.type = SYSTEM_AUDIT_ACE_TYPE, .mask = 1}, "S-1-1-0"}, {LABEL_ACE(0, 1, "S-1-16-4096")}},
     2,
     true,
     true,
     true,
     0x1000,
     1},
    {{{{0}, NULL}}, 0, false, false, false, 0, 0},
};

START_TEST(first_label_for_the_object_itself_counts)
{
    struct rtl_ace entries[2], label;
    SE_SID sids[2];
    struct rtl_acl *sacl;
    ULONG level = 0;

    for (size_t i = 0; i < labels[_i].count; i++) {
        sids[i] = sid_from_word(labels[_i].entries[i].sid);
        entries[i] = labels[_i].entries[i].entry;
        entries[i].sid = &sids[i].Sid;
    }
    sacl = rtl_acl_new(w, entries, labels[_i].count);
    ck_assert_status(rtl_described_from_pieces(
                         w,
                         &(struct rtl_pieces){.control = SE_SACL_PRESENT,
                                              .sacl = {.at = &sacl->bytes, .room = sacl->size}},
                         &described),
                     STATUS_SUCCESS);
    rtl_acl_dereference(w, sacl);
    ck_assert(rtl_described_has_label(&described) == labels[_i].present);
    ck_assert(described.sacl->has_only_labels == !labels[_i].others);
    if (!labels[_i].present)
        return;
    ck_assert(rtl_sacl_label(&described.sacl->bytes, &label));
    ck_assert(rtl_integrity_from_sid(label.sid, &level) == labels[_i].valid);
    ck_assert_uint_eq(level, labels[_i].label);
    ck_assert_uint_eq(label.mask, labels[_i].mask);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/descriptor_bytes");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_test(tcase, layout_is_that_of_windows);
    tcase_add_test(tcase, label_is_a_list_of_one_entry);
    tcase_add_loop_test(tcase, what_is_written_is_read_back, 0, 16);
    tcase_add_test(tcase, no_dacl_is_written_as_a_null_one);
    tcase_add_test(tcase, object_without_descriptor_has_no_parts);
    tcase_add_test(tcase, room_in_a_list_is_kept);
    tcase_add_test(tcase, every_truncation_is_refused);
    tcase_add_test(tcase, every_corruption_is_refused_or_harmless);
    tcase_add_loop_test(tcase, malformed_part_has_its_status, 0, ROWS(rows));
    tcase_add_test(tcase, list_that_is_not_there_is_not_looked_at);
    tcase_add_loop_test(tcase, first_label_for_the_object_itself_counts, 0, ROWS(labels));
    return suite_end();
}
