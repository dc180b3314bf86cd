#include "verdict.h"

#include "descriptors.h"

#include "scenario/kinds.h"

#include "rtl/sddl.h"
#include "rtl/sid.h"
#include "rtl/status.h"
#include "se/names.h"

#include <string.h>

#define STAGE_COLUMN  2
#define ENTRY_COLUMN  3 /* and a blank */
#define DETAIL_COLUMN 8

static const char *const stages[SE_STAGE_COUNT] = {
    [SE_STAGE_TRUST_LABEL] = "trust label",
    [SE_STAGE_ACCESS_FILTER] = "access filter",
    [SE_STAGE_INTEGRITY] = "integrity label",
    [SE_STAGE_PRIVILEGES] = "privileges",
    [SE_STAGE_OWNER] = "owner",
    [SE_STAGE_NO_DACL] = "no DACL",
    [SE_STAGE_DACL] = "DACL",
    [SE_STAGE_RESTRICTING] = "DACL again, for the restricting SIDs alone",
    [SE_STAGE_PACKAGE] = "DACL again, for the package and its capabilities",
};

/* Why an entry did nothing. */
static const char *const reasons[] = {
    [SE_EFFECT_ALLOWED] = "",
    [SE_EFFECT_DENIED] = "",
    [SE_EFFECT_INHERIT_ONLY] = "it is for children only",
    [SE_EFFECT_IGNORED_TYPE] = "entries of this type decide nothing",
    [SE_EFFECT_NOT_WANTED] = "names nothing that is still wanted",
    [SE_EFFECT_NO_MATCH] = "does not match",
    [SE_EFFECT_DISABLED] = "matches a group that is not enabled",
    [SE_EFFECT_DENY_ONLY] = "matches a group that only deny entries see",
    [SE_EFFECT_TYPE_ABSENT] = "its type of object is not asked for",
    [SE_EFFECT_NO_SERVER] = "its server is not the one that asks",
    [SE_EFFECT_CONDITION_FALSE] = "its condition is false",
    [SE_EFFECT_CONDITION_UNKNOWN] = "its condition is unknown",
};

struct telling {
    struct page *page;
    struct runner *runner;
    const struct verdict *verdict;
    enum se_stage stage; /* whose heading was printed last */
};

/* ---- values ---- */

/* "FILE_READ_DATA, WRITE_DAC"; "nothing". */
static void add_rights(const struct telling *telling, ACCESS_MASK mask, struct text *text)
{
    rights_append(telling->runner, telling->verdict->type, mask, text);
}

static void add_sid(const struct telling *telling, const SID *sid, struct text *text)
{
    kind_print(telling->runner, KIND_SID, &(struct value){.pointer = sid}, text);
}

/* ---- entries ---- */

/* The entry of the list that a stage reads; false if the step speaks of none. */
static bool entry_of(const struct telling *telling, const struct se_step *step, struct rtl_ace *ace)
{
    const struct rtl_view *view = telling->verdict->request->descriptor;
    const ACL *list = step->stage <= SE_STAGE_ACCESS_FILTER ? view->sacl : view->dacl;
    struct rtl_acl_cursor cursor = {.index = 0};
    while (list != NULL && step->entry > 0 && rtl_acl_next(list, &cursor, ace)) {
        if (cursor.index == step->entry) {
            return true;
        }
    }
    return false;
}

static const char *verb_of(UCHAR type)
{
    switch (type) {
    case ACCESS_DENIED_ACE_TYPE:
    case ACCESS_DENIED_OBJECT_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE:
        return "deny";
    case ACCESS_ALLOWED_ACE_TYPE:
    case ACCESS_ALLOWED_OBJECT_ACE_TYPE:
    case ACCESS_ALLOWED_COMPOUND_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE:
        return "allow";
    default:
        return "mentions";
    }
}

/* What words would say badly: types of objects and conditions, as SDDL. */
static void add_sddl(const struct telling *telling, const struct rtl_ace *ace, struct text *text)
{
    struct rtl_bytes sddl = {0};
    if (rtl_sddl_print_ace(runner_world(telling->runner), ace, &rtl_sddl_machine, &sddl)) {
        text_append_format(text, " %.*s", (int)sddl.size, (const char *)sddl.bytes);
    }
    rtl_bytes_free(&sddl);
}

/* "ACE 2: allow FILE_READ_DATA to Users". */
static void add_entry(const struct telling *telling, const struct se_step *step,
                      const struct rtl_ace *ace, struct text *text)
{
    text_append_format(text, "ACE %u", (unsigned)step->entry);
    if (rtl_ace_form(ace->type) == RTL_ACE_OBJECT || ace->data_size > 0) {
        add_sddl(telling, ace, text);
    }
    text_append_format(text, ": %s ", verb_of(ace->type));
    add_rights(telling, step->mask, text);
    if (ace->sid != NULL) {
        text_append_string(text, " to ");
        add_sid(telling, ace->sid, text);
    }
    if (ace->server != NULL) {
        text_append_string(text, " by the server ");
        add_sid(telling, ace->server, text);
    }
}

/* Whom an entry that counted means. */
static void add_match(const struct se_step *step, struct text *text)
{
    if (step->match == SE_MATCH_NONE) {
        text_append_string(text, "matches the package");
    } else if (step->stage == SE_STAGE_RESTRICTING) {
        text_append_format(text, "matches restricting SID %u", (unsigned)step->match + 1);
    } else if (step->stage == SE_STAGE_PACKAGE) {
        text_append_format(text, "matches capability %u", (unsigned)step->match + 1);
    } else if (step->match == 0) {
        text_append_string(text, "matches the user");
    } else {
        text_append_format(text, "matches group %u", (unsigned)step->match);
    }
}

static bool decides(const struct se_step *step)
{
    return step->effect == SE_EFFECT_ALLOWED || step->effect == SE_EFFECT_DENIED;
}

static void tell_entry(const struct telling *telling, const struct se_step *step,
                       const struct rtl_ace *ace)
{
    struct page *page = telling->page;
    bool maximum = (telling->verdict->request->desired & MAXIMUM_ALLOWED) != 0;
    struct text text = {0};
    add_entry(telling, step, ace, &text);
    text_append_string(&text, ": ");
    if (decides(step)) {
        add_match(step, &text);
        text_append_string(&text, step->effect == SE_EFFECT_ALLOWED ? "; gives " : "; refuses ");
        add_rights(telling, step->rights, &text);
    } else {
        text_append_string(&text, reasons[step->effect]);
    }
    if (decides(step) && !maximum) {
        text_append_string(&text, "; still wanted: ");
        add_rights(telling, step->remaining, &text);
    }
    page_to(page, ENTRY_COLUMN);
    page_flow(page,
              step->effect == SE_EFFECT_ALLOWED  ? STYLE_GOOD
              : step->effect == SE_EFFECT_DENIED ? STYLE_BAD
                                                 : STYLE_FAINT,
              text.bytes, DETAIL_COLUMN);
    page_end(page);
    text_free(&text);
}

/* ---- stages without entries ---- */

static void tell_owner(const struct telling *telling, const struct se_step *step, struct text *text)
{
    const SID *owner = telling->verdict->request->descriptor->owner;
    if (owner == NULL) {
        text_append_string(text, "there is none");
        return;
    }
    add_sid(telling, owner, text);
    if (step->effect == SE_EFFECT_ALLOWED) {
        text_append_string(text, ", which the caller is; gives ");
        add_rights(telling, step->rights, text);
    } else if (step->entry > 0) {
        text_append_format(text, ", which the caller is, but ACE %u says what owners may do",
                           (unsigned)step->entry);
    } else {
        text_append_format(text, " %s", reasons[step->effect]);
    }
}

/* What the stages before the privileges take away. */
static void tell_limit(const struct telling *telling, const struct se_step *step, struct text *text)
{
    const struct se_access_request *request = telling->verdict->request;
    if (step->stage == SE_STAGE_INTEGRITY) {
        const struct se_token *token = request->subject->PrimaryToken;
        text_append_string(text, "the caller's ");
        kind_print(telling->runner, KIND_INTEGRITY, &(struct value){.number = token->integrity},
                   text);
        text_append_string(text, " is below the object's ");
        kind_print(telling->runner, KIND_INTEGRITY,
                   &(struct value){.number = request->descriptor->label}, text);
        text_append_string(text, ": ");
    } else {
        text_append_format(text, "ACE %u of the SACL ", (unsigned)step->entry);
    }
    text_append_string(text, "refuses ");
    add_rights(telling, step->rights, text);
}

static void tell_stage(const struct telling *telling, const struct se_step *step)
{
    struct page *page = telling->page;
    bool allowed = step->effect == SE_EFFECT_ALLOWED;
    struct text text = {0};
    if (step->stage == SE_STAGE_OWNER) {
        tell_owner(telling, step, &text);
    } else if (step->stage == SE_STAGE_PRIVILEGES) {
        text_append_string(&text, se_privilege_name(step->privilege));
        text_append_string(&text, allowed ? " gives " : " is not enabled, which refuses ");
        add_rights(telling, step->rights, &text);
    } else if (step->stage >= SE_STAGE_DACL) {
        text_append_string(&text, "no entry gives ");
        add_rights(telling, step->rights, &text);
    } else if (step->stage == SE_STAGE_NO_DACL) {
        text_append_string(&text, "gives ");
        add_rights(telling, step->rights, &text);
    } else {
        tell_limit(telling, step, &text);
    }
    page_to(page, ENTRY_COLUMN);
    page_flow(page,
              allowed         ? STYLE_GOOD
              : decides(step) ? STYLE_BAD
                              : STYLE_FAINT,
              text.bytes, DETAIL_COLUMN);
    page_end(page);
    text_free(&text);
}

static void tell_step(struct telling *telling, const struct se_step *step)
{
    struct rtl_ace ace;
    if (telling->stage != step->stage) {
        telling->stage = step->stage;
        page_to(telling->page, STAGE_COLUMN);
        page_put_string(telling->page, STYLE_HEADING, stages[step->stage]);
        page_end(telling->page);
    }
    if (step->stage >= SE_STAGE_DACL && entry_of(telling, step, &ace)) {
        tell_entry(telling, step, &ace);
    } else {
        tell_stage(telling, step);
    }
}

/* ---- the whole ---- */

static void tell_question(const struct telling *telling)
{
    const struct verdict *verdict = telling->verdict;
    struct text text = {0};
    text_append_format(&text, "%s asks for ", verdict->token);
    add_rights(telling, verdict->request->desired, &text);
    text_append_format(&text, " of a %s", rtl_mapped_name(verdict->type));
    page_words(telling->page, STYLE_PLAIN, text.bytes);
    page_end(telling->page);
    text_free(&text);
}

static void tell_answer(const struct telling *telling)
{
    const struct se_verdict *answer = telling->verdict->answer;
    bool granted = answer->status == STATUS_SUCCESS;
    struct text text = {0};
    if (granted) {
        text_append_string(&text, "granted: ");
        add_rights(telling, answer->granted, &text);
    } else {
        const struct rtl_status *status = rtl_status_by_value(answer->status);
        text_append_format(&text, "denied: %s", status->name);
        if (answer->status != STATUS_ACCESS_DENIED) {
            text_append_format(&text, " (%s)", status->meaning);
        }
        if (answer->missing != 0) {
            text_append_string(&text, ", missing ");
            add_rights(telling, answer->missing, &text);
        }
    }
    page_words(telling->page, granted ? STYLE_GOOD : STYLE_BAD, text.bytes);
    page_end(telling->page);
    text_free(&text);
}

void verdict_tell(struct page *page, struct runner *runner, const struct verdict *verdict)
{
    const struct se_journal *journal = verdict->request->journal;
    struct telling telling = {
        .page = page,
        .runner = runner,
        .verdict = verdict,
        .stage = SE_STAGE_COUNT,
    };
    tell_question(&telling);
    for (size_t i = 0; i < journal->count && i < journal->capacity; i++) {
        tell_step(&telling, &journal->steps[i]);
    }
    tell_answer(&telling);
}
