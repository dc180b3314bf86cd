/* ntsrm(1). */
#include "ntsrm/manual/pages.h"

#include "ntsrm/command.h"
#include "ntsrm/manual/roff.h"
#include "ntsrm/options.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static const struct {
    const char *code, *meaning;
} exit_codes[] = {
    {"0", "all is well; all cases passed, or were skipped"},
    {"1", "a case failed, a case passed that was expected to fail, or too little was covered"},
    {"2", "the command line is wrong"},
    {"3", "a scenario is invalid"},
    {"4",
     "a file cannot be read or written, a case takes more than its budget or meets what is not "
     "modelled, or ntsrm is wrong"},
    {"5", "nothing matched"},
    {"10", "what was asked about is refused (access-check)"},
};

static const struct {
    const char *name, *meaning;
} environment[] = {
    {"NO_COLOR", "if it is not empty, --color=auto is never"},
    {"CLICOLOR_FORCE, FORCE_COLOR",
     "if one is not empty, and NO_COLOR is not there, --color=auto is always"},
    {"TERM", "dumb: no colours"},
};

static void put_options(struct text *out, const struct option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        struct text term = {0};
        text_append_format(&term, "--%s%s", options->name, options->value != NULL ? "=" : "");
        roff_term(out, term.bytes, options->value, options->help);
        text_free(&term);
    }
}

static void put_command(struct text *out, const struct command *command)
{
    struct text usage = {0};
    text_append_format(&usage, "ntsrm %s [OPTION]...%s%s", command->name,
                       *command->operands != '\0' ? " " : "", command->operands);
    roff_subheading(out, usage.bytes);
    struct text summary = {0};
    text_append_format(&summary, "%s.", command->summary);
    roff_paragraph(out, summary.bytes);
    roff_paragraphs(out, command->details);
    put_options(out, command->options);
    text_free(&usage);
    text_free(&summary);
}

void manual_print_program(struct text *out)
{
    static const char *const examples[] = {
        "ntsrm run scenarios",
        "ntsrm explain scenarios/Gate/example.yaml:12",
        "ntsrm rules gate.same_user",
        "ntsrm status 0xC0000022",
    };
    static const char *const pages[] = {"ntsrm-scenario(5)", "libntsrm(3)"};
    roff_begin(out, "ntsrm", 1, "the Windows NT security reference monitor as a program");
    roff_heading(out, "SYNOPSIS");
    text_append_string(out, ".B ntsrm\n.I command\n.RI [ option \" ...] [\" argument \" ...]\"\n");
    roff_heading(out, "DESCRIPTION");
    roff_paragraph(out, "ntsrm runs and explains scenarios: calls of Windows NT's security "
                        "interface, made in a small simulated world, with what they must answer. "
                        "It also answers single questions about rules, calls, results, access and "
                        "security descriptors. No Windows is needed.");
    roff_paragraph(out, "Answers go to standard output, everything else to standard error. "
                        "Options may stand after operands; their values are written "
                        "--name=value or --name value; -- ends them.");
    roff_heading(out, "COMMANDS");
    for (size_t i = 0; command_at(i) != NULL; i++) {
        put_command(out, command_at(i));
    }
    roff_heading(out, "OPTIONS OF EVERY COMMAND");
    put_options(out, common_options);
    roff_heading(out, "EXIT STATUS");
    for (size_t i = 0; i < COUNT_OF(exit_codes); i++) {
        roff_term(out, exit_codes[i].code, NULL, exit_codes[i].meaning);
    }
    roff_paragraph(out, "The worst counts: 4, then 3, then 1.");
    roff_heading(out, "ENVIRONMENT");
    for (size_t i = 0; i < COUNT_OF(environment); i++) {
        roff_term(out, environment[i].name, NULL, environment[i].meaning);
    }
    roff_heading(out, "FILES");
    roff_term(out, ".ntsrm-root", NULL,
              "marks the folder outside of which scenarios read nothing; --root names another");
    roff_heading(out, "EXAMPLES");
    roff_example(out, examples, COUNT_OF(examples));
    roff_see_also(out, pages, COUNT_OF(pages));
}
