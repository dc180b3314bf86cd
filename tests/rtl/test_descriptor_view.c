/*
 * What an access check reads of a descriptor in memory: each rule of access-check.md section 5
 * broken for itself, truncations, and the law that both readers answer alike.
 */
#include "support/dacl_text.h"
#include "support/suite.h"

#include "ntsrm/srm.h"
#include "rtl/descriptor.h"
#include "rtl/sddl.h"
#include "rtl/sid.h"

#include <stdlib.h>
#include <string.h>

static struct srm_world *w;
static struct rtl_bytes right; /* a valid descriptor, self-relative */

#define USERS     "bf967aba-0de6-11d0-a285-00aa003049e2"
#define COMPUTERS "bf967a86-0de6-11d0-a285-00aa003049e2"

/* Valid ones of every kind: B-4, B-7. */
static const char *const texts[] = {
    "",
    "O:BAG:SYD:(A;;GA;;;WD)",
    "O:BAG:SYD:(A;;FR;;;WD)(D;;0x2;;;BU)S:(AU;SAFA;FA;;;WD)(ML;;NWNR;;;HI)",
    "D:NO_ACCESS_CONTROL",
    "D:S:",
    "O:BUD:PAI(OA;CI;RP;" USERS ";" COMPUTERS ";AU)(OD;;WP;;" COMPUTERS ";BA)",
    "G:BUS:(TL;;0x1;;;S-1-19-512-8192)(SP;;;;;S-1-17-1)(ML;IO;NW;;;LW)",
};

static void open_world(void)
{
    w = srm_world_new(NULL);
    right = (struct rtl_bytes){.bytes = NULL};
}

static void close_world(void)
{
    rtl_bytes_free(&right);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static void make(const char *text)
{
    struct rtl_sddl_problem problem = {.what = ""};

    rtl_bytes_free(&right);
    right = (struct rtl_bytes){.bytes = NULL};
    ck_assert_msg(rtl_sddl_parse(w, text, strlen(text), NULL, &right, &problem), "%s: %s", text,
                  problem.what);
}

/* A whole of malloc, so that the sanitizers and valgrind see who reads on. */
static unsigned char *tight(const unsigned char *bytes, size_t size)
{
    unsigned char *copy = malloc(size ? size : 1);

    require(copy != NULL, "no memory");
    memcpy(copy, bytes, size);
    return copy;
}

/* Reads every byte that the view promises. */
static void look_at(const struct rtl_view *view)
{
    const ACL *lists[] = {view->dacl, view->sacl};
    struct rtl_ace ace;

    ck_assert(!view->owner || rtl_sid_equal(view->owner, view->owner));
    ck_assert(!view->group || rtl_sid_equal(view->group, view->group));
    for (size_t i = 0; i < ROWS(lists); i++) {
        struct rtl_acl_cursor cursor = {.index = 0};

        while (lists[i] && rtl_acl_next(lists[i], &cursor, &ace)) {
            ck_assert_uint_le(cursor.offset, lists[i]->AclSize);
            ck_assert(!ace.sid || rtl_sid_equal(ace.sid, ace.sid));
            ck_assert(!ace.server || rtl_sid_valid(ace.server));
            for (uint16_t at = 0; at < ace.data_size; at++)
                ck_assert_uint_le(ace.data[at], 255);
        }
    }
}

static void same_list(const ACL *viewed, const struct rtl_acl *read)
{
    ck_assert((viewed == NULL) == (read == NULL));
    if (viewed)
        ck_assert_mem_eq(viewed, &read->bytes, read->size);
}

static void same_label(const struct rtl_view *view, const struct rtl_described *described)
{
    struct rtl_ace label;

    if (!described->sacl || !rtl_sacl_label(&described->sacl->bytes, &label))
        return;
    ck_assert_uint_eq(view->label, rtl_sid_last(label.sid));
    ck_assert_uint_eq(view->label_mask, label.mask);
}

/* The law: what one reader refuses the other refuses, and they find the same. */
static NTSTATUS read_both_ways(const unsigned char *bytes, size_t size)
{
    unsigned char *copy = tight(bytes, size);
    struct rtl_described described;
    struct rtl_view view;
    NTSTATUS status = rtl_view_from_memory(w, copy, size, &view);

    ck_assert_status(rtl_described_from_bytes(w, copy, size, &described), status);
    if (NT_SUCCESS(status)) {
        look_at(&view);
        ck_assert((view.owner != NULL) == described.has_owner);
        ck_assert((view.group != NULL) == described.has_group);
        same_list(view.dacl, described.dacl);
        same_list(view.sacl, described.sacl);
        same_label(&view, &described);
        rtl_described_release(w, &described);
    }
    free(copy);
    return status;
}

START_TEST(valid_ones_are_read)
{
    make(texts[_i]);
    ck_assert_status(read_both_ways(right.bytes, right.size), STATUS_SUCCESS);
}
END_TEST

START_TEST(truncations_are_refused)
{
    make(texts[_i]);
    for (size_t size = 0; size < right.size; size++) {
        unsigned char *copy = tight(right.bytes, size);
        struct rtl_view view;

        ck_assert_msg(!NT_SUCCESS(rtl_view_from_memory(w, copy, size, &view)), "%zu of %zu bytes",
                      size, right.size);
        free(copy);
    }
}
END_TEST

/* Of the absolute form nothing is tried: it points where it will. */
START_TEST(corruptions_are_refused_by_both_or_by_none)
{
    static const unsigned char values[] = {0, 1, 2, 3, 4, 5, 8, 15, 16, 0x7F, 0x80, 0xFF};

    make(texts[_i]);
    for (size_t at = 0; at < right.size; at++) {
        const unsigned char old = right.bytes[at];

        for (size_t v = 0; v < sizeof values; v++) {
            right.bytes[at] = at == 3 ? values[v] | 0x80 : values[v];
            read_both_ways(right.bytes, right.size);
        }
        right.bytes[at] = old;
    }
}
END_TEST

enum part { HEADER, OWNER, GROUP, SACL, DACL };

/*
 * One field is changed in
 *     O:BAG:SY D:(A;;GA;;;WD)(OA;;RP;GUID;;WD)(A;;GR;;;WD) S:(ML;;NW;;;HI)
 * A list's entries begin 8 bytes behind its start; the DACL's first has 20 bytes, the second, whose
 * GUID is 12 bytes behind its start, 40, the third 20.
 */
static const struct {
    const char *why;
    enum part part;
    size_t at;
    unsigned size;
    uint32_t value;
    NTSTATUS status;
} rows[] = {
    {"B-4: revision 0", HEADER, 0, 1, 0, STATUS_UNKNOWN_REVISION},
    {"B-4: revision 2", HEADER, 0, 1, 2, STATUS_UNKNOWN_REVISION},
    {"B-4: the resource manager's byte", HEADER, 1, 1, 0xFF, STATUS_SUCCESS},
    {"B-4: owner inside the header", HEADER, 4, 4, 16, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: owner at an odd place", HEADER, 4, 4, 22, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: owner at the end", HEADER, 4, 4, 0xA4, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: owner beyond all", HEADER, 4, 4, 0xFFFFFFFC, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: no owner", HEADER, 4, 4, 0, STATUS_SUCCESS},
    {"B-4: group inside the header", HEADER, 8, 4, 4, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: SACL inside the header", HEADER, 12, 4, 8, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: SACL at an odd place", HEADER, 12, 4, 21, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: a NULL SACL", HEADER, 12, 4, 0, STATUS_SUCCESS},
    {"B-4: DACL beyond all", HEADER, 16, 4, 0x80000000, STATUS_INVALID_SECURITY_DESCR},
    {"B-4: a NULL DACL", HEADER, 16, 4, 0, STATUS_SUCCESS},
    {"B-1: owner of revision 0", OWNER, 0, 1, 0, STATUS_INVALID_SID},
    {"B-1: owner of revision 0x11", OWNER, 0, 1, 0x11, STATUS_INVALID_SID},
    {"B-1: owner without sub-authorities", OWNER, 1, 1, 0, STATUS_SUCCESS},
    {"B-1: owner of 16 sub-authorities", OWNER, 1, 1, 16, STATUS_INVALID_SID},
    {"B-1: owner of 15, behind the end", OWNER, 1, 1, 15, STATUS_INVALID_SID},
    {"B-1: group that ends behind the end", GROUP, 1, 1, 2, STATUS_INVALID_SID},
    {"B-2: DACL of revision 1", DACL, 0, 1, 1, STATUS_INVALID_ACL},
    {"B-2: DACL of revision 3", DACL, 0, 1, 3, STATUS_SUCCESS},
    {"B-2: DACL of revision 5", DACL, 0, 1, 5, STATUS_INVALID_ACL},
    {"B-2: DACL below its header", DACL, 2, 2, 4, STATUS_INVALID_ACL},
    {"B-2: DACL of an odd size", DACL, 2, 2, 90, STATUS_INVALID_ACL},
    {"B-2: DACL of size 0", DACL, 2, 2, 0, STATUS_INVALID_ACL},
    {"B-2: DACL that runs over the end", DACL, 2, 2, 0xFFFC, STATUS_INVALID_ACL},
    {"B-2: DACL that runs over the owner", DACL, 2, 2, 92, STATUS_SUCCESS},
    {"B-3: an entry too many", DACL, 4, 2, 4, STATUS_INVALID_ACL},
    {"B-3: very many entries", DACL, 4, 2, 0xFFFF, STATUS_INVALID_ACL},
    {"B-3: an entry less leaves room", DACL, 4, 2, 2, STATUS_SUCCESS},
    {"B-2: Sbz2 is not looked at", DACL, 6, 2, 0xFFFF, STATUS_SUCCESS},
    {"B-3: an entry of size 0", DACL, 10, 2, 0, STATUS_INVALID_ACL},
    {"B-3: an entry of an odd size", DACL, 10, 2, 22, STATUS_INVALID_ACL},
    {"B-3: an entry too short for its SID", DACL, 10, 2, 16, STATUS_INVALID_ACL},
    {"B-3: an entry too short for any SID", DACL, 10, 2, 12, STATUS_INVALID_ACL},
    {"B-3: an entry behind the list", DACL, 70, 2, 24, STATUS_INVALID_ACL},
    {"B-3: a SID of revision 2", DACL, 16, 1, 2, STATUS_INVALID_ACL},
    {"B-3: a SID of 16 sub-authorities", DACL, 17, 1, 16, STATUS_INVALID_ACL},
    {"B-3: a SID behind its entry", DACL, 17, 1, 2, STATUS_INVALID_ACL},
    {"B-3: an unknown type needs no SID", DACL, 8, 1, 0x16, STATUS_SUCCESS},
    {"B-7: an object entry without a GUID", DACL, 36, 4, 0, STATUS_INVALID_ACL},
    {"B-7: an object entry with two", DACL, 36, 4, 3, STATUS_INVALID_ACL},
    {"B-7: flags of object entries that mean nothing", DACL, 36, 4, 0xFFFFFFFD, STATUS_SUCCESS},
    {"B-7: the other GUID", DACL, 36, 4, 2, STATUS_SUCCESS},
    {"B-7: a plain entry whose SID would be the flags", DACL, 28, 1, 0, STATUS_SUCCESS},
    {"B-7: an object entry of a plain one", DACL, 68, 1, 5, STATUS_INVALID_ACL},
    {"A-41: a compound entry with one SID", DACL, 68, 1, 4, STATUS_INVALID_ACL},
    {"B-7: a callback entry without data", DACL, 68, 1, 9, STATUS_SUCCESS},
    {"B-3: SACL of revision 0", SACL, 0, 1, 0, STATUS_INVALID_ACL},
    {"B-3: SACL with an entry too many", SACL, 4, 2, 2, STATUS_INVALID_ACL},
    {"B-3: a label's SID of revision 3", SACL, 16, 1, 3, STATUS_INVALID_ACL},
};

static size_t start_of(enum part part)
{
    SECURITY_DESCRIPTOR_RELATIVE header;

    memcpy(&header, right.bytes, sizeof header);
    switch (part) {
    case OWNER:
        return header.Owner;
    case GROUP:
        return header.Group;
    case SACL:
        return header.Sacl;
    case DACL:
        return header.Dacl;
    case HEADER:
        break;
    }
    return 0;
}

START_TEST(each_rule_is_kept)
{
    const uint32_t value = rows[_i].value;
    NTSTATUS status;

    make("O:BAG:SYD:(A;;GA;;;WD)(OA;;RP;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)(A;;GR;;;WD)"
         "S:(ML;;NW;;;HI)");
    ck_assert_uint_eq(right.size, 0xA4);
    ck_assert_status(read_both_ways(right.bytes, right.size), STATUS_SUCCESS);
    memcpy(right.bytes + start_of(rows[_i].part) + rows[_i].at, &value, rows[_i].size);
    status = read_both_ways(right.bytes, right.size);
    ck_assert_msg(status == rows[_i].status, "%s: 0x%08X", rows[_i].why, (unsigned)status);
}
END_TEST

START_TEST(lists_that_are_not_there_are_not_looked_at)
{
    make("D:(A;;GA;;;WD)S:(ML;;NW;;;HI)");
    right.bytes[2] = 0;
    right.bytes[start_of(DACL)] = right.bytes[start_of(SACL)] = 0;
    ck_assert_status(read_both_ways(right.bytes, right.size), STATUS_SUCCESS);
}
END_TEST

/* A-22/2 */
static const struct {
    const char *text;
    ULONG label;
    ACCESS_MASK mask;
} labels[] = {
    {"", 0x2000, 1},
    {"S:(ML;;NR;;;HI)", 0x3000, 2},
    {"S:(ML;IO;NR;;;HI)", 0x2000, 1},
    {"S:(ML;IO;NR;;;HI)(ML;CI;NX;;;LW)(ML;;NW;;;SI)", 0x1000, 4},
    {"S:(AU;SA;FA;;;WD)(ML;;;;;LW)", 0x1000, 0},
};

START_TEST(first_label_for_the_object_itself_counts)
{
    struct rtl_view view;

    make(labels[_i].text);
    ck_assert_status(rtl_view_from_memory(w, right.bytes, right.size, &view), STATUS_SUCCESS);
    ck_assert_uint_eq(view.label, labels[_i].label);
    ck_assert_uint_eq(view.label_mask, labels[_i].mask);
}
END_TEST

START_TEST(misaligned_descriptor_is_not_viewed)
{
    unsigned char *room;
    struct rtl_view view;

    make("O:BAD:(A;;GA;;;WD)");
    room = malloc(right.size + 4);
    require(room != NULL, "no memory");
    for (size_t shift = 1; shift < 4; shift++) {
        memcpy(room + shift, right.bytes, right.size);
        ck_assert_status(rtl_view_from_memory(w, room + shift, right.size, &view),
                         STATUS_DATATYPE_MISALIGNMENT);
    }
    free(room);
}
END_TEST

/* ---- the absolute form ---- */

static struct {
    SECURITY_DESCRIPTOR head;
    SE_SID owner, group;
    struct rtl_acl *dacl;
} absolute;

static void make_absolute(void)
{
    absolute.owner = sid_from_word("BA");
    absolute.group = sid_from_word("SY");
    absolute.dacl = acl_from_text(w, "(A;;GA;;;WD)");
    absolute.head = (SECURITY_DESCRIPTOR){
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT,
        .Owner = &absolute.owner,
        .Group = &absolute.group,
        .Dacl = &absolute.dacl->bytes,
    };
}

static NTSTATUS view_absolute(struct rtl_view *view)
{
    return rtl_view_from_memory(w, &absolute.head, sizeof absolute.head, view);
}

START_TEST(absolute_form_points_to_its_parts)
{
    struct rtl_view view;

    make_absolute();
    ck_assert_status(view_absolute(&view), STATUS_SUCCESS);
    ck_assert_ptr_eq(view.owner, &absolute.owner.Sid);
    ck_assert_ptr_eq(view.group, &absolute.group.Sid);
    ck_assert_ptr_eq(view.dacl, &absolute.dacl->bytes);
    ck_assert_ptr_null(view.sacl);
    absolute.head.Control = SE_SACL_PRESENT;
    absolute.head.Dacl = (PACL)(uintptr_t)1; /* not there */
    ck_assert_status(view_absolute(&view), STATUS_SUCCESS);
    ck_assert_ptr_null(view.dacl);
    rtl_acl_dereference(w, absolute.dacl);
}
END_TEST

START_TEST(absolute_form_is_looked_at_as_closely)
{
    struct rtl_view view;

    make_absolute();
    absolute.owner.Sid.SubAuthorityCount = 16;
    ck_assert_status(view_absolute(&view), STATUS_INVALID_SID);
    absolute.owner.Sid.SubAuthorityCount = 2;
    absolute.dacl->bytes.AclRevision = 0;
    ck_assert_status(view_absolute(&view), STATUS_INVALID_ACL);
    absolute.dacl->bytes.AclRevision = 2;
    absolute.head.Revision = 0;
    ck_assert_status(view_absolute(&view), STATUS_UNKNOWN_REVISION);
    absolute.head.Revision = 1;
    absolute.head.Group = (unsigned char *)&absolute.group + 2;
    ck_assert_status(view_absolute(&view), STATUS_DATATYPE_MISALIGNMENT);
    ck_assert_status(rtl_view_from_memory(w, &absolute.head, sizeof absolute.head - 1, &view),
                     STATUS_INVALID_SECURITY_DESCR);
    rtl_acl_dereference(w, absolute.dacl);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/descriptor_view");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, valid_ones_are_read, 0, ROWS(texts));
    tcase_add_loop_test(tcase, truncations_are_refused, 0, ROWS(texts));
    tcase_add_loop_test(tcase, corruptions_are_refused_by_both_or_by_none, 0, ROWS(texts));
    tcase_add_loop_test(tcase, each_rule_is_kept, 0, ROWS(rows));
    tcase_add_test(tcase, lists_that_are_not_there_are_not_looked_at);
    tcase_add_loop_test(tcase, first_label_for_the_object_itself_counts, 0, ROWS(labels));
    tcase_add_test(tcase, misaligned_descriptor_is_not_viewed);
    tcase_add_test(tcase, absolute_form_points_to_its_parts);
    tcase_add_test(tcase, absolute_form_is_looked_at_as_closely);
    return suite_end();
}
