#include "ntsrm/sample_run.h"

#include "ex/rules.h"

#include <signal.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Everything that means something to somebody who reads a report. */
#define HOSTILE                                                                                \
    "\n::error file=x::injected\n  ...\n  ---\n# SKIP all\nok 99\nBail out!\n"                 \
    "]]><failure/>&amp;\"'\\ \x01\x1b[31m\xff \xe2\x80\xae|`` ```\n```\n<script>@somebody #1 " \
    ", line=9 %0A::set-output name=a::b ##[error]c \r\t: - {} [] ! * & \xef\xbf\xbf "          \
    "\xf0\x9f\x94\x92"

/* The same as a text that went through a page. */
#define HOSTILE_LINES                                                                          \
    "::error file=x::injected\n \xe2\x80\x83::warning::x\n##[error]c\n  ...\n---\n```\n````\n" \
    "</details>]]>\n\033[1;31m::notice::red\033[0m\n"

static const struct outcome_finding level_findings[] = {
    {
        .path = "scenarios/gate/levels.yaml",
        .place = {24, 46},
        .width = 21,
        .message = "s.level: expected SecurityImpersonation, but it is SecurityIdentification",
        .expected = "SecurityImpersonation",
        .actual = "SecurityIdentification",
    },
    {
        .path = "scenarios/gate/levels.yaml",
        .place = {25, 7},
        .width = 3,
        .message = "ctx is not unchanged",
    },
};

static const struct outcome_rule level_rules[] = {
    {RULE_gate_same_user, false, "user alice, process LocalService"},
    {RULE_policy_gate_refusal, true, ""},
};

static const struct outcome_finding pipe_findings[] = {{
    .path = "scenarios/fixtures.yaml",
    .place = {3, 1},
    .message = "the model has no transactions",
}};

static const struct outcome plain_outcomes[] = {
    {
        .scenario = "levels",
        .id = "levels[level=SecurityIdentification]",
        .title = "A server asks for SecurityIdentification",
        .source = "ntifs SeCreateClientSecurity, remarks",
        .tags = (const char *const[]){"gate", "quick", NULL},
        .place = {10, 5},
        .profile = SRM_PROFILE_NT10_0,
        .state = CASE_PASS,
        .explanation = "",
        .nanoseconds = 1234567,
    },
    {
        .scenario = "levels",
        .id = "levels[level=SecurityImpersonation,n=2]",
        .title = "A server asks for SecurityImpersonation",
        .source = "ntifs SeCreateClientSecurity, remarks",
        .tags = (const char *const[]){"gate", "quick", NULL},
        .place = {11, 5},
        .profile = SRM_PROFILE_NT10_0,
        .state = CASE_FAIL,
        .step = 2,
        .call = "SeImpersonateClientEx",
        .thread = "s",
        .findings = level_findings,
        .finding_count = COUNT(level_findings),
        .rules = level_rules,
        .rule_count = COUNT(level_rules),
        .explanation =
            "scenarios/gate/levels.yaml:24:46: \033[1;31merror\033[0m: s.level: expected "
            "SecurityImpersonation, but it is SecurityIdentification\n"
            "   24 |       s: {level: SecurityImpersonation}\n"
            "      |                  ^~~~~~~~~~~~~~~~~~~~~\n"
            "scenarios/gate/levels.yaml:25:7: \033[1;31merror\033[0m: ctx is not "
            "unchanged\n"
            "   25 |       ctx: unchanged\n"
            "      |       ^~~\n"
            "  the rules of step 2, SeImpersonateClientEx by s:\n"
            "    no   \033[36mgate.same_user\033[0m    the token's user is the user of "
            "the process\n",
        .nanoseconds = 2000000,
    },
    {
        .scenario = "not-yet",
        .id = "not-yet",
        .title = "",
        .source = "",
        .place = {30, 1},
        .profile = SRM_PROFILE_NT10_0,
        .state = CASE_SKIP,
        .reason = "needs a domain",
        .explanation = "",
    },
    {
        .scenario = "known",
        .id = "known",
        .title = "",
        .source = "",
        .place = {40, 1},
        .profile = SRM_PROFILE_NT10_0,
        .state = CASE_XFAIL,
        .reason = "see remark #7 of the page",
        .findings = level_findings,
        .finding_count = 1,
        .explanation = "",
        .nanoseconds = 3000,
    },
    {
        .scenario = "surprise",
        .id = "surprise",
        .title = "",
        .source = "",
        .place = {50, 1},
        .profile = SRM_PROFILE_NT10_0,
        .state = CASE_XPASS,
        .reason = "nobody knows why",
        .remark = "it passes now, so it needs no xfail",
        .explanation = "  it passes now, so it needs no xfail\n",
        .nanoseconds = 4000,
    },
    {
        .scenario = "beyond",
        .id = "beyond",
        .title = "",
        .source = "",
        .place = {60, 1},
        .profile = SRM_PROFILE_NT6_0,
        .state = CASE_ERROR,
        .trouble = TROUBLE_NOT_MODELLED,
        .remark = "NT has this, the model has not",
        .step = 1,
        .call = "NtCreateFile",
        .findings = pipe_findings,
        .finding_count = COUNT(pipe_findings),
        .explanation = "scenarios/fixtures.yaml:3:1: error: the model has no transactions\n"
                       "  NT has this, the model has not\n",
        .nanoseconds = 5000,
    },
};

static const struct complaint bad_complaints[] = {
    {
        .path = "scenarios/bad.yaml",
        .place = {4, 10},
        .width = 5,
        .severity = SEVERITY_ERROR,
        .message = "unknown key of a step 'calll'",
        .help = "did you mean 'call'?",
    },
    {
        .path = "scenarios/bad.yaml",
        .place = {7, 1},
        .severity = SEVERITY_WARNING,
        .message = "this is said twice",
    },
};

static const struct complaint gone_complaints[] = {{
    .path = "gone.yaml",
    .severity = SEVERITY_ERROR,
    .message = "cannot be read: No such file or directory",
}};

static const struct outcome passed_outcome = {
    .scenario = "fine",
    .id = "fine",
    .title = "",
    .source = "",
    .place = {1, 1},
    .profile = SRM_PROFILE_NT10_0,
    .state = CASE_PASS,
    .explanation = "",
    .nanoseconds = 1000,
};

static const struct file_outcome plain_files[] = {
    {
        .path = "./scenarios/gate/levels.yaml",
        .code = CODE_TROUBLE,
        .explanation = "",
        .outcomes = plain_outcomes,
        .outcome_count = COUNT(plain_outcomes),
        .tally = {.files = 1},
    },
    {
        .path = "scenarios/bad.yaml",
        .code = CODE_INVALID,
        .complaints = bad_complaints,
        .complaint_count = COUNT(bad_complaints),
        .explanation = "scenarios/bad.yaml:4:10: error: unknown key of a step 'calll'\n"
                       "    4 | steps: [{calll: PsRevertToSelf}]\n"
                       "      |          ^~~~~\n"
                       "help: did you mean 'call'?\n"
                       "scenarios/bad.yaml:7:1: warning: this is said twice\n",
        .tally = {.invalid = 1},
    },
    {
        .path = "scenarios/fine.yaml",
        .explanation = "",
        .outcomes = &passed_outcome,
        .outcome_count = 1,
        .tally = {.files = 1},
    },
    {
        .path = "scenarios/left-out.yaml",
        .explanation = "",
    },
};

static const struct outcome_finding hostile_findings[] = {
    {HOSTILE, {1, 2}, 3, HOSTILE, HOSTILE, HOSTILE},
    {HOSTILE, {0, 0}, 0, HOSTILE, HOSTILE, HOSTILE},
};
static const struct outcome_rule hostile_rules[] = {{RULE_gate_same_user, true, HOSTILE}};

#define HOSTILE_CASE(which)                                                                       \
    {                                                                                             \
        .scenario = HOSTILE, .id = HOSTILE, .title = HOSTILE, .source = HOSTILE,                  \
        .tags = (const char *const[]){HOSTILE, NULL}, .place = {1, 1}, .state = (which),          \
        .profile = SRM_PROFILE_NT10_0, .reason = (which) == CASE_FAIL ? NULL : HOSTILE,           \
        .remark = HOSTILE, .call = HOSTILE, .thread = HOSTILE, .step = 1,                         \
        .findings = hostile_findings, .finding_count = COUNT(hostile_findings),                   \
        .rules = hostile_rules, .rule_count = COUNT(hostile_rules), .explanation = HOSTILE_LINES, \
        .trace = HOSTILE_LINES                                                                    \
    }

static const struct outcome hostile_outcomes[] = {
    HOSTILE_CASE(CASE_PASS),  HOSTILE_CASE(CASE_FAIL),  HOSTILE_CASE(CASE_SKIP),
    HOSTILE_CASE(CASE_XFAIL), HOSTILE_CASE(CASE_XPASS), HOSTILE_CASE(CASE_ERROR),
};
static const struct complaint hostile_complaints[] = {
    {HOSTILE, {1, 2}, 3, SEVERITY_ERROR, HOSTILE, HOSTILE},
    {HOSTILE, {1, 2}, 3, SEVERITY_NOTE, HOSTILE, NULL},
};
static const struct file_outcome hostile_files[] = {
    {
        .path = HOSTILE ".yaml",
        .code = CODE_TROUBLE,
        .explanation = "",
        .outcomes = hostile_outcomes,
        .outcome_count = COUNT(hostile_outcomes),
        .tally = {.files = 1},
    },
    {
        .path = "/" HOSTILE,
        .code = CODE_INVALID,
        .complaints = hostile_complaints,
        .complaint_count = COUNT(hostile_complaints),
        .explanation = HOSTILE_LINES,
        .tally = {.invalid = 1},
    },
};

static const struct file_outcome gone_file = {
    .path = "gone.yaml",
    .code = CODE_TROUBLE,
    .complaints = gone_complaints,
    .complaint_count = COUNT(gone_complaints),
    .explanation = "gone.yaml: error: cannot be read: No such file or directory\n",
    .tally = {.unreadable = 1},
};

static const struct outcome listed_outcomes[] = {
    {.scenario = "a",
     .id = "a[x=1]",
     .title = "",
     .source = "",
     .explanation = "",
     .place = {2, 3},
     .profile = SRM_PROFILE_NT10_0},
    {.scenario = "a",
     .id = "a[x=2]",
     .title = "",
     .source = "",
     .explanation = "",
     .place = {3, 3},
     .profile = SRM_PROFILE_NT10_0},
};
static const struct file_outcome listed_file = {
    .path = "a.yaml",
    .explanation = "",
    .outcomes = listed_outcomes,
    .outcome_count = COUNT(listed_outcomes),
    .tally = {.files = 1},
};

#define ONCE .shard = 1, .shard_count = 1, .repeat = 1

static const struct {
    const char *name;
    struct sample_run run;
} runs[] = {
    {"plain", {.files = plain_files, .file_count = COUNT(plain_files), .facts = {ONCE}}},
    {"hostile", {.files = hostile_files, .file_count = COUNT(hostile_files), .facts = {ONCE}}},
    {"special",
     {.files = plain_files,
      .file_count = COUNT(plain_files),
      .facts = {.profiles = (const char *const[]){"nt6.0", "nt10.0", NULL},
                .shard = 2,
                .shard_count = 4,
                .shuffled = true,
                .seed = UINT64_MAX,
                .repeat = 3,
                .verbose = true,
                .durations = true,
                .options = (const char *const[]){"--policy=gate-refusal=lowered", NULL},
                .suite_version = "1.2.0"}}},
    {"unreadable", {.files = &gone_file, .file_count = 1, .facts = {ONCE}}},
    {"list", {.files = &listed_file, .file_count = 1, .facts = {ONCE, .list = true}}},
    {"empty", {.facts = {ONCE}}},
    {"shard", {.facts = {.shard = 3, .shard_count = 4, .repeat = 1}}},
    {"cut", {.files = plain_files, .file_count = 1, .facts = {ONCE}, .cut = true}},
    {"interrupted",
     {.files = plain_files + 2, .file_count = 1, .facts = {ONCE}, .signal = SIGTERM}},
};

const struct sample_run *sample_run_find(const char *name)
{
    for (size_t i = 0; i < COUNT(runs); i++) {
        if (strcmp(runs[i].name, name) == 0) {
            return &runs[i].run;
        }
    }
    return NULL;
}

static struct file_outcome with_tally(const struct file_outcome *file)
{
    struct file_outcome with = *file;
    for (size_t i = 0; i < file->outcome_count; i++) {
        with.tally.cases[file->outcomes[i].state]++;
        with.nanoseconds += file->outcomes[i].nanoseconds;
    }
    return with;
}

static struct tally run_tally(const struct sample_run *run)
{
    struct tally tally = {0};
    for (size_t i = 0; i < run->file_count; i++) {
        struct file_outcome file = with_tally(&run->files[i]);
        for (size_t state = 0; state < CASE_STATES; state++) {
            tally.cases[state] += file.tally.cases[state];
        }
        tally.files += file.tally.files;
        tally.invalid += file.tally.invalid;
        tally.unreadable += file.tally.unreadable;
    }
    return tally;
}

static void tell_file(struct report *report, struct file_outcome file, size_t part_size)
{
    size_t left = file.outcome_count;
    do {
        file.outcome_count = part_size > 0 && left > part_size ? part_size : left;
        left -= file.outcome_count;
        file.more = left > 0;
        report->format->file(report, &file);
        file.outcomes = left > 0 ? file.outcomes + file.outcome_count : NULL;
        file.goes_on = true;
    } while (left > 0);
}

struct text sample_run_report(const struct sample_run *run, const struct report_format *format,
                              bool color, size_t part_size)
{
    struct report report = {
        .format = format,
        .facts = &run->facts,
        .page = {.color = color, .width = 100},
    };
    struct run_end end = {.tally = run_tally(run), .cut = run->cut, .signal = run->signal};
    bool nothing = run->file_count == 0 && run->facts.shard_count == 1;
    end.code = nothing ? CODE_NOTHING : CODE_PASSED;
    if (format->begin != NULL) {
        format->begin(&report);
    }
    for (size_t i = 0; i < run->file_count; i++) {
        tell_file(&report, with_tally(&run->files[i]), part_size);
        end.code = code_worst(end.code, run->files[i].code);
    }
    format->end(&report, &end);
    return report.page.text;
}
