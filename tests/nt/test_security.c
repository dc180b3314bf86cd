/* NtSetSecurityObject (access-check.md T-23, T-28, T-31, B-6). */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "rtl/sid.h"

#include <string.h>

#define OWNER      OWNER_SECURITY_INFORMATION
#define GROUP      GROUP_SECURITY_INFORMATION
#define DACL       DACL_SECURITY_INFORMATION
#define SACL       SACL_SECURITY_INFORMATION
#define LABEL      LABEL_SECURITY_INFORMATION
#define ATTRIBUTE  ATTRIBUTE_SECURITY_INFORMATION
#define SCOPE      SCOPE_SECURITY_INFORMATION
#define TRUST      PROCESS_TRUST_LABEL_SECURITY_INFORMATION
#define FILTER     ACCESS_FILTER_SECURITY_INFORMATION
#define BACKUP     BACKUP_SECURITY_INFORMATION
#define PROTECTED  PROTECTED_DACL_SECURITY_INFORMATION
#define SHIELDED   UNPROTECTED_SACL_SECURITY_INFORMATION
#define FULL       (STANDARD_RIGHTS_REQUIRED | ACCESS_SYSTEM_SECURITY)
#define EMPTY_SIZE sizeof(SECURITY_DESCRIPTOR_RELATIVE)

static struct stage stage;
static struct ob_header *object; /* the client's process; its own thread makes the calls */
static HANDLE handle;            /* to it, with every right that a descriptor knows */
static unsigned char buffer[512];
static ULONG needed;

/* What a caller gives: in absolute form, with storage for its parts. */
static struct {
    SECURITY_DESCRIPTOR descriptor;
    SE_SID owner, group, level;
    struct rtl_acl *dacl, *sacl;
} given;

static void open_in(const char *profile)
{
    stage_open(&stage, profile);
    act_as(stage.client_thread);
    object = &stage.client->header;
    if (!object->descriptor)
        object->descriptor = se_token_default_descriptor(stage.alice, stage.alice->integrity);
    handle = handle_to(stage.client_thread, object, FULL);
    memset(buffer, 0xEE, sizeof buffer);
    needed = 0xDEADBEEF;
    given.descriptor = (SECURITY_DESCRIPTOR){.Revision = 1};
    given.dacl = given.sacl = NULL;
}

static void open_stage(void)
{
    open_in(NULL);
}

static void close_stage(void)
{
    rtl_acl_dereference(stage.w, given.dacl);
    rtl_acl_dereference(stage.w, given.sacl);
    stage_close(&stage);
}

static void give_owner(const char *word)
{
    given.owner = sid_from_word(word);
    given.descriptor.Owner = &given.owner;
}

static void give_group(const char *word)
{
    given.group = sid_from_word(word);
    given.descriptor.Group = &given.group;
}

static void give_dacl(const char *text)
{
    given.dacl = acl_from_text(stage.w, text);
    given.descriptor.Control |= SE_DACL_PRESENT;
    given.descriptor.Dacl = &given.dacl->bytes;
}

static void give_label(const char *level, ACCESS_MASK mask)
{
    given.level = sid_from_word(level);
    given.sacl = rtl_acl_new(stage.w,
                             &(struct rtl_ace){.type = SYSTEM_MANDATORY_LABEL_ACE_TYPE,
                                               .mask = mask,
                                               .sid = &given.level.Sid},
                             1);
    given.descriptor.Control |= SE_SACL_PRESENT;
    given.descriptor.Sacl = &given.sacl->bytes;
}

static NTSTATUS query(SECURITY_INFORMATION parts)
{
    return NtQuerySecurityObject(handle, parts, buffer, sizeof buffer, &needed);
}

static NTSTATUS set(SECURITY_INFORMATION parts)
{
    return NtSetSecurityObject(handle, parts, &given.descriptor);
}

/* Refused, and as if nothing had been asked. */
static void must_refuse(SECURITY_INFORMATION parts, NTSTATUS status)
{
    const struct rtl_descriptor *before = object->descriptor;

    ck_assert_status(set(parts), status);
    ck_assert_ptr_eq(object->descriptor, before);
}

/* T-23. A part of a later version is no part before it. */
static const struct {
    SECURITY_INFORMATION part;
    ACCESS_MASK right;
    const char *before; /* the last version without it; NULL: none is */
} parts[] = {
    {OWNER, WRITE_OWNER, NULL},
    {GROUP, WRITE_OWNER, NULL},
    {DACL, WRITE_DAC, NULL},
    {SACL, ACCESS_SYSTEM_SECURITY, NULL},
    {LABEL, WRITE_OWNER, "nt5.2"},
    {ATTRIBUTE, WRITE_DAC, "nt6.1"},
    {SCOPE, ACCESS_SYSTEM_SECURITY, "nt6.1"},
    {TRUST, WRITE_DAC, "nt6.2"},
    {FILTER, WRITE_DAC, "nt6.2"},
    {BACKUP, WRITE_DAC | WRITE_OWNER | ACCESS_SYSTEM_SECURITY, "nt6.1"},
    {PROTECTED, WRITE_DAC, NULL},
    {SHIELDED, ACCESS_SYSTEM_SECURITY, NULL},
};

START_TEST(setting_a_part_takes_its_right)
{
    const ACCESS_MASK right = parts[_i].right;

    give_owner("U");
    give_group("BU");
    give_dacl("(A;;GA;;;WD)");
    give_label("S-1-16-4096", SYSTEM_MANDATORY_LABEL_NO_WRITE_UP);
    for (unsigned bit = 0; bit < 32; bit++) {
        handle = handle_to(stage.client_thread, object, ~(1u << bit));
        if (right & (1u << bit))
            must_refuse(parts[_i].part, STATUS_ACCESS_DENIED);
    }
    handle = handle_to(stage.client_thread, object, right);
    ck_assert_status(set(parts[_i].part), STATUS_SUCCESS);
}
END_TEST

START_TEST(version_without_a_part_takes_no_notice_of_it)
{
    const struct rtl_descriptor *own;

    if (parts[_i].before) {
        stage_close(&stage);
        open_in(parts[_i].before);
    }
    own = object->descriptor;
    handle = handle_to(stage.client_thread, object, 0);
    ck_assert_status(set(parts[_i].before ? parts[_i].part : 0x00800000), STATUS_SUCCESS);
    ck_assert_ptr_eq(object->descriptor, own);
}
END_TEST

START_TEST(kernel_mode_needs_no_rights)
{
    handle = handle_to(stage.client_thread, object, 0);
    give_owner("BU");
    ck_assert_status(ZwSetSecurityObject(handle, OWNER, &given.descriptor), STATUS_SUCCESS);
    ck_assert(rtl_sid_equal(&object->descriptor->owner.Sid, &given.owner.Sid));
    ck_assert_status(ZwSetSecurityObject(handle, OWNER, NULL), STATUS_ACCESS_VIOLATION);
}
END_TEST

START_TEST(each_part_is_set_alone)
{
    const SECURITY_INFORMATION named = (SECURITY_INFORMATION)(_i & 7) | (_i & 8 ? LABEL : 0u);
    struct rtl_descriptor *old = rtl_descriptor_reference(object->descriptor);
    const struct rtl_descriptor *now;

    give_owner("U");
    give_group("BU");
    give_dacl("(A;;GR;;;WD)");
    give_label("S-1-16-4096", SYSTEM_MANDATORY_LABEL_NO_WRITE_UP);
    ck_assert_status(set(named), STATUS_SUCCESS);
    now = object->descriptor;
    ck_assert(rtl_sid_equal(&now->owner.Sid, named & OWNER ? &given.owner.Sid : &old->owner.Sid));
    ck_assert(rtl_sid_equal(&now->group.Sid, named & GROUP ? &given.group.Sid : &old->group.Sid));
    if (named & DACL)
        ck_assert_mem_eq(&now->dacl->bytes, &given.dacl->bytes, given.dacl->size);
    else
        ck_assert_ptr_eq(now->dacl, old->dacl);
    ck_assert_uint_eq(now->integrity, named & LABEL ? 0x1000 : old->integrity);
    rtl_descriptor_dereference(stage.w, old);
}
END_TEST

START_TEST(both_forms_say_the_same)
{
    ck_assert_status(query(OWNER | GROUP | DACL | LABEL), STATUS_SUCCESS);
    give_dacl("");
    ck_assert_status(set(DACL), STATUS_SUCCESS);
    ck_assert_uint_eq(object->descriptor->dacl->size, sizeof(ACL));
    memmove(buffer + 1, buffer, sizeof buffer - 1); /* misaligned, too */
    ck_assert_status(NtSetSecurityObject(handle, DACL | OWNER, buffer + 1), STATUS_SUCCESS);
    ck_assert_uint_gt(object->descriptor->dacl->size, sizeof(ACL));
}
END_TEST

/* B-6 */
START_TEST(absent_and_null_dacls_open_the_object)
{
    if (_i)
        given.descriptor.Control |= SE_DACL_PRESENT;
    ck_assert_status(set(DACL), STATUS_SUCCESS);
    ck_assert_ptr_null(object->descriptor->dacl);
    ck_assert_status(query(DACL), STATUS_SUCCESS);
    ck_assert_uint_eq(needed, EMPTY_SIZE);
}
END_TEST

START_TEST(descriptor_is_shared_no_more)
{
    struct rtl_descriptor *shared = rtl_descriptor_reference(object->descriptor);
    const uint32_t references = shared->references;

    give_dacl("");
    ck_assert_status(set(DACL), STATUS_SUCCESS);
    ck_assert_ptr_ne(object->descriptor, shared);
    ck_assert_uint_eq(shared->references, references - 1);
    ck_assert_uint_gt(shared->dacl->size, sizeof(ACL));
    rtl_descriptor_dereference(stage.w, shared);
}
END_TEST

START_TEST(set_wants_good_pointers)
{
    ck_assert_status(NtSetSecurityObject(NULL, OWNER, NULL), STATUS_ACCESS_VIOLATION);
    ck_assert_status(NtSetSecurityObject(NULL, OWNER, &given.descriptor), STATUS_INVALID_HANDLE);
    ck_assert_status(NtSetSecurityObject(handle, OWNER, SRM_UNREADABLE), STATUS_ACCESS_VIOLATION);
    given.descriptor.Owner = SRM_UNREADABLE;
    must_refuse(DACL, STATUS_ACCESS_VIOLATION);
    given.descriptor.Owner = NULL;
    given.descriptor.Group = SRM_UNREADABLE;
    must_refuse(DACL, STATUS_ACCESS_VIOLATION);
    given.descriptor.Group = NULL;
    given.descriptor.Dacl = given.descriptor.Sacl = SRM_UNREADABLE; /* not there: not looked at */
    ck_assert_status(set(DACL), STATUS_SUCCESS);
    given.descriptor.Control = SE_SACL_PRESENT;
    must_refuse(DACL, STATUS_ACCESS_VIOLATION);
    given.descriptor.Control = SE_DACL_PRESENT;
    must_refuse(DACL, STATUS_ACCESS_VIOLATION);
}
END_TEST

START_TEST(malformed_descriptor_is_refused)
{
    SECURITY_DESCRIPTOR_RELATIVE beyond_the_end = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_SELF_RELATIVE,
        .Owner = 0x10000000,
    };

    give_owner("U");
    give_dacl("(A;;GR;;;WD)");
    given.descriptor.Revision = 2;
    must_refuse(OWNER, STATUS_UNKNOWN_REVISION);
    given.descriptor.Revision = 1;
    given.owner.Sid.Revision = 2;
    must_refuse(DACL, STATUS_INVALID_SID);
    given.owner.Sid.Revision = 1;
    given.dacl->bytes.AclRevision = 1;
    must_refuse(OWNER, STATUS_INVALID_ACL);
    given.dacl->bytes.AclRevision = 2;
    must_refuse(OWNER | GROUP, STATUS_INVALID_SECURITY_DESCR);
    given.descriptor.Owner = NULL;
    must_refuse(OWNER, STATUS_INVALID_SECURITY_DESCR);
    ck_assert_status(NtSetSecurityObject(handle, DACL, &beyond_the_end),
                     STATUS_INVALID_SECURITY_DESCR);
}
END_TEST

START_TEST(object_without_descriptor_has_none_to_change)
{
    struct rtl_descriptor *own = object->descriptor;

    object->descriptor = NULL;
    give_owner("U");
    must_refuse(OWNER, STATUS_NO_SECURITY_ON_OBJECT);
    object->descriptor = own;
}
END_TEST

START_TEST(capture_takes_memory)
{
    give_owner("U");
    give_dacl("(A;;GR;;;WD)");
    ck_assert(srm_pool_fail(stage.w, "CapturedDescriptor", 1, false));
    must_refuse(DACL, STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_status(set(DACL), STATUS_SUCCESS);
}
END_TEST

static void act_with(struct token_words words)
{
    PETHREAD thread = thread_of(stage.w, words);

    act_as(thread);
    handle = handle_to(thread, object, FULL);
}

#define RESTORE SE_PRIVILEGE_BIT(SE_RESTORE_PRIVILEGE)
#define RELABEL SE_PRIVILEGE_BIT(SE_RELABEL_PRIVILEGE)
#define USABLE  (SE_GROUP_ENABLED | SE_GROUP_OWNER)

/* Who may name whom. */
static const struct {
    const char *why;
    struct token_words caller;
    const char *owner;
    NTSTATUS status;
} owners[] = {
    {"oneself", {.user = BOB}, BOB, STATUS_SUCCESS},
    {"another user", {.user = BOB}, ALICE, STATUS_INVALID_OWNER},
    {"an ordinary group", {.user = BOB}, "BU", STATUS_INVALID_OWNER},
    {"a group that may own", {.user = BOB, .groups = {{"BA", USABLE}}}, "BA", STATUS_SUCCESS},
    {"such a group, disabled", {.user = BOB, .groups = {{"BA", 8}}}, "BA", STATUS_SUCCESS},
    {"such a group, for denials",
     {.user = BOB, .groups = {{"BA", SE_GROUP_OWNER | SE_GROUP_USE_FOR_DENY_ONLY}}},
     "BA",
     STATUS_INVALID_OWNER},
    {"with SeRestorePrivilege", {.user = BOB, .on = RESTORE}, ALICE, STATUS_SUCCESS},
    {"with that disabled", {.user = BOB, .off = RESTORE}, ALICE, STATUS_INVALID_OWNER},
};

START_TEST(owner_must_be_the_callers)
{
    act_with(owners[_i].caller);
    give_owner(owners[_i].owner);
    ck_assert_msg(set(OWNER) == owners[_i].status, "%s", owners[_i].why);
}
END_TEST

START_TEST(any_owner_is_a_matter_of_policy)
{
    give_owner(BOB);
    must_refuse(OWNER, STATUS_INVALID_OWNER);
    ck_assert(srm_world_set_policy(stage.w, "new-owner", "any-sid"));
    ck_assert_status(set(OWNER), STATUS_SUCCESS);
    ck_assert(rtl_sid_equal(&object->descriptor->owner.Sid, &given.owner.Sid));
}
END_TEST

static const struct {
    const char *why;
    struct token_words caller;
    const char *level;
    ACCESS_MASK mask;
    NTSTATUS status;
} labels[] = {
    {"below", {.user = BOB}, "S-1-16-4096", 1, STATUS_SUCCESS},
    {"the same", {.user = BOB}, "S-1-16-8192", 1, STATUS_SUCCESS},
    {"above", {.user = BOB}, "S-1-16-12288", 1, STATUS_PRIVILEGE_NOT_HELD},
    {"a little above", {.user = BOB}, "S-1-16-8193", 1, STATUS_PRIVILEGE_NOT_HELD},
    {"above with SeRelabelPrivilege",
     {.user = BOB, .on = RELABEL},
     "S-1-16-12288",
     1,
     STATUS_SUCCESS},
    {"above with that disabled",
     {.user = BOB, .off = RELABEL},
     "S-1-16-12288",
     1,
     STATUS_PRIVILEGE_NOT_HELD},
    {"no level", {.user = BOB}, "S-1-1-0", 1, STATUS_INVALID_LABEL},
    {"unknown policy", {.user = BOB}, "S-1-16-4096", 9, STATUS_INVALID_PARAMETER},
    {"no-read-up", {.user = BOB}, "S-1-16-4096", 3, STATUS_SUCCESS},
};

START_TEST(label_must_be_within_reach)
{
    act_with(labels[_i].caller);
    give_label(labels[_i].level, labels[_i].mask);
    ck_assert_msg(set(LABEL) == labels[_i].status, "%s", labels[_i].why);
    if (NT_SUCCESS(labels[_i].status)) {
        ck_assert_uint_eq(object->descriptor->integrity, rtl_sid_last(&given.level.Sid));
        ck_assert_uint_eq(object->descriptor->label_mask, labels[_i].mask);
    }
}
END_TEST

/* Without a label the object counts as Medium, so that is what must be within reach. */
START_TEST(label_can_be_taken_away)
{
    struct token_words low = {.user = BOB, .integrity = "Low"};

    act_with(low);
    must_refuse(LABEL, STATUS_PRIVILEGE_NOT_HELD);
    act_with((struct token_words){.user = BOB});
    give_label("S-1-16-4096", SYSTEM_MANDATORY_LABEL_NO_READ_UP);
    ck_assert_status(set(LABEL), STATUS_SUCCESS);
    given.descriptor.Control = 0;
    ck_assert_status(set(LABEL), STATUS_SUCCESS);
    ck_assert_ptr_null(object->descriptor->sacl);
    ck_assert_uint_eq(object->descriptor->integrity, 0x2000);
    ck_assert_uint_eq(object->descriptor->label_mask, SYSTEM_MANDATORY_LABEL_NO_WRITE_UP);
    ck_assert_status(query(LABEL), STATUS_SUCCESS);
    ck_assert_uint_eq(needed, EMPTY_SIZE);
}
END_TEST

/* T-28 */
START_TEST(token_keeps_its_label)
{
    const struct rtl_descriptor *own;

    object = &stage.alice->header;
    if (!object->descriptor)
        object->descriptor = se_token_default_descriptor(stage.alice, stage.alice->integrity);
    own = object->descriptor;
    handle = handle_to(stage.client_thread, object, FULL);
    give_label("S-1-16-4096", SYSTEM_MANDATORY_LABEL_NO_WRITE_UP);
    give_dacl("");
    ck_assert_status(set(LABEL), STATUS_SUCCESS);
    ck_assert_ptr_eq(object->descriptor, own);
    ck_assert_status(set(LABEL | DACL), STATUS_SUCCESS);
    ck_assert_uint_eq(object->descriptor->integrity, 0x2000);
    ck_assert_uint_eq(object->descriptor->dacl->size, sizeof(ACL));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/security");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, setting_a_part_takes_its_right, 0, ROWS(parts));
    tcase_add_loop_test(tcase, version_without_a_part_takes_no_notice_of_it, 0, ROWS(parts));
    tcase_add_test(tcase, kernel_mode_needs_no_rights);
    tcase_add_loop_test(tcase, each_part_is_set_alone, 0, 16);
    tcase_add_test(tcase, both_forms_say_the_same);
    tcase_add_loop_test(tcase, absent_and_null_dacls_open_the_object, 0, 2);
    tcase_add_test(tcase, descriptor_is_shared_no_more);
    tcase_add_test(tcase, set_wants_good_pointers);
    tcase_add_test(tcase, malformed_descriptor_is_refused);
    tcase_add_test(tcase, object_without_descriptor_has_none_to_change);
    tcase_add_test(tcase, capture_takes_memory);
    tcase_add_loop_test(tcase, owner_must_be_the_callers, 0, ROWS(owners));
    tcase_add_test(tcase, any_owner_is_a_matter_of_policy);
    tcase_add_loop_test(tcase, label_must_be_within_reach, 0, ROWS(labels));
    tcase_add_test(tcase, label_can_be_taken_away);
    tcase_add_test(tcase, token_keeps_its_label);
    return suite_end();
}
