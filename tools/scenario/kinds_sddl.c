/* Descriptors as texts: SDDL, in which declared accounts may stand for SIDs, and bytes in hex. */
#include "scenario/kinds_private.h"

#include "scenario/lint/lint.h"
#include "scenario/runner.h"

#include "ex/rules.h"
#include "rtl/sddl.h"

#include <string.h>

/* Those whose name consists of small letters, digits, '-' and '_'. */
static const SID *account_named(const void *names, const char *name, size_t length)
{
    const struct runner *run = names;
    for (size_t i = 0; i < run->account_count; i++) {
        const struct account *account = &run->accounts[i];
        if (account->length == length && memcmp(account->text, name, length) == 0) {
            return &account->sid.Sid;
        }
    }
    return NULL;
}

static void *copy_into_arena(struct runner *run, const struct rtl_bytes *bytes)
{
    void *copy = arena_alloc(&run->arena, bytes->size);
    memcpy(copy, bytes->bytes, bytes->size);
    return copy;
}

/* How many characters of the name of an account stand there. */
static size_t name_length(const char *at)
{
    const size_t letters = strspn(at, "abcdefghijklmnopqrstuvwxyz");
    return letters < 3 ? 0 : strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789-_");
}

/* Whose name stands there, though SDDL does not know it; NULL if nobody's does. */
static const struct account *account_at(const struct runner *run, const char *at)
{
    for (size_t i = 0; i < run->account_count; i++) {
        if (strncmp(at, run->accounts[i].text, run->accounts[i].length) == 0) {
            return &run->accounts[i];
        }
    }
    return NULL;
}

/* An account that nobody declared is the likely mistake where a word in lower case stands. */
static bool say_what_is_wrong(struct runner *run, const struct node *node,
                              const struct rtl_sddl_problem *wrong)
{
    const char *at = node->text + wrong->offset;
    const size_t name = name_length(at);
    const size_t length = wrong->length > 0 ? wrong->length : 1;
    const struct account *account = wrong->in_sid && name == 0 ? account_at(run, at) : NULL;
    if (account) {
        return problem_inside(run, node, wrong->offset, account->length,
                              "an account in SDDL has a name of small letters, not '%s'",
                              account->text);
    }
    if (name == 0 || !wrong->in_sid) {
        return problem_inside(run, node, wrong->offset, length, "%s", wrong->what);
    }
    const char *nearest = account_nearest(run, at, name);
    problem_inside(run, node, wrong->offset, name, "unknown account '%.*s'", (int)name, at);
    return nearest ? problem_help(run, "did you mean '%s'?", nearest)
                   : problem_help(run, "name it under 'accounts:', or write it as S-1-...");
}

bool node_is_sddl(const struct node *node)
{
    return node->kind == NODE_SCALAR &&
           (memchr(node->text, ':', node->length) != NULL || node->text[0] == '(');
}

bool sddl_parse(struct runner *run, const struct node *node, struct octets *out)
{
    struct rtl_sddl_domains domains = rtl_sddl_machine;
    struct rtl_bytes bytes = {.bytes = NULL};
    struct rtl_sddl_problem wrong = {.what = ""};
    if (node->kind != NODE_SCALAR) {
        return problem_kind(run, node, "a descriptor in SDDL");
    }
    domains.named = account_named;
    domains.names = run;
    ex_rules_set_profile(runner_scratch(run), run->profile);
    if (!rtl_sddl_parse(runner_scratch(run), node->text, node->length, &domains, &bytes, &wrong)) {
        return say_what_is_wrong(run, node, &wrong);
    }
    *out = (struct octets){.bytes = copy_into_arena(run, &bytes), .size = bytes.size};
    rtl_bytes_free(&bytes);
    if (run->lint) {
        lint_mark(run->lint, node, MARK_SDDL);
        lint_dacl(run, node, parts_of(out->bytes).dacl);
    }
    return true;
}

/* The account whose SID stands there, whole, as text; NULL if there is none. */
static const struct account *account_of_sid(const struct runner *run, const char *at,
                                            size_t *length)
{
    for (size_t i = 0; i < run->account_count; i++) {
        struct rtl_bytes sid = {.bytes = NULL};
        rtl_sddl_print_sid(&run->accounts[i].sid.Sid, NULL, &sid);
        *length = sid.size;
        bool here = strncmp(at, (const char *)sid.bytes, sid.size) == 0 &&
                    strspn(at + sid.size, "-0123456789") == 0;
        rtl_bytes_free(&sid);
        if (here) {
            return &run->accounts[i];
        }
    }
    return NULL;
}

void sddl_print(struct runner *run, const void *descriptor, struct text *text)
{
    struct rtl_bytes bytes = {.bytes = NULL};
    const SECURITY_INFORMATION whole = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                       DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION |
                                       LABEL_SECURITY_INFORMATION;
    if (!rtl_sddl_print(runner_scratch(run), descriptor, whole, &rtl_sddl_machine, &bytes)) {
        text_append_string(text, "a descriptor that SDDL cannot write");
        return;
    }
    for (const char *at = (const char *)bytes.bytes; *at;) {
        size_t length = 0;
        const struct account *account =
            strncmp(at, "S-1-", 4) == 0 ? account_of_sid(run, at, &length) : NULL;
        if (account) {
            text_append_format(text, "%.*s", (int)account->length, account->text);
            at += length;
        } else {
            text_append_format(text, "%c", *at++);
        }
    }
    rtl_bytes_free(&bytes);
}

/* ---- hex ---- */

bool hex_parse(struct runner *run, const struct node *node, size_t room, struct octets *out)
{
    if (node->kind != NODE_SCALAR || node->length % 2 != 0 || node->length / 2 > room) {
        return problem_kind(run, node, "bytes as pairs of hex digits");
    }
    unsigned char *bytes = arena_alloc(&run->arena, room);
    for (size_t i = 0; i < node->length; i += 2) {
        if (!text_hex_byte(node->text + i, &bytes[i / 2])) {
            return problem_inside(run, node, i, 2, "'%.2s' is no byte in hex", node->text + i);
        }
    }
    *out = (struct octets){.bytes = bytes, .size = node->length / 2};
    return true;
}

void sacl_print(struct runner *run, const ACL *sacl, struct text *text)
{
    struct rtl_acl_cursor cursor = {.index = 0};
    struct rtl_ace ace;
    bool more = false;
    while (sacl && rtl_acl_next(sacl, &cursor, &ace)) {
        more = more || ace.type != SYSTEM_MANDATORY_LABEL_ACE_TYPE;
    }
    if (more) {
        text_append_string(text, ", sacl: ");
        kind_print(run, KIND_DACL, &(struct value){.pointer = sacl}, text);
    }
}

void list_flags_print(SECURITY_DESCRIPTOR_CONTROL control, struct text *text)
{
    static const struct {
        SECURITY_DESCRIPTOR_CONTROL protected, requested, automatic;
        const char *list;
    } lists[] = {
        {SE_DACL_PROTECTED, SE_DACL_AUTO_INHERIT_REQ, SE_DACL_AUTO_INHERITED, "D:"},
        {SE_SACL_PROTECTED, SE_SACL_AUTO_INHERIT_REQ, SE_SACL_AUTO_INHERITED, "S:"},
    };
    const char *before = ", flags: ";
    for (size_t i = 0; i < 2; i++) {
        if (control & (lists[i].protected | lists[i].requested | lists[i].automatic)) {
            text_append_format(
                text, "%s%s%s%s%s", before, lists[i].list, control & lists[i].protected ? "P" : "",
                control & lists[i].requested ? "AR" : "", control & lists[i].automatic ? "AI" : "");
            before = " ";
        }
    }
}
