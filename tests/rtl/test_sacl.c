/* SACLs as several parts of a descriptor (access-check T-23, B-6), and descriptors kept whole. */
#include "support/suite.h"

#include "ntsrm/srm.h"
#include "rtl/descriptor.h"
#include "rtl/sddl.h"

#include <string.h>

#define OWNER     OWNER_SECURITY_INFORMATION
#define GROUP     GROUP_SECURITY_INFORMATION
#define DACL      DACL_SECURITY_INFORMATION
#define AUDIT     SACL_SECURITY_INFORMATION
#define LABEL     LABEL_SECURITY_INFORMATION
#define ATTRIBUTE ATTRIBUTE_SECURITY_INFORMATION
#define SCOPE     SCOPE_SECURITY_INFORMATION
#define TRUST     PROCESS_TRUST_LABEL_SECURITY_INFORMATION
#define FILTER    ACCESS_FILTER_SECURITY_INFORMATION

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static struct rtl_bytes bytes_of(const char *text)
{
    struct rtl_bytes bytes = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.what = ""};

    ck_assert_msg(rtl_sddl_parse(w, text, strlen(text), NULL, &bytes, &problem), "%s: %s", text,
                  problem.what);
    return bytes;
}

static struct rtl_descriptor *from_bytes(const unsigned char *bytes, size_t size)
{
    struct rtl_described described;
    struct rtl_descriptor *descriptor;

    ck_assert_status(rtl_described_from_bytes(w, bytes, size, &described), STATUS_SUCCESS);
    descriptor = rtl_descriptor_from(w, &described);
    rtl_described_release(w, &described);
    return descriptor;
}

static struct rtl_descriptor *from_text(const char *text)
{
    struct rtl_bytes bytes = bytes_of(text);
    struct rtl_descriptor *descriptor = from_bytes(bytes.bytes, bytes.size);

    rtl_bytes_free(&bytes);
    return descriptor;
}

/* That the parts named say what this text says. */
static void must_say(const struct rtl_descriptor *descriptor, SECURITY_INFORMATION parts,
                     const char *text)
{
    unsigned char written[1024];
    struct rtl_bytes expected = bytes_of(text);

    ck_assert_uint_eq(rtl_descriptor_size(descriptor, parts), expected.size);
    rtl_descriptor_write(descriptor, parts, written);
    ck_assert_msg(memcmp(written, expected.bytes, expected.size) == 0, "%s", text);
    rtl_bytes_free(&expected);
}

/* The law: bytes, descriptor, bytes. */
static const char *const texts[] = {
    "",
    "O:BA",
    "G:BA",
    "D:",
    "S:",
    "D:NO_ACCESS_CONTROL",
    "O:BAG:SYD:PAI(A;;GA;;;WD)",
    "D:ARAI(A;;GA;;;WD)S:PARAI(AU;SA;GA;;;WD)",
    "O:SYG:SYD:(OA;;RP;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)S:(ML;;NWNRNX;;;HI)",
    "S:(TL;;0x1;;;S-1-19-512-8192)(AU;FA;GA;;;WD)(SP;;;;;S-1-17-1)(ML;IO;NW;;;LW)",
};

START_TEST(whole_descriptor_comes_back_byte_by_byte)
{
    struct rtl_descriptor *descriptor = from_text(texts[_i]);

    must_say(descriptor, RTL_DESCRIPTOR_WHOLE, texts[_i]);
    rtl_descriptor_dereference(w, descriptor);
}
END_TEST

START_TEST(every_control_bit_is_kept)
{
    static const SECURITY_INFORMATION parts = RTL_DESCRIPTOR_WHOLE;
    struct rtl_bytes bytes = bytes_of("O:BAG:SYD:(A;;GA;;;WD)S:(AU;SA;GA;;;WD)");
    unsigned char written[256];
    struct rtl_descriptor *descriptor;

    bytes.bytes[1] = 0x5A;
    bytes.bytes[2] = 0xFF;
    bytes.bytes[3] = 0xFF;
    descriptor = from_bytes(bytes.bytes, bytes.size);
    ck_assert_uint_eq(descriptor->control, 0x7FFF);
    rtl_descriptor_write(descriptor, parts, written);
    ck_assert_mem_eq(written, bytes.bytes, bytes.size);
    rtl_descriptor_dereference(w, descriptor);
    rtl_bytes_free(&bytes);
}
END_TEST

/* What a part brings along of an object that has everything. */
static const char everything[] =
    "O:BAG:SYD:PAI(A;;GA;;;WD)"
    "S:P(AU;SA;GA;;;WD)(ML;;NW;;;HI)(TL;;0x1;;;S-1-19-512-8192)(SP;;;;;S-1-17-1)(AU;FA;GR;;;BA)";

static const struct {
    SECURITY_INFORMATION parts;
    const char *text;
} pieces[] = {
    {0, ""},
    {OWNER, "O:BA"},
    {GROUP, "G:SY"},
    {DACL, "D:PAI(A;;GA;;;WD)"},
    {AUDIT, "S:P(AU;SA;GA;;;WD)(AU;FA;GR;;;BA)"},
    {LABEL, "S:P(ML;;NW;;;HI)"},
    {TRUST, "S:P(TL;;0x1;;;S-1-19-512-8192)"},
    {SCOPE, "S:P(SP;;;;;S-1-17-1)"},
    {ATTRIBUTE, ""},
    {FILTER, ""},
    {OWNER | LABEL, "O:BAS:P(ML;;NW;;;HI)"},
    {LABEL | SCOPE, "S:P(ML;;NW;;;HI)(SP;;;;;S-1-17-1)"},
    {RTL_SACL_PARTS | OWNER | GROUP | DACL, everything},
};

START_TEST(part_is_written_alone)
{
    struct rtl_descriptor *descriptor = from_text(everything);

    must_say(descriptor, pieces[_i].parts, pieces[_i].text);
    rtl_descriptor_dereference(w, descriptor);
}
END_TEST

/* A SACL without entries of the part is none, unless it says something all the same. */
static const struct {
    const char *text;
    SECURITY_INFORMATION parts;
    const char *written;
} empty[] = {
    {"S:(ML;;NW;;;HI)", AUDIT, ""},
    {"S:P(ML;;NW;;;HI)", AUDIT, "S:P"},
    {"S:", AUDIT, "S:"},
    {"S:", LABEL, ""},
    {"S:(AU;SA;GA;;;WD)", LABEL, ""},
    {"S:NO_ACCESS_CONTROL", AUDIT, "S:NO_ACCESS_CONTROL"},
    {"S:NO_ACCESS_CONTROL", LABEL, ""},
};

START_TEST(empty_part_is_written_if_it_says_something)
{
    struct rtl_descriptor *descriptor = from_text(empty[_i].text);

    must_say(descriptor, empty[_i].parts, empty[_i].written);
    rtl_descriptor_dereference(w, descriptor);
}
END_TEST

START_TEST(descriptor_can_be_relabelled)
{
    struct rtl_descriptor *old = from_text("O:BAD:PS:P(ML;CI;NR;;;LW)(AU;SA;GA;;;WD)(ML;;NW;;;LW)");
    struct rtl_descriptor *now = rtl_descriptor_relabelled(w, old, 0x3000);

    must_say(now, RTL_DESCRIPTOR_WHOLE, "O:BAD:PS:P(AU;SA;GA;;;WD)(ML;;NW;;;HI)");
    ck_assert_uint_eq(now->integrity, 0x3000);
    ck_assert_uint_eq(now->label_mask, 1);
    ck_assert_uint_eq(old->integrity, 0x1000);
    ck_assert_uint_eq(old->label_mask, 2);
    rtl_descriptor_dereference(w, old);
    rtl_descriptor_dereference(w, now);
}
END_TEST

/* ---- merging ---- */

static const struct {
    const char *old, *given;
    SECURITY_INFORMATION parts;
    const char *merged; /* NULL: no list at all */
} merges[] = {
    {"S:(AU;SA;GA;;;WD)", "S:(ML;;NW;;;LW)", LABEL, "S:(AU;SA;GA;;;WD)(ML;;NW;;;LW)"},
    {"S:(ML;;NW;;;HI)(AU;SA;GA;;;WD)", "S:(ML;;NW;;;LW)", LABEL, "S:(AU;SA;GA;;;WD)(ML;;NW;;;LW)"},
    {"S:(ML;;NW;;;HI)(AU;SA;GA;;;WD)", "S:(AU;FA;GR;;;BA)(ML;;NR;;;LW)", AUDIT,
     "S:(ML;;NW;;;HI)(AU;FA;GR;;;BA)"},
    {"S:(ML;;NW;;;HI)", "S:(SP;;;;;S-1-17-1)(ML;;NW;;;LW)", LABEL | SCOPE,
     "S:(SP;;;;;S-1-17-1)(ML;;NW;;;LW)"},
    {"S:(ML;;NW;;;HI)", "S:(AU;SA;GA;;;WD)", LABEL, NULL},
    {"S:(ML;;NW;;;HI)", "", LABEL, NULL},
    {"", "S:(ML;;NW;;;HI)", AUDIT, "S:"},
    {"S:(AU;SA;GA;;;WD)", "S:", AUDIT, "S:"},
    {"S:(AU;SA;GA;;;WD)", "", AUDIT, NULL},
    {"S:(AU;SA;GA;;;WD)", "", LABEL, "S:(AU;SA;GA;;;WD)"},
    {"", "S:(OU;SA;RP;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)(ML;;NW;;;HI)", LABEL | AUDIT,
     "S:(OU;SA;RP;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)(ML;;NW;;;HI)"},
};

static const ACL *sacl_of(const struct rtl_descriptor *descriptor)
{
    return descriptor->sacl ? &descriptor->sacl->bytes : NULL;
}

START_TEST(parts_named_come_from_what_is_given)
{
    struct rtl_descriptor *old = from_text(merges[_i].old), *given = from_text(merges[_i].given);
    struct rtl_acl *merged = rtl_sacl_merge(w, sacl_of(old), sacl_of(given), merges[_i].parts);

    ck_assert((merged != NULL) == (merges[_i].merged != NULL));
    if (merged) {
        struct rtl_descriptor *expected = from_text(merges[_i].merged);

        ck_assert(rtl_acl_valid(&merged->bytes, merged->size));
        ck_assert_uint_eq(merged->size, expected->sacl->size);
        ck_assert_mem_eq(&merged->bytes, &expected->sacl->bytes, merged->size);
        ck_assert(merged->has_only_labels == expected->sacl->has_only_labels);
        rtl_descriptor_dereference(w, expected);
    }
    rtl_acl_dereference(w, merged);
    rtl_descriptor_dereference(w, old);
    rtl_descriptor_dereference(w, given);
}
END_TEST

/* Whatever type there may be belongs to one part, and all parts together are the SACL. */
START_TEST(every_entry_belongs_to_one_part)
{
    const SECURITY_INFORMATION part = rtl_sacl_part((UCHAR)_i);

    ck_assert_uint_ne(part & RTL_SACL_PARTS, 0);
    ck_assert_uint_eq(part & (part - 1), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/sacl");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, whole_descriptor_comes_back_byte_by_byte, 0, ROWS(texts));
    tcase_add_test(tcase, every_control_bit_is_kept);
    tcase_add_loop_test(tcase, part_is_written_alone, 0, ROWS(pieces));
    tcase_add_loop_test(tcase, empty_part_is_written_if_it_says_something, 0, ROWS(empty));
    tcase_add_test(tcase, descriptor_can_be_relabelled);
    tcase_add_loop_test(tcase, parts_named_come_from_what_is_given, 0, ROWS(merges));
    tcase_add_loop_test(tcase, every_entry_belongs_to_one_part, 0, 256);
    return suite_end();
}
