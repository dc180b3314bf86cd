/* ntsrm-scenario(5). */
#include "ntsrm/manual/pages.h"

#include "ntsrm/manual/roff.h"

#include "scenario/calls.h"
#include "scenario/keys.h"
#include "scenario/kinds.h"

#include "ex/rules.h"
#include "rtl/mapping.h"
#include "rtl/sid.h"
#include "se/templates.h"

#include <ctype.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define NAMES_LIMIT     1024

/* Names that are told in one paragraph. */
struct names {
    const char *at[NAMES_LIMIT];
    size_t count;
};

static void names_add(struct names *names, const char *name)
{
    if (names->count < NAMES_LIMIT && name[0] != '\0') {
        names->at[names->count++] = name;
    }
}

static void names_end(struct text *out, struct names *names)
{
    if (names->count > 0) {
        roff_names(out, names->at, names->count);
    }
    names->count = 0;
}

/* A heading made of a noun: the first letter is a capital. */
static void put_heading(struct text *out, const char *noun)
{
    struct text heading = {0};
    text_append_string(&heading, noun);
    heading.bytes[0] = (char)toupper((unsigned char)heading.bytes[0]);
    roff_subheading(out, heading.bytes);
    text_free(&heading);
}

static void put_keys(struct text *out)
{
    roff_heading(out, "KEYS");
    enum word_space space = SPACE_NONE;
    for (int i = 0; i < KEY_COUNT; i++) {
        const struct key *key = key_at((enum key_id)i);
        if (key->space != space) {
            put_heading(out, dictionary_noun(key->space));
            space = key->space;
        }
        roff_term(out, key->text, NULL, key->meaning);
    }
}

static void put_values(struct text *out)
{
    roff_heading(out, "VALUES");
    roff_paragraph(out, "Of each type of parameter or property, how a value of it is written.");
    for (int i = 0; i < KIND_COUNT; i++) {
        const struct kind_row *row = kind_row((enum kind)i);
        roff_term(out, row->name, NULL, row->description);
    }
}

static void put_table_names(struct text *out, struct names *names)
{
    put_heading(out, dictionary_noun(SPACE_PROFILE));
    for (int i = SRM_PROFILE_FIRST; i <= SRM_PROFILE_LAST; i++) {
        names_add(names, ex_profile_name((enum srm_profile)i));
    }
    names_end(out, names);
    put_heading(out, dictionary_noun(SPACE_TEMPLATE));
    for (size_t i = 0; se_template_name(i) != NULL; i++) {
        names_add(names, se_template_name(i));
    }
    names_end(out, names);
    put_heading(out, dictionary_noun(SPACE_SID));
    for (size_t i = 0; i < rtl_known_sid_count(); i++) {
        names_add(names, rtl_known_sid_at(i)->name);
        names_add(names, rtl_known_sid_at(i)->alias);
    }
    names_end(out, names);
    put_heading(out, dictionary_noun(SPACE_OBJECT_TYPE));
    for (int i = 0; i < RTL_MAPPED_COUNT; i++) {
        names_add(names, rtl_mapped_name((enum rtl_mapped_type)i));
    }
    names_end(out, names);
}

static void put_constants(struct text *out, struct names *names)
{
    static const struct {
        enum word_space space;
        const char *text;
    } rows[] = {
#define CONSTANT(word_space, name)    {SPACE_##word_space, #name},
#define WORD(word_space, text, value) {SPACE_##word_space, text},
#include "scenario/constants.def"
#define PRIVILEGE(number, name, meaning) {SPACE_PRIVILEGE, #name},
#include "se/privileges.def"
#define ALLOCATION(name, caller) {SPACE_ALLOCATION, #name},
#include "ex/allocations.def"
    };
    roff_heading(out, "NAMES AND CONSTANTS");
    put_table_names(out, names);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (i == 0 || rows[i].space != rows[i - 1].space) {
            names_end(out, names);
            put_heading(out, dictionary_noun(rows[i].space));
        }
        names_add(names, rows[i].text);
    }
    names_end(out, names);
}

static void put_calls(struct text *out, struct names *names)
{
    roff_heading(out, "CALLS");
    for (size_t i = 0; call_at(i) != NULL; i++) {
        bool told = false;
        for (size_t j = 0; j < i; j++) {
            told |= strcmp(call_at(i)->header, call_at(j)->header) == 0;
        }
        if (told) {
            continue;
        }
        roff_subheading(out, call_at(i)->header);
        for (size_t j = i; call_at(j) != NULL; j++) {
            if (strcmp(call_at(i)->header, call_at(j)->header) == 0) {
                names_add(names, call_at(j)->name);
            }
        }
        names_end(out, names);
    }
}

static const char *const example[] = {
    "scenario: a-server-without-the-privilege-only-identifies",
    "title: The call succeeds, but the server may only look at its client",
    "source: ntifs PsImpersonateClient, remarks",
    "accounts: {alice: S-1-5-21-1-2-3-1001, bob: S-1-5-21-1-2-3-1002}",
    "processes:",
    "  client: {token: {like: user, user: alice}, threads: [c]}",
    "  server: {token: {like: user, user: bob}, threads: [s]}",
    "steps:",
    "  - call: SeCreateClientSecurity",
    "    thread: s",
    "    in:",
    "      ClientThread: c",
    "      RemoteSession: false",
    "      ClientSecurityQos: {ImpersonationLevel: SecurityImpersonation}",
    "    out: {ClientContext: ctx}",
    "    expect: STATUS_SUCCESS",
    "  - call: SeImpersonateClientEx",
    "    thread: s",
    "    in: {ClientContext: ctx}",
    "    expect: STATUS_SUCCESS",
    "    because: {gate.same_user: false}",
    "    check: {s: {user: alice, level: SecurityIdentification}}",
};

void manual_print_language(struct text *out)
{
    static const char *const pages[] = {"ntsrm(1)", "libntsrm(3)"};
    struct names names = {.count = 0};
    roff_begin(out, "ntsrm-scenario", 5, "the language of ntsrm's scenarios");
    roff_heading(out, "DESCRIPTION");
    roff_paragraph(out, "A scenario is a YAML document: a small world of processes, threads and "
                        "tokens, calls that threads make in it, and what each must answer. A file "
                        "holds one or several of them, separated by ---. Anchors, aliases and "
                        "tags are not part of the language; neither are unknown or repeated keys.");
    roff_paragraph(out, "Objects have names of one name space, lower case [a-z][a-z0-9-]*, bound "
                        "once: processes, threads, tokens, jobs, objects and what `out` names. "
                        "Accounts name SIDs, and stand only where a SID stands. NT's constants "
                        "begin with a capital. A path such as client.token leads from an object "
                        "to another one.");
    roff_paragraph(out, "A row of `cases` gives values for names such as $level, which stand "
                        "anywhere below the fixtures and the steps; a list in a row means each of "
                        "its values, so that a row is the product of its lists.");
    roff_heading(out, "EXAMPLE");
    roff_example(out, example, COUNT_OF(example));
    put_keys(out);
    put_values(out);
    put_constants(out, &names);
    roff_heading(out, "STATUSES AND RULES");
    roff_paragraph(out, "ntsrm status, ntsrm rules and ntsrm calls list statuses, Win32 errors, "
                        "rules, switches for contested points, and what each call takes.");
    put_calls(out, &names);
    roff_see_also(out, pages, COUNT_OF(pages));
}
