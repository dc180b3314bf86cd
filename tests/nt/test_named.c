/* Opening and making files, keys and events by name (ntifs NtOpenFile, NtCreateFile; wdm ZwOpenKey,
 * ZwCreateKey; ntifs ZwCreateEvent), from user mode and by the Zw twins. */
#include "support/named.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/windows.h"
#include "ob/named.h"
#include "rtl/sid.h"

#include <string.h>

static struct stage stage;
static struct ob_named *objects[3];
static HANDLE opened;
static IO_STATUS_BLOCK block;

#define DOCS  "\\??\\C:\\docs"
#define DIARY "\\??\\C:\\docs\\diary"
#define BELL  "\\BaseNamedObjects\\bell"

/* alice may make files in docs, which hands down reading for all; the diary is bob's. */
static void open_stage(void)
{
    stage_open(&stage, NULL);
    act_as(stage.client_thread);
    objects[0] = named_declare(stage.w, RTL_MAPPED_File, DOCS, true,
                               "O:SYG:SYD:(A;;0x1200a2;;;" ALICE ")(A;OIIO;FR;;;WD)(A;;FX;;;WD)");
    objects[1] =
        named_declare(stage.w, RTL_MAPPED_File, DIARY, false, "O:" BOB "G:BUD:(A;;FR;;;" ALICE ")");
    objects[2] = named_declare(stage.w, RTL_MAPPED_Event, BELL, false, "O:SYG:SYD:(A;;0x2;;;WD)");
    opened = NULL;
}

static void close_stage(void)
{
    if (opened)
        NtClose(opened);
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++)
        ob_dereference(objects[i]);
    stage_close(&stage);
}

/* ---- opening ---- */

static const struct {
    const char *why, *name;
    bool event;
    ACCESS_MASK desired;
    ULONG flags, options;
    NTSTATUS status;
    ACCESS_MASK granted;
    NTSTATUS zw; /* of the twin, with the same flags */
} opens[] = {
    {"what the DACL lets", DIARY, false, FILE_READ_DATA, 0, 0, STATUS_SUCCESS, FILE_READ_DATA,
     STATUS_SUCCESS},
    {"all that there is to have", DIARY, false, MAXIMUM_ALLOWED, 0, 0, STATUS_SUCCESS,
     FILE_GENERIC_READ, STATUS_SUCCESS},
    {"what it does not let", DIARY, false, FILE_WRITE_DATA, 0, 0, STATUS_ACCESS_DENIED, 0,
     STATUS_SUCCESS},
    {"checked although in kernel mode", DIARY, false, FILE_WRITE_DATA, OBJ_FORCE_ACCESS_CHECK, 0,
     STATUS_ACCESS_DENIED, 0, STATUS_ACCESS_DENIED},
    {"a file that is none", DOCS, false, FILE_TRAVERSE, 0, FILE_NON_DIRECTORY_FILE,
     STATUS_FILE_IS_A_DIRECTORY, 0, STATUS_FILE_IS_A_DIRECTORY},
    {"a directory that is none", DIARY, false, FILE_READ_DATA, 0, FILE_DIRECTORY_FILE,
     STATUS_NOT_A_DIRECTORY, 0, STATUS_NOT_A_DIRECTORY},
    {"nothing", DOCS "\\none", false, FILE_READ_DATA, 0, 0, STATUS_OBJECT_NAME_NOT_FOUND, 0,
     STATUS_OBJECT_NAME_NOT_FOUND},
    {"nothing in nothing", DOCS "\\none\\none", false, FILE_READ_DATA, 0, 0,
     STATUS_OBJECT_PATH_NOT_FOUND, 0, STATUS_OBJECT_PATH_NOT_FOUND},
    {"no separator", "docs", false, FILE_READ_DATA, 0, 0, STATUS_OBJECT_PATH_SYNTAX_BAD, 0,
     STATUS_OBJECT_PATH_SYNTAX_BAD},
    {"an empty part", "\\??\\C:\\\\diary", false, FILE_READ_DATA, 0, 0, STATUS_OBJECT_NAME_INVALID,
     0, STATUS_OBJECT_NAME_INVALID},
    {"an event", BELL, true, EVENT_MODIFY_STATE, 0, 0, STATUS_SUCCESS, EVENT_MODIFY_STATE,
     STATUS_SUCCESS},
    {"more of an event", BELL, true, EVENT_ALL_ACCESS, 0, 0, STATUS_ACCESS_DENIED, 0,
     STATUS_SUCCESS},
    {"a file as an event", DIARY, true, EVENT_MODIFY_STATE, 0, 0, STATUS_OBJECT_TYPE_MISMATCH, 0,
     STATUS_OBJECT_TYPE_MISMATCH},
};

static NTSTATUS open_row(int row, bool zw)
{
    struct named_name name;
    POBJECT_ATTRIBUTES attributes = named_attributes(&name, opens[row].name, opens[row].flags);

    if (opens[row].event)
        return (zw ? ZwOpenEvent : NtOpenEvent)(&opened, opens[row].desired, attributes);
    return (zw ? ZwOpenFile : NtOpenFile)(&opened, opens[row].desired, attributes, &block, 0,
                                          opens[row].options);
}

START_TEST(descriptor_says_who_opens)
{
    NTSTATUS status = open_row(_i, false);

    ck_assert_msg(status == opens[_i].status, "%s: %s", opens[_i].why, status_text(status));
    ck_assert((opened != NULL) == NT_SUCCESS(status));
    if (opened)
        ck_assert_uint_eq(granted_to(stage.client_thread, opened), opens[_i].granted);
}
END_TEST

START_TEST(kernel_mode_is_checked_if_it_wants)
{
    NTSTATUS status = open_row(_i, true);

    ck_assert_msg(status == opens[_i].zw, "%s: %s", opens[_i].why, status_text(status));
    ck_assert((opened != NULL) == NT_SUCCESS(status));
    ck_assert_int_eq(stage.client_thread->previous_mode, UserMode);
}
END_TEST

/* ---- making ---- */

static NTSTATUS create_file(const char *text, ULONG disposition, bool zw)
{
    struct named_name name;
    POBJECT_ATTRIBUTES attributes = named_attributes(&name, text, 0);

    return (zw ? ZwCreateFile : NtCreateFile)(&opened, FILE_ALL_ACCESS, attributes, &block, NULL, 0,
                                              0, disposition, 0, NULL, 0);
}

/* Whoever makes a file has all that was asked for, whatever is inherited. */
START_TEST(maker_gets_what_it_asks_for)
{
    const bool zw = _i != 0;
    const struct ob_named *made;

    ck_assert_status(create_file(DOCS "\\new", FILE_CREATE, zw), STATUS_SUCCESS);
    made = named_find(stage.w, DOCS "\\new");
    ck_assert_ptr_nonnull(made);
    ck_assert_uint_eq(granted_to(stage.client_thread, opened), FILE_ALL_ACCESS);
    ck_assert(rtl_sid_equal(&made->header.descriptor->owner.Sid,
                            &stage.alice->body->sids[stage.alice->owner].Sid));
    ck_assert_uint_eq(made->header.descriptor->dacl->bytes.AceCount, 1);
    ck_assert(made->header.descriptor->control & SE_DACL_AUTO_INHERITED);
    ck_assert_uint_eq(block.Information, FILE_CREATED);
}
END_TEST

START_TEST(refused_makes_nothing)
{
    ck_assert_status(create_file(DIARY, FILE_CREATE, false), STATUS_OBJECT_NAME_COLLISION);
    act_as(stage.server_thread);
    ck_assert_status(create_file(DOCS "\\new", FILE_CREATE, false), STATUS_ACCESS_DENIED);
    ck_assert_ptr_null(named_find(stage.w, DOCS "\\new"));
    ck_assert_ptr_null(opened);
    ck_assert_uint_eq(stage.server->handles.count, 0);
}
END_TEST

/* An event goes with its last handle; a key stays. */
START_TEST(keys_stay_and_events_go)
{
    static const char event[] = "\\BaseNamedObjects\\new", key[] = "\\REGISTRY\\USER\\new";
    const bool zw = _i != 0;
    struct named_name name;
    ULONG disposition = 0;

    ck_assert_status((zw ? ZwCreateEvent : NtCreateEvent)(&opened, EVENT_ALL_ACCESS,
                                                          named_attributes(&name, event, 0),
                                                          NotificationEvent, FALSE),
                     STATUS_SUCCESS);
    ck_assert_ptr_nonnull(named_find(stage.w, event));
    NtClose(opened);
    ck_assert_ptr_null(named_find(stage.w, event));
    for (ULONG expected = REG_CREATED_NEW_KEY; expected <= REG_OPENED_EXISTING_KEY; expected++) {
        ck_assert_status((zw ? ZwCreateKey : NtCreateKey)(&opened, KEY_READ,
                                                          named_attributes(&name, key, 0), 0, NULL,
                                                          0, &disposition),
                         STATUS_SUCCESS);
        ck_assert_uint_eq(disposition, expected);
        NtClose(opened);
    }
    ck_assert_status(
        (zw ? ZwOpenKey : NtOpenKey)(&opened, KEY_READ, named_attributes(&name, key, 0)),
        STATUS_SUCCESS);
}
END_TEST

START_TEST(sections_are_made_and_opened)
{
    static const char section[] = "\\BaseNamedObjects\\new";
    const bool zw = _i != 0;
    struct named_name name;
    HANDLE first;

    ck_assert_status((zw ? ZwCreateSection : NtCreateSection)(&first, SECTION_MAP_READ,
                                                              named_attributes(&name, section, 0),
                                                              NULL, 0, 0, NULL),
                     STATUS_SUCCESS);
    ck_assert_status((zw ? ZwOpenSection : NtOpenSection)(&opened, SECTION_MAP_WRITE,
                                                          named_attributes(&name, section, 0)),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(granted_to(stage.client_thread, opened), SECTION_MAP_WRITE);
    NtClose(first);
    ck_assert_ptr_nonnull(named_find(stage.w, section));
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/named");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, descriptor_says_who_opens, 0, ROWS(opens));
    tcase_add_loop_test(tcase, kernel_mode_is_checked_if_it_wants, 0, ROWS(opens));
    tcase_add_loop_test(tcase, maker_gets_what_it_asks_for, 0, 2);
    tcase_add_test(tcase, refused_makes_nothing);
    tcase_add_loop_test(tcase, keys_stay_and_events_go, 0, 2);
    tcase_add_loop_test(tcase, sections_are_made_and_opened, 0, 2);
    return suite_end();
}
