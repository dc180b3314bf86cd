#include "laws/access/plain_text.h"

#include "support/suite.h"

#include "rtl/sid.h"

#include <stdio.h>

static const char *const types[] = {
    [0x0] = "A",  [0x1] = "D",   [0x2] = "AU",  [0x3] = "AL",  [0x4] = "compound",
    [0x5] = "OA", [0x6] = "OD",  [0x9] = "XA",  [0xA] = "XD",  [0xB] = "ZA",
    [0xC] = "ZD", [0x11] = "ML", [0x12] = "RA", [0x14] = "TL", [0x15] = "FL",
};

static const char *const conditions[] = {
    [PLAIN_UNSIGNED] = "no condition",
    [PLAIN_MALFORMED] = "malformed",
    [PLAIN_EQUAL] = "@User.a == 1",
    [PLAIN_NOT_EQUAL] = "!(@User.a == 1)",
    [PLAIN_EXISTS] = "Exists @User.a",
    [PLAIN_ABSENT] = "Not_Exists @User.a",
    [PLAIN_EITHER] = "@User.a == 1 || Not_Exists @User.a",
    [PLAIN_BOTH] = "@User.a == 1 && Exists @User.a",
};

static void print_sid(const struct plain_sid *sid)
{
    char text[RTL_SID_TEXT_SIZE];
    SE_SID copy;

    if (sid->size == 0 || !rtl_sid_from_bytes(sid->bytes, sid->size, &copy)) {
        fputs("none", stderr);
        return;
    }
    rtl_sid_to_text(&copy.Sid, text, sizeof text);
    fputs(rtl_sid_name(&copy.Sid) ? rtl_sid_name(&copy.Sid) : text, stderr);
}

static void print_sids(const char *title, const struct plain_sid *sids, const uint32_t *attributes,
                       unsigned count)
{
    if (count > 0)
        fprintf(stderr, "  %s:", title);
    for (unsigned i = 0; i < count; i++) {
        fputs(i > 0 ? ", " : " ", stderr);
        print_sid(&sids[i]);
        if (attributes)
            fprintf(stderr, " %#x", attributes[i]);
    }
    fputs(count > 0 ? "\n" : "", stderr);
}

static void print_token(const char *title, const struct plain_token *token)
{
    fprintf(stderr, "%s: integrity %#x, policy %u%s%s%s%s%s, trust %u-%u\n", title,
            token->integrity, token->mandatory_policy, token->security ? ", SeSecurity" : "",
            token->take_ownership ? ", SeTakeOwnership" : "", token->relabel ? ", SeRelabel" : "",
            token->write_restricted ? ", write-restricted" : "",
            token->less_privileged ? ", less privileged" : "", token->trust_type,
            token->trust_level);
    print_sids("SIDs", token->sids, token->attributes, token->count);
    print_sids("restricting", token->restricting, NULL, token->restricting_count);
    print_sids("package", &token->package, NULL, token->package.size > 0);
    print_sids("capabilities", token->capabilities, NULL, token->capability_count);
}

static void print_entry(const struct plain_entry *entry)
{
    const bool known = entry->type < sizeof types / sizeof *types && types[entry->type];

    fprintf(stderr, "(%s;%s;%#x;", known ? types[entry->type] : "?", entry->flags & 8 ? "IO" : "",
            entry->mask);
    if (entry->has_type)
        fprintf(stderr, "type-%u", entry->object_type.bytes[0]);
    fputs(";;", stderr);
    print_sid(&entry->sid);
    if (entry->server.size > 0) {
        fputs(" and ", stderr);
        print_sid(&entry->server);
    }
    if ((entry->type >= 9 && entry->type <= 12) || entry->type == 0x15)
        fprintf(stderr, ";(%s)", conditions[entry->condition]);
    fputc(')', stderr);
}

static void print_list(const char *title, const struct plain_list *list)
{
    if (list->absent)
        return;
    fprintf(stderr, "%s%s", title, list->null ? "NULL" : "");
    for (unsigned i = 0; i < list->count; i++)
        print_entry(&list->entries[i]);
}

void plain_question_print(const struct plain_question *question)
{
    const struct plain_mapping *mapping = &question->mapping;

    fputs("descriptor: O:", stderr);
    print_sid(&question->descriptor.owner);
    print_list(" D:", &question->descriptor.dacl);
    print_list(" S:", &question->descriptor.sacl);
    fputc('\n', stderr);
    print_token(question->impersonating ? "client" : "token", &question->token);
    if (question->impersonating)
        print_token("server", &question->server);
    fprintf(stderr, "desired %#x, previously %#x, mapping %#x %#x %#x %#x, %s, level %u\n",
            question->desired, question->previous, mapping->read, mapping->write, mapping->execute,
            mapping->all, question->kernel_mode ? "kernel mode" : "user mode",
            question->impersonating ? question->level : 4);
    print_sids("self", &question->self, NULL, question->self.size > 0);
    for (unsigned i = 0; i < question->type_count; i++)
        fprintf(stderr, "  %*stype-%u\n", (int)(2 * question->types[i].level), "",
                question->types[i].guid.bytes[0]);
}

void plain_answer_print(const char *whose, const struct plain_question *question,
                        const struct plain_answer *answer)
{
    if (!question->each_node)
        fprintf(stderr, "%s: %s, granted %#x%s%s%s\n", whose, status_text((NTSTATUS)answer->status),
                answer->granted, answer->used_security ? ", used SeSecurity" : "",
                answer->used_take_ownership ? ", used SeTakeOwnership" : "",
                answer->used_relabel ? ", used SeRelabel" : "");
    for (unsigned i = 0; question->each_node && i < question->type_count; i++)
        fprintf(stderr, "%s, type-%u: %s, granted %#x\n", whose, question->types[i].guid.bytes[0],
                status_text((NTSTATUS)answer->node_status[i]), answer->node_granted[i]);
}
