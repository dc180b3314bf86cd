/* Descriptors as texts: SDDL, in which declared accounts may stand for SIDs, and bytes in hex. */
#include "scenario/kinds_private.h"

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
    ex_rules_set_profile(run->scratch, run->profile);
    if (!rtl_sddl_parse(run->scratch, node->text, node->length, &domains, &bytes, &wrong)) {
        return say_what_is_wrong(run, node, &wrong);
    }
    *out = (struct octets){.bytes = copy_into_arena(run, &bytes), .size = bytes.size};
    rtl_bytes_free(&bytes);
    return true;
}

/* ---- hex ---- */

static int digit_of(char character)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = character ? strchr(digits, character) : NULL;
    return at ? (int)((at - digits) % 16) : -1;
}

bool hex_parse(struct runner *run, const struct node *node, size_t room, struct octets *out)
{
    if (node->kind != NODE_SCALAR || node->length % 2 != 0 || node->length / 2 > room) {
        return problem_kind(run, node, "bytes as pairs of hex digits");
    }
    unsigned char *bytes = arena_alloc(&run->arena, room);
    for (size_t i = 0; i < node->length; i += 2) {
        const int high = digit_of(node->text[i]), low = digit_of(node->text[i + 1]);
        if (high < 0 || low < 0) {
            return problem_inside(run, node, i, 2, "'%.2s' is no byte in hex", node->text + i);
        }
        bytes[i / 2] = (unsigned char)(high * 16 + low);
    }
    *out = (struct octets){.bytes = bytes, .size = node->length / 2};
    return true;
}
