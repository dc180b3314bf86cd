/* NtSetSecurityObject: what setting one part does to the whole (access-check.md T-23, B-5, B-6). */
#include "support/stage.h"
#include "support/suite.h"

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
#define BACKUP    BACKUP_SECURITY_INFORMATION
#define FULL      (STANDARD_RIGHTS_REQUIRED | ACCESS_SYSTEM_SECURITY)

static struct stage stage;
static struct ob_header *object; /* the client's process; its own thread makes the calls */
static HANDLE handle;

static void open_stage(void)
{
    PETHREAD caller;

    stage_open(&stage, NULL);
    caller = thread_of(
        stage.w, (struct token_words){.user = BOB, .on = SE_PRIVILEGE_BIT(SE_RESTORE_PRIVILEGE)});
    act_as(caller);
    object = &stage.client->header;
    if (!object->descriptor)
        object->descriptor = se_token_default_descriptor(stage.alice, stage.alice->integrity);
    handle = handle_to(caller, object, FULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static struct rtl_bytes bytes_of(const char *text)
{
    struct rtl_bytes bytes = {.bytes = NULL};
    struct rtl_sddl_problem problem = {.what = ""};

    ck_assert_msg(rtl_sddl_parse(stage.w, text, strlen(text), NULL, &bytes, &problem), "%s: %s",
                  text, problem.what);
    return bytes;
}

static NTSTATUS set(SECURITY_INFORMATION parts, const char *text)
{
    struct rtl_bytes bytes = bytes_of(text);
    NTSTATUS status = NtSetSecurityObject(handle, parts, bytes.bytes);

    rtl_bytes_free(&bytes);
    return status;
}

static void must_be(const char *text, const char *why)
{
    struct rtl_bytes expected = bytes_of(text);
    unsigned char now[1024];
    ULONG needed = 0;

    ck_assert_status(NtQuerySecurityObject(handle, BACKUP, now, sizeof now, &needed),
                     STATUS_SUCCESS);
    ck_assert_msg(needed == expected.size && memcmp(now, expected.bytes, needed) == 0, "%s", why);
    rtl_bytes_free(&expected);
}

/* Everything is set, then a part; what is there afterwards. */
static const struct {
    const char *why;
    const char *before;
    SECURITY_INFORMATION part;
    const char *given, *after;
} rows[] = {
    {"a backup sets everything", "O:SYG:SYD:PS:P", BACKUP,
     "O:BAG:BUD:(A;;GA;;;WD)S:(AU;SA;GA;;;WD)(ML;;NW;;;LW)",
     "O:BAG:BUD:(A;;GA;;;WD)S:(AU;SA;GA;;;WD)(ML;;NW;;;LW)"},
    {"an owner comes alone", "O:SYG:SYD:PS:P(ML;;NW;;;LW)", OWNER, "O:BAG:BUD:(A;;GA;;;WD)",
     "O:BAG:SYD:PS:P(ML;;NW;;;LW)"},
    {"a group comes alone", "O:SYG:SYD:PS:P(ML;;NW;;;LW)", GROUP, "O:BAG:BUD:(A;;GA;;;WD)",
     "O:SYG:BUD:PS:P(ML;;NW;;;LW)"},
    {"a DACL brings its protection", "O:SYG:SYD:S:(ML;;NW;;;LW)", DACL, "D:P(A;;GA;;;WD)",
     "O:SYG:SYD:P(A;;GA;;;WD)S:(ML;;NW;;;LW)"},
    {"and takes it away", "O:SYG:SYD:PS:(ML;;NW;;;LW)", DACL, "D:(A;;GA;;;WD)",
     "O:SYG:SYD:(A;;GA;;;WD)S:(ML;;NW;;;LW)"},
    {"unless the call says otherwise", "O:SYG:SYD:S:(ML;;NW;;;LW)",
     DACL | PROTECTED_DACL_SECURITY_INFORMATION, "D:(A;;GA;;;WD)",
     "O:SYG:SYD:P(A;;GA;;;WD)S:(ML;;NW;;;LW)"},
    {"or the other way round", "O:SYG:SYD:S:(ML;;NW;;;LW)",
     DACL | UNPROTECTED_DACL_SECURITY_INFORMATION, "D:P(A;;GA;;;WD)",
     "O:SYG:SYD:(A;;GA;;;WD)S:(ML;;NW;;;LW)"},
    {"protection alone", "O:SYG:SYD:ARAIS:(ML;;NW;;;LW)", PROTECTED_DACL_SECURITY_INFORMATION, "",
     "O:SYG:SYD:PAIS:(ML;;NW;;;LW)"},
    {"computed inheritance is noted", "O:SYG:SYD:S:(ML;;NW;;;LW)", DACL, "D:ARAI",
     "O:SYG:SYD:AIS:(ML;;NW;;;LW)"},
    {"inheritance that is not computed is not", "O:SYG:SYD:S:(ML;;NW;;;LW)", DACL, "D:AI",
     "O:SYG:SYD:S:(ML;;NW;;;LW)"},
    {"a DACL that is not there is a NULL one", "O:SYG:SYD:S:(ML;;NW;;;LW)", DACL, "",
     "O:SYG:SYD:NO_ACCESS_CONTROLS:(ML;;NW;;;LW)"},
    {"audit entries bring protection", "O:SYG:SYD:S:(ML;;NW;;;LW)", AUDIT, "S:PARAI(AU;SA;GA;;;WD)",
     "O:SYG:SYD:S:PAI(ML;;NW;;;LW)(AU;SA;GA;;;WD)"},
    {"a label does not", "O:SYG:SYD:S:P(AU;SA;GA;;;WD)", LABEL, "S:(ML;;NW;;;LW)",
     "O:SYG:SYD:S:P(AU;SA;GA;;;WD)(ML;;NW;;;LW)"},
    {"SACL protection alone", "O:SYG:SYD:S:P(ML;;NW;;;LW)", UNPROTECTED_SACL_SECURITY_INFORMATION,
     "S:P", "O:SYG:SYD:S:(ML;;NW;;;LW)"},
    {"and put on", "O:SYG:SYD:S:(ML;;NW;;;LW)", PROTECTED_SACL_SECURITY_INFORMATION,
     "S:", "O:SYG:SYD:S:P(ML;;NW;;;LW)"},
    {"audit entries are taken away", "O:SYG:SYD:S:(AU;SA;GA;;;WD)", AUDIT, "", "O:SYG:SYD:"},
    {"or leave an empty list", "O:SYG:SYD:S:(AU;SA;GA;;;WD)", AUDIT, "S:", "O:SYG:SYD:S:"},
    {"policies come beside labels", "O:SYG:SYD:S:(ML;;NW;;;LW)", SCOPE | TRUST,
     "S:(SP;;;;;S-1-17-1)(ML;;NW;;;HI)(TL;;0x1;;;S-1-19-512-8192)",
     "O:SYG:SYD:S:(ML;;NW;;;LW)(SP;;;;;S-1-17-1)(TL;;0x1;;;S-1-19-512-8192)"},
    {"attributes go", "O:SYG:SYD:S:(RA;;;;;WD;(\"a\",TI,0x0,1))(ML;;NW;;;LW)", ATTRIBUTE,
     "S:", "O:SYG:SYD:S:(ML;;NW;;;LW)"},
};

START_TEST(one_part_is_set)
{
    ck_assert_status(set(BACKUP, rows[_i].before), STATUS_SUCCESS);
    ck_assert_status(set(rows[_i].part, rows[_i].given), STATUS_SUCCESS);
    must_be(rows[_i].after, rows[_i].why);
}
END_TEST

/* T-31: each label that is given must be within reach, also one for children. */
static const struct {
    const char *text;
    NTSTATUS status;
} labels[] = {
    {"S:(ML;;NW;;;LW)(ML;IO;NW;;;HI)", STATUS_PRIVILEGE_NOT_HELD},
    {"S:(ML;;NW;;;LW)(ML;IO;NW;;;LW)", STATUS_SUCCESS},
    {"S:(ML;IO;0x8;;;LW)", STATUS_INVALID_PARAMETER},
    {"S:(ML;;NWNRNX;;;ME)(AU;SA;GA;;;WD)", STATUS_SUCCESS},
    {"S:(ML;;NW;;;WD)", STATUS_INVALID_LABEL},
};

START_TEST(every_label_given_is_judged)
{
    const struct rtl_descriptor *before = object->descriptor;

    ck_assert_status(set(LABEL, labels[_i].text), labels[_i].status);
    if (!NT_SUCCESS(labels[_i].status))
        ck_assert_ptr_eq(object->descriptor, before);
}
END_TEST

/* Two lists that fit alone and not together. */
START_TEST(list_beyond_64_kib_is_not_modelled)
{
    const size_t most = 0xFFF8;
    SECURITY_DESCRIPTOR descriptor = {.Revision = 1, .Control = SE_SACL_PRESENT};
    struct rtl_acl *full = rtl_acl_begin(stage.w, most);
    unsigned char *entry = (unsigned char *)&full->bytes + sizeof(ACL);
    const ACE_HEADER unknown = {.AceType = 0x7F, .AceSize = (USHORT)(most - sizeof(ACL))};

    memset(&full->bytes, 0, most);
    full->bytes = (ACL){.AclRevision = 2, .AclSize = (USHORT)most, .AceCount = 1};
    memcpy(entry, &unknown, sizeof unknown);
    rtl_acl_finish(full);
    descriptor.Sacl = &full->bytes;
    ck_assert_status(set(BACKUP, "O:SYG:SYD:"), STATUS_SUCCESS);
    ck_assert_status(NtSetSecurityObject(handle, AUDIT, &descriptor), STATUS_SUCCESS);
    ck_assert_status(set(LABEL, "S:(ML;;NW;;;LW)"), STATUS_NOT_IMPLEMENTED);
    ck_assert_ptr_nonnull(srm_world_not_modelled(stage.w));
    rtl_acl_dereference(stage.w, full);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/security_parts");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, one_part_is_set, 0, ROWS(rows));
    tcase_add_loop_test(tcase, every_label_given_is_judged, 0, ROWS(labels));
    tcase_add_test(tcase, list_beyond_64_kib_is_not_modelled);
    return suite_end();
}
