/* What new objects inherit (win32 ACE inheritance rules, CreatePrivateObjectSecurityEx). */
#include "support/suite.h"

#include "ex/pool.h"
#include "ntsrm/srm.h"
#include "rtl/inherit.h"
#include "rtl/mapping.h"
#include "rtl/sddl.h"
#include "rtl/sid.h"

#include <string.h>

static struct srm_world *w;

static void open_world(void)
{
    w = srm_world_new(NULL);
}

static void close_world(void)
{
    ck_assert_uint_eq(srm_world_delete(w), 0);
}

static struct rtl_described described(const char *text)
{
    struct rtl_bytes bytes = {.bytes = NULL};
    struct rtl_sddl_problem problem;
    struct rtl_described out;

    ck_assert_msg(rtl_sddl_parse(w, text, strlen(text), &rtl_sddl_machine, &bytes, &problem), "%s",
                  text);
    ck_assert_status(rtl_described_from_bytes(w, bytes.bytes, bytes.size, &out), STATUS_SUCCESS);
    rtl_bytes_free(&bytes);
    return out;
}

static const ACL *bytes_of(const struct rtl_acl *list)
{
    return list ? &list->bytes : NULL;
}

static void assert_text(const struct rtl_described *made, const char *expected, const char *why)
{
    struct rtl_descriptor *descriptor = rtl_descriptor_from(w, made);
    const size_t size = rtl_descriptor_size(descriptor, RTL_DESCRIPTOR_WHOLE);
    unsigned char *bytes = srm_alloc(w, size);
    struct rtl_bytes text = {.bytes = NULL};

    rtl_descriptor_write(descriptor, RTL_DESCRIPTOR_WHOLE, bytes);
    ck_assert(rtl_sddl_print(w, bytes,
                             OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                 DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION |
                                 LABEL_SECURITY_INFORMATION,
                             &rtl_sddl_machine, &text));
    ck_assert_msg(strcmp((const char *)text.bytes, expected) == 0, "%s: %s instead of %s", why,
                  (const char *)text.bytes, expected);
    rtl_bytes_free(&text);
    srm_free(w, bytes);
    rtl_descriptor_dereference(w, descriptor);
}

#define AUTOMATIC (SEF_DACL_AUTO_INHERIT | SEF_SACL_AUTO_INHERIT)

static const struct {
    const char *parent, *given; /* NULL: none */
    bool container;
    ULONG flags;
    const char *made, *why;
} rows[] = {
    {NULL, NULL, false, 0, "O:BUG:BGD:(A;;FA;;;BU)", "the token says all"},
    {"D:(A;OI;FR;;;WD)", NULL, false, 0, "O:BUG:BGD:(A;;FR;;;WD)", "no mark unless automatic"},
    {"D:(A;OI;FR;;;WD)", NULL, false, AUTOMATIC, "O:BUG:BGD:AI(A;ID;FR;;;WD)", "marked"},
    {"D:(A;OI;FR;;;WD)", NULL, true, AUTOMATIC, "O:BUG:BGD:AI(A;OIIOID;FR;;;WD)",
     "for files inside of the directory"},
    {"D:(A;CI;FR;;;WD)", NULL, false, AUTOMATIC, "O:BUG:BGD:AI(A;;FA;;;BU)",
     "nothing for a file: the token's default"},
    {"D:(A;OICIIO;GA;;;CO)", NULL, true, AUTOMATIC,
     "O:BUG:BGD:AI(A;ID;FA;;;BU)(A;OICIIOID;GA;;;CO)", "one for here, one for children"},
    {"D:(A;OICINP;GA;;;CG)", NULL, true, AUTOMATIC, "O:BUG:BGD:AI(A;ID;FA;;;BG)",
     "no further than here"},
    {"D:(A;OI;FR;;;WD)", "O:SYD:(A;;FX;;;BA)", false, AUTOMATIC,
     "O:SYG:BGD:AI(A;;FX;;;BA)(A;ID;FR;;;WD)", "given, then inherited"},
    {"D:(A;OI;FR;;;WD)", "D:P(A;;FX;;;BA)", false, AUTOMATIC, "O:BUG:BGD:PAI(A;;FX;;;BA)",
     "protected"},
    {"D:(A;OI;FR;;;WD)", "D:(A;;FX;;;BA)", false, 0, "O:BUG:BGD:(A;;FX;;;BA)", "not automatic"},
    {"D:(A;OI;FR;;;WD)", "D:(A;ID;FX;;;BA)", false, AUTOMATIC, "O:BUG:BGD:AI(A;ID;FR;;;WD)",
     "what is marked in what is given is left out"},
    {"O:SYG:SYD:(A;OI;FR;;;WD)", NULL, false,
     SEF_DEFAULT_OWNER_FROM_PARENT | SEF_DEFAULT_GROUP_FROM_PARENT, "O:SYG:SYD:(A;;FR;;;WD)",
     "owner and group of the container"},
    {"D:(A;OI;FR;;;WD)S:(AU;OISA;FA;;;WD)(ML;OI;NW;;;LW)", NULL, false, AUTOMATIC,
     "O:BUG:BGD:AI(A;ID;FR;;;WD)S:AI(AU;IDSA;FA;;;WD)(ML;ID;NW;;;LW)", "audit entries and labels"},
    {"D:(A;OI;FR;;;WD)S:(ML;OI;NW;;;LW)", "S:(ML;;NW;;;HI)", false, AUTOMATIC,
     "O:BUG:BGD:AI(A;ID;FR;;;WD)S:AI(ML;;NW;;;HI)", "a label that is given stands alone"},
};

static NTSTATUS inherit(const struct rtl_described *parent, const struct rtl_described *given,
                        bool container, ULONG flags, struct rtl_described *made)
{
    struct rtl_described token = described("O:BUG:BGD:(A;;GA;;;BU)");
    const struct rtl_birth birth = {
        .parent_owner = parent && parent->has_owner ? &parent->owner.Sid : NULL,
        .parent_group = parent && parent->has_group ? &parent->group.Sid : NULL,
        .parent_dacl = parent ? bytes_of(parent->dacl) : NULL,
        .parent_sacl = parent ? bytes_of(parent->sacl) : NULL,
        .given = given,
        .owner = &token.owner.Sid,
        .group = &token.group.Sid,
        .default_dacl = bytes_of(token.dacl),
        .integrity = SECURITY_MANDATORY_MEDIUM_RID,
        .container = container,
        .mapping = rtl_mapping(SRM_PROFILE_LAST, RTL_MAPPED_File),
        .flags = flags,
    };
    NTSTATUS status = rtl_inherit(w, &birth, made);

    rtl_described_release(w, &token);
    return status;
}

START_TEST(new_objects_get_what_parent_creator_and_token_say)
{
    struct rtl_described parent = {.control = 0}, given = {.control = 0}, made;

    if (rows[_i].parent)
        parent = described(rows[_i].parent);
    if (rows[_i].given)
        given = described(rows[_i].given);
    ck_assert_status(inherit(rows[_i].parent ? &parent : NULL, rows[_i].given ? &given : NULL,
                             rows[_i].container, rows[_i].flags, &made),
                     STATUS_SUCCESS);
    assert_text(&made, rows[_i].made, rows[_i].why);
    rtl_described_release(w, &made);
    rtl_described_release(w, &parent);
    rtl_described_release(w, &given);
}
END_TEST

/* Half as many entries as fit, each of which becomes two. */
START_TEST(a_list_beyond_what_fits_is_refused_and_leaves_nothing)
{
    enum { COUNT = 2000 };
    static struct rtl_ace entries[COUNT];
    struct rtl_described parent = {.control = SE_DACL_PRESENT}, made;
    const SE_SID everyone = {.Sid = {.Revision = SID_REVISION,
                                     .SubAuthorityCount = 1,
                                     .IdentifierAuthority = SECURITY_WORLD_SID_AUTHORITY}};

    for (int i = 0; i < COUNT; i++)
        entries[i] = (struct rtl_ace){
            .flags = CONTAINER_INHERIT_ACE,
            .mask = GENERIC_READ,
            .sid = &everyone.Sid,
        };
    parent.dacl = rtl_acl_new(w, entries, COUNT);
    ck_assert_status(inherit(&parent, NULL, true, AUTOMATIC, &made), STATUS_INVALID_ACL);
    rtl_described_release(w, &parent);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Captured), 0);
    ck_assert_uint_eq(ex_pool_alive(w->pool, EX_KIND_Acl), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("rtl/inherit");

    tcase_add_checked_fixture(tcase, open_world, close_world);
    tcase_add_loop_test(tcase, new_objects_get_what_parent_creator_and_token_say, 0, ROWS(rows));
    tcase_add_test(tcase, a_list_beyond_what_fits_is_refused_and_leaves_nothing);
    return suite_end();
}
