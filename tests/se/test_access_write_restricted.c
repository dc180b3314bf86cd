/*
 * The access check of write-restricted tokens (access-check.md A-48), with the mapping of files:
 * FR 0x120089, FW 0x120116, FX 0x1200A0. What only writing has is 0x116, and DELETE, WRITE_DAC,
 * WRITE_OWNER. alice is restricted to RC, for writing.
 */
#include "support/dacl_text.h"
#include "support/stage.h"
#include "support/suite.h"

#include "se/access.h"

#define MAX    MAXIMUM_ALLOWED
#define DENIED STATUS_ACCESS_DENIED

static const GENERIC_MAPPING file_mapping = {
    .GenericRead = FILE_GENERIC_READ,
    .GenericWrite = FILE_GENERIC_WRITE,
    .GenericExecute = FILE_GENERIC_EXECUTE,
    .GenericAll = FILE_ALL_ACCESS,
};

/* 0x4 is the only right that writing has for itself. */
static const GENERIC_MAPPING mixed_mapping = {
    .GenericRead = 0x20003,
    .GenericWrite = 0x2000E,
    .GenericExecute = 0x20018,
    .GenericAll = 0x1F001F,
};

static const struct access_row {
    const char *why;
    const char *dacl; /* NULL: none */
    ACCESS_MASK desired;
    ACCESS_MASK granted;
    NTSTATUS status;         /* if refused */
    const char *profile;     /* nt10.0 if left out */
    const char *pass;        /* answer of the policy write-restricted-pass */
    const char *owner;       /* LocalSystem if left out */
    const char *restrict_to; /* RC if left out */
    bool mixed;              /* mixed_mapping */
} rows[] = {
    {"reading is as for anybody", "(A;;FA;;;U)", GENERIC_READ, .granted = 0x120089},
    {"executing too", "(A;;FA;;;U)", GENERIC_EXECUTE, .granted = 0x1200A0},
    {"writing takes the restricting SIDs", "(A;;FA;;;U)", 0x2, .status = DENIED},
    {"and they may have it", "(A;;FA;;;U)(A;;0x2;;;RC)", 0x2, .granted = 0x2},
    {"alone they do not do", "(A;;FA;;;RC)", 0x2, .status = DENIED},
    {"for reading they do not count", "(A;;FR;;;RC)", 0x1, .status = DENIED},
    {"their denials count for writing", "(D;;0x2;;;RC)(A;;FA;;;U)(A;;FA;;;RC)", 0x2,
     .status = DENIED},
    {"not for reading", "(D;;0x1;;;RC)(A;;FA;;;U)", 0x1, .granted = 0x1},
    {"DELETE is writing", "(A;;FA;;;U)", DELETE, .status = DENIED},
    {"WRITE_DAC is writing", "(A;;FA;;;U)", WRITE_DAC, .status = DENIED},
    {"WRITE_OWNER is writing", "(A;;FA;;;U)", WRITE_OWNER, .status = DENIED},
    {"READ_CONTROL is not, although GENERIC_WRITE has it", "(A;;FA;;;U)", READ_CONTROL,
     .granted = 0x20000},
    {"nor is SYNCHRONIZE", "(A;;FA;;;U)", SYNCHRONIZE, .granted = 0x100000},
    {"GENERIC_WRITE is", "(A;;FA;;;U)", GENERIC_WRITE, .status = DENIED},
    {"reading and writing: all is asked twice", "(A;;FA;;;U)(A;;0x2;;;RC)", 0x3, .status = DENIED},
    {"and may be there twice", "(A;;FA;;;U)(A;;0x3;;;RC)", 0x3, .granted = 0x3},
    {"or, by the other answer, writing alone", "(A;;FA;;;U)(A;;0x2;;;RC)", 0x3, .granted = 0x3,
     .pass = "write-rights"},
    {"which still must be there", "(A;;FA;;;U)(A;;0x1;;;RC)", 0x3, .status = DENIED,
     .pass = "write-rights"},
    {"the maximum has everything but writing", "(A;;FA;;;U)", MAX, .granted = 0x1200E9},
    {"and what of that is there twice", "(A;;FA;;;U)(A;;0x10002;;;RC)", MAX, .granted = 0x1300EB},
    {"whatever the policy says", "(A;;FA;;;U)(A;;0x10002;;;RC)", MAX, .granted = 0x1300EB,
     .pass = "write-rights"},
    {"beside the maximum", "(A;;FA;;;U)(A;;0x2;;;RC)", MAX | 0x3, .granted = 0x1200EB},
    {"which may lack it", "(A;;FA;;;U)(A;;0x1;;;RC)", MAX | 0x2, .status = DENIED},
    {"what reading has too is reading", "(A;;GA;;;U)", 0x2, .granted = 0x2, .mixed = true},
    {"what executing has too is executing", "(A;;GA;;;U)", 0x8, .granted = 0x8, .mixed = true},
    {"only what is left is writing", "(A;;GA;;;U)", 0x4, .status = DENIED, .mixed = true},
    {"the maximum lacks nothing else", "(A;;GA;;;U)", MAX, .granted = 0x12001B, .mixed = true},
    {"no DACL grants everything", NULL, FILE_ALL_ACCESS, .granted = 0x1F01FF},
    {"an owner that is no restricting SID may read", "", READ_CONTROL, .granted = 0x20000,
     .owner = "U"},
    {"but not write", "", WRITE_DAC, .status = DENIED, .owner = "U"},
    {"as the maximum says", "", MAX, .granted = 0x20000, .owner = "U"},
    {"one that is may do both", "", WRITE_DAC, .granted = 0x40000, .owner = "U",
     .restrict_to = ALICE},
    {"before XP SP2 there is no such thing", "(A;;FA;;;U)", 0x1, .status = DENIED,
     .profile = "nt5.0sp4"},
    {"nor may the owner read", "", READ_CONTROL, .status = DENIED, .owner = "U",
     .profile = "nt5.0sp4"},
    {"XP SP2 has it", "(A;;FA;;;U)", 0x1, .granted = 0x1, .profile = "nt5.1sp2"},
    {"for reading", "(A;;FA;;;U)", 0x2, .status = DENIED, .profile = "nt5.1sp2"},
};

START_TEST(answer_is_the_one_of_the_row)
{
    const struct access_row *row = &rows[_i];
    struct srm_world *w = srm_world_new(row->profile);
    struct se_token *token = token_from(
        w, (struct token_words){.user = ALICE,
                                .restricted = {row->restrict_to ? row->restrict_to : "RC"}});
    const SE_SID owner = sid_from_word(row->owner ? row->owner : "SY");
    struct rtl_acl *dacl = row->dacl ? acl_from_text(w, row->dacl) : NULL;
    struct rtl_descriptor *descriptor =
        rtl_descriptor_new(w, &owner.Sid, &owner.Sid, dacl, SECURITY_MANDATORY_MEDIUM_RID);
    struct se_verdict verdict;
    NTSTATUS status;

    token->write_restricted = true;
    if (row->pass)
        ck_assert(srm_world_set_policy(w, "write-restricted-pass", row->pass));
    status =
        se_access_check(w,
                        &(struct se_access_request){
                            .subject = &(SECURITY_SUBJECT_CONTEXT){.PrimaryToken = token},
                            .descriptor = &(const struct rtl_view[]){rtl_view_of(descriptor)}[0],
                            .mapping = row->mixed ? &mixed_mapping : &file_mapping,
                            .desired = row->desired,
                            .mode = UserMode,
                        },
                        &verdict);
    ck_assert_msg(status == row->status, "%s: %s", row->why, status_text(status));
    ck_assert_msg(verdict.granted == row->granted, "%s: granted %#x", row->why, verdict.granted);
    rtl_descriptor_dereference(w, descriptor);
    rtl_acl_dereference(w, dacl);
    ob_dereference(token);
    ck_assert_uint_eq(srm_world_delete(w), 0);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("se/access_write_restricted");

    tcase_add_loop_test(tcase, answer_is_the_one_of_the_row, 0, ROWS(rows));
    return suite_end();
}
