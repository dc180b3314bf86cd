/*
 * Files that want to cost much. Each ends in a clear error after less than a second of work and
 * within 200 MB; tests give them more time, since sanitizers and loaded machines need it.
 */
#include "support/suite.h"
#include "support/told.h"

#include "scenario/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* In KiB, as Linux counts it. Sanitizers take some times as much. */
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    !defined(__clang__)
#define MEMORY_LIMIT (200L * 1024)
#else
#define MEMORY_LIMIT (4L * 1024 * 1024)
#endif

#define STEP            "steps: [{call: PsRevertToSelf, thread: c, expect: VOID}]\n"
#define GOOD            "scenario: example\n" TOLD_PEOPLE STEP
#define LAUGH(name, of) #name ": &" #name " [*" #of ",*" #of ",*" #of ",*" #of ",*" #of "]\n"

/* Between begin and end, the part stands that often, each # in it being how often it did before. */
static const struct {
    const char *begin, *part;
    unsigned count;
    const char *end, *told;
} rows[] = {
    /* texts */
    {GOOD "title: ", "xxxxxxxxxx", 10000000, "\n", "0:0: the file is larger than 8 MiB"},
    {GOOD "title: ", "xxxxxxxxxx", 800000, "\n", "1 passed"},
    {GOOD, "xxxxxxxxxx", 800000, ": 1\n", "a key without ':'"},
    {GOOD "? ", "xxxxxxxxxx", 800000, "\n: 1\n", "unknown key of a scenario 'xxxxxxxxxxxx"},
    {GOOD "title: >\n", "  folded\n", 800000, "", "1 passed"},
    {GOOD "accounts: {a: S-1-5", "-1", 3900000, "}\n",
     "behind the authority it has 1 to 15 numbers"},
    {"", "\xFF", 8000000, "", "1:1: this is not UTF-8"},
    {"", "ELF\x7F", 2000000, "", "1:4: the control character U+007F cannot stand"},
    {GOOD "title: ", "xxxxxxxxxx", 800000, "\xE4", "this is not UTF-8"},
    {"", " ", 8000000, "", "1:1: the file is empty"},
    {"", "\n", 8000000, "", "1:1: the file is empty"},
    {"", "'", 8000000, "", "expected a mapping, not '''''"},

    /* structure */
    {GOOD "title: ", "[", 8000000, "", "this is nested more than 64 levels deep"},
    {GOOD "title: ", "{a: ", 2000000, "", "this is nested more than 64 levels deep"},
    {"", "- ", 4000000, "", "1:129: this is nested more than 64 levels deep"},
    {"", "?\n", 4000000, "", "there is no key before this ':'"},
    {"", "--- x\n", 400000, "", "10001:5: the file has more than 10000 documents"},
    {"", "---\n", 2000000, "", "1:1: this document is empty"},
    {GOOD "title: [", "[],", 2500000, "]\n", "the file has more than 500000 values"},
    {GOOD, "k#: 1\n", 240000, "", "unknown key of a scenario 'k0'"},
    {GOOD, "k: 1\n", 240000, "", "the key 'k' is repeated"},
    {"%YAML 1.1\n", "%TAG !a#! x\n", 400000, "--- x\n", "tags ('!') are not part of"},
    {"", "- !a# x\n", 450000, "", "1:3: tags ('!') are not part of"},
    {"", "- &a# x\n", 450000, "", "1:3: anchors ('&') and aliases ('*') are not part of"},
    {"- &a x\n", "- *a\n", 450000, "", "2:3: anchors ('&') and aliases ('*') are not part of"},
    {"a: &a [l,l,l,l,l,l,l,l,l]\n" LAUGH(b, a) LAUGH(c, b) LAUGH(d, c) LAUGH(e, d) LAUGH(f, e)
         LAUGH(g, f) LAUGH(h, g) LAUGH(i, h) LAUGH(j, i) LAUGH(k, j) LAUGH(l, k) LAUGH(m, l),
     "", 0, GOOD, "1:4: anchors ('&') and aliases ('*') are not part of"},

    /* cases */
    {GOOD "cases: [{a: [0", ",#", 3999, "], b: [$a]}]\n", "'$a' cannot stand inside a row"},
    {GOOD "cases:\n- {", "k#: [0,1,2,3,4,5,6,7,8,9], ", 8, "}\n",
     "the row makes more than 10000000 cases"},
    {GOOD "cases:\n- {", "k#: [0,1,2,3,4,5,6,7,8,9], ", 40000, "}\n",
     "a row has at most 32 values"},
    {GOOD "cases:\n", "- {a: [0,1,2,3,4,5,6,7,8,9], b: [0,1,2,3,4,5,6,7,8,9], c: [#, y#]}\n", 1500,
     "", "nothing in the scenario is '$b'"},
    {GOOD "title: $a $b\ncases:\n- {a: [0", ",#", 3000, "], b: [0,1,2]}\n",
     "there are two cases example[a=0,b=0]"},
    {GOOD "profile: [nt5.0", ", nt5.0", 400000, "]\n", "these are more versions than there are"},

    /* what is in them */
    {GOOD "policy: {", "p#: x, ", 240000, "}\n", "unknown policy 'p0'"},
    {GOOD "rules: [", "rule.a#, ", 240000, "]\n", "unknown rule 'rule.a0'"},
    {"scenario: a\nsteps:\n", "- {call: PsRevertToSelff, expect: VOIDD}\n", 99000, "",
     "unknown call 'PsRevertToSelff'\ndid you mean 'PsRevertToSelf'?"},
    {"scenario: a\nsteps:\n", "- {call: PsRevertToSelf, thread: s#, expect: VOID}\n", 60000, "",
     "nothing has the name 's0'"},
    {"scenario: a\naccounts: {", "k#: S-1-5-#, ", 240000, "}\n" STEP,
     "there are more than 10000 names here"},
    {"scenario: a\ntokens: {", "k#: {user: System}, ", 80000, "}\n" STEP,
     "there are more than 10000 names here"},
    {"scenario: a\ntokens: {t: {user: System}}\nprocesses: {p: {token: t, threads: [c", ", c#",
     240000, "]}}\n" STEP, "there are more than 10000 names here"},
    {"scenario: a\ntokens: {", "k#: {copy-of: k0}, ", 9000, "}\n" STEP,
     "'k0' would be a copy of itself"},
    {"scenario: a\ntokens: {t: {user: System, groups: [", "S-1-5-#, ", 240000, "]}}\n" STEP,
     "a token has at most 4096 groups"},
    {"scenario: a\n" TOLD_PEOPLE "steps:\n",
     "- {call: SeCaptureSubjectContext, thread: c, out: {SubjectContext: s#}, expect: VOID}\n",
     11000, "", "the scenario has more than 10000 names"},
};

static struct text yaml;

static void part_append(const char *part, unsigned number)
{
    for (; *part; part++) {
        if (*part == '#') {
            text_append_format(&yaml, "%u", number);
        } else {
            text_append(&yaml, part, 1);
        }
    }
}

/* Each test is a process of its own, so that this is what the row took. */
static void require_little_memory(void)
{
    struct rusage usage;
    ck_assert_int_eq(getrusage(RUSAGE_SELF, &usage), 0);
    ck_assert_int_le(usage.ru_maxrss, MEMORY_LIMIT);
}

START_TEST(hostile_text_is_told)
{
    text_append_string(&yaml, rows[_i].begin);
    for (unsigned i = 0; i < rows[_i].count; i++) {
        part_append(rows[_i].part, i);
    }
    text_append_string(&yaml, rows[_i].end);
    told_must_hold(yaml.bytes, rows[_i].told);
    text_free(&yaml);
    require_little_memory();
}
END_TEST

/* ---- files that use each other ---- */

static void file_write(const char *name, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void file_write(const char *name, const char *format, ...)
{
    va_list arguments;
    FILE *file = fopen(name, "w");
    ck_assert_ptr_nonnull(file);
    va_start(arguments, format);
    vfprintf(file, format, arguments);
    va_end(arguments);
    fclose(file);
}

static void numbered_write(unsigned number, const char *what)
{
    char name[32];
    snprintf(name, sizeof name, "f%u.yaml", number);
    file_write(name, "%s", what);
}

/* Each file uses the next one that often. */
static void chain_write(unsigned length, unsigned times)
{
    for (unsigned i = 0; i < length; i++) {
        text_reset(&yaml);
        text_append_string(&yaml, "use: [");
        for (unsigned j = 0; j < times; j++) {
            text_append_format(&yaml, "%sf%u.yaml", j > 0 ? ", " : "", i + 1);
        }
        text_append_string(&yaml, "]\n");
        numbered_write(i, yaml.bytes);
    }
}

static const struct {
    unsigned length, times;
    const char *last, *use, *told;
} chains[] = {
    {60, 1, "accounts: {a: S-1-5-21-1}\n", "f0.yaml", "1 passed"},
    {3000, 1, "accounts: {a: S-1-5-21-1}\n", "f0.yaml", "'f0.yaml' cannot be used"},
    {60, 16, "accounts: {a: S-1-5-21-1}\n", "f0.yaml", "1 passed"},
    {60, 16, "accountss: {a: S-1-5-21-1}\n", "f0.yaml", "'f0.yaml' cannot be used"},
    {60, 1, "use: f0.yaml\n", "f0.yaml", "'f0.yaml' cannot be used"},
    {1, 1, "use: f1.yaml\n", "f1.yaml", "'f1.yaml' cannot be used"},
    {60, 2000, "accounts: {a: S-1-5-21-1}\n", "f0.yaml", "'f0.yaml' cannot be used"},
};

START_TEST(chain_is_told)
{
    char folder[] = "/tmp/ntsrm-hostile-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    ck_assert_int_eq(chdir(folder), 0);
    chain_write(chains[_i].length, chains[_i].times);
    numbered_write(chains[_i].length, chains[_i].last);
    text_reset(&yaml);
    text_append_format(&yaml, GOOD "use: %s\n", chains[_i].use);
    told_must_hold(yaml.bytes, chains[_i].told);
    for (unsigned i = 0; i <= chains[_i].length; i++) {
        char name[32];
        snprintf(name, sizeof name, "f%u.yaml", i);
        unlink(name);
    }
    ck_assert_int_eq(rmdir(folder), 0);
    text_free(&yaml);
    require_little_memory();
}
END_TEST

START_TEST(many_uses_are_refused)
{
    text_append_string(&yaml, GOOD "use: [");
    for (unsigned i = 0; i < 400000; i++) {
        part_append("missing-#.yaml, ", i);
    }
    text_append_string(&yaml, "]\n");
    told_must_hold(yaml.bytes, "cannot read 'missing-0.yaml'");
    text_reset(&yaml);
    text_append_string(&yaml, GOOD "use: [");
    for (unsigned i = 0; i < 1000000; i++) {
        part_append("x/../", i);
    }
    text_append_string(&yaml, "f.yaml]\n");
    told_must_hold(yaml.bytes, "a path is shorter than");
    text_free(&yaml);
    require_little_memory();
}
END_TEST

/* ---- cases that do not pass ---- */

START_TEST(failures_come_to_an_end)
{
    text_append_string(&yaml, "scenario: example\n" TOLD_PEOPLE
                              "steps: [{call: SetLastError, thread: c, in: {dwErrCode: 1},\n"
                              "         expect: VOID, check: {c: {last-error: $a}}}]\n"
                              "title: $b\ncases:\n- {a: [2");
    for (unsigned i = 3; i < 2500; i++) {
        part_append(", #", i);
    }
    text_append_string(&yaml, "], b: [0");
    for (unsigned i = 1; i < 40; i++) {
        part_append(", #", i);
    }
    text_append_string(&yaml, "]}\n");
    told_must_hold(yaml.bytes,
                   "10000 cases of the file did not pass; those after this one are not");
    text_free(&yaml);
    require_little_memory();
}
END_TEST

int main(void)
{
    TCase *cases = suite_begin("hostile");
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, hostile_text_is_told, 0, ROWS(rows));
    tcase_add_loop_test(cases, chain_is_told, 0, ROWS(chains));
    tcase_add_test(cases, many_uses_are_refused);
    tcase_add_test(cases, failures_come_to_an_end);
    return suite_end();
}
