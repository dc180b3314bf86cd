/* ntsrm access-check: may this token have these rights on an object with this descriptor? */
#include "command.h"
#include "descriptors.h"
#include "options.h"
#include "page.h"
#include "settings.h"
#include "verdict.h"

#include "scenario/dictionary.h"
#include "scenario/words.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum access_option {
    ACCESS_SDDL,
    ACCESS_HEX,
    ACCESS_TOKEN,
    ACCESS_DESIRED,
    ACCESS_TYPE,
    ACCESS_PROFILE,
    ACCESS_POLICY,
    ACCESS_ROOT,
    ACCESS_OPTION_COUNT
};

static const struct option options[] = {
    [ACCESS_SDDL] = {"sddl", "SDDL", "the object's security descriptor"},
    [ACCESS_HEX] = {"hex", "BYTES", "the same as bytes of a self-relative one, two digits each"},
    [ACCESS_TOKEN] = {"token", "FILE:NAME", "whose access: a token of a scenario or fixture file"},
    [ACCESS_DESIRED] = {"desired", "RIGHTS",
                        "what is asked for: rights and numbers, separated by | or commas, such as "
                        "FILE_READ_DATA|WRITE_DAC or MAXIMUM_ALLOWED"},
    [ACCESS_TYPE] = {"type", "TYPE", "what the object is; file if not given"},
    [ACCESS_PROFILE] = {"profile", "VERSION", "as this version of NT, nt5.0 to nt10.0"},
    [ACCESS_POLICY] = {"policy", "SWITCH=WORD",
                       "answer a contested point, see 'ntsrm rules policy'; may be repeated"},
    [ACCESS_ROOT] = {"root", "FOLDER", "`use` reads nothing outside of this folder"},
    [ACCESS_OPTION_COUNT] = {0},
};

#define STEPS_LIMIT  0x10000u
#define TOKENS_LIMIT 256

/* The question, as far as the command line says it, and what becomes of it. */
struct question {
    struct settings settings;
    const char *text, *hex; /* one of them is there */
    char *file;
    const char *token, *desired_text;
    ACCESS_MASK desired;
    enum rtl_mapped_type type;
    struct page *page;
    bool color;
    enum exit_code code;
};

/* ---- the command line ---- */

static bool token_read(struct question *question, const char *value)
{
    const char *colon = strrchr(value, ':');
    if (colon == NULL || colon == value || colon[1] == '\0') {
        usage_error(question->settings.command,
                    "--token is FILE:NAME, a file and a token of it, not '%s'", value);
        return false;
    }
    free(question->file);
    question->file = strdup(value);
    question->file[colon - value] = '\0';
    question->token = question->file + (colon - value) + 1;
    return true;
}

static bool option_read(struct question *question, const struct given_option *given)
{
    switch (given->option) {
    case ACCESS_SDDL:
        question->text = given->value;
        return true;
    case ACCESS_HEX:
        question->hex = given->value;
        return true;
    case ACCESS_TOKEN:
        return token_read(question, given->value);
    case ACCESS_DESIRED:
        question->desired_text = given->value;
        return true;
    case ACCESS_TYPE:
        return object_type_read(question->settings.command, given->value, &question->type);
    case ACCESS_PROFILE:
        return setting_read(&question->settings, SETTING_PROFILE, given->value);
    case ACCESS_POLICY:
        return setting_read(&question->settings, SETTING_POLICY, given->value);
    default:
        return setting_read(&question->settings, SETTING_ROOT, given->value);
    }
}

/* One right of --desired: a constant or a number. */
static bool right_read(struct question *question, struct dictionary *dictionary, const char *text,
                       size_t length)
{
    const struct word *word =
        dictionary_find(dictionary, SPACE_ACCESS, text, length, word_hash(text, length));
    char *end;
    errno = 0;
    unsigned long long number = strtoull(text, &end, 0);
    if (word != NULL) {
        question->desired |= word->value;
        return true;
    }
    if (isdigit((unsigned char)*text) && end == text + length && errno == 0 &&
        number <= UINT32_MAX) {
        question->desired |= (ACCESS_MASK)number;
        return true;
    }
    const char *nearest = dictionary_nearest(dictionary, SPACE_ACCESS, text, length);
    usage_error(question->settings.command, "unknown right '%.*s'", (int)length, text);
    print_nearest("", nearest != NULL ? nearest : "", &nearest, nearest != NULL);
    if (nearest == NULL && length == 2) {
        fputs("help: the letters of SDDL stand in SDDL only; write FILE_GENERIC_READ or the like\n",
              stderr);
    }
    return false;
}

static bool desired_read(struct question *question)
{
    struct dictionary dictionary = {0};
    bool right = true;
    for (const char *at = question->desired_text; right && *at != '\0';) {
        size_t length = strcspn(at, "|, ");
        right = length == 0 || right_read(question, &dictionary, at, length);
        at += length + (at[length] != '\0');
    }
    dictionary_free(&dictionary);
    return right;
}

static bool is_complete(const struct question *question)
{
    const char *missing = question->text == NULL && question->hex == NULL ? "--sddl or --hex"
                          : question->token == NULL                       ? "--token"
                          : question->desired_text == NULL || *question->desired_text == '\0'
                              ? "--desired"
                              : NULL;
    if (missing != NULL) {
        usage_error(question->settings.command, "%s is missing", missing);
    } else if (question->text != NULL && question->hex != NULL) {
        usage_error(question->settings.command, "--sddl and --hex say the same twice");
    }
    return missing == NULL && (question->text == NULL || question->hex == NULL);
}

/* ---- the answer ---- */

static void check(struct question *question, struct runner *runner, struct se_token *token,
                  const struct rtl_view *view)
{
    struct srm_world *world = runner_world(runner);
    bool impersonates = token->type == TokenImpersonation;
    SECURITY_SUBJECT_CONTEXT subject = {
        .ClientToken = impersonates ? token : NULL,
        .ImpersonationLevel = token->level,
        .PrimaryToken = token,
    };
    struct se_journal journal = {
        .steps = calloc(STEPS_LIMIT, sizeof *journal.steps),
        .capacity = STEPS_LIMIT,
    };
    struct se_access_request request = {
        .subject = &subject,
        .descriptor = view,
        .mapping = rtl_mapping(world->profile, question->type),
        .desired =
            rtl_mapping_apply(rtl_mapping(world->profile, question->type), question->desired),
        .mode = UserMode,
        .journal = &journal,
    };
    struct se_verdict answer = {0};
    se_access_check(world, &request, &answer);
    if (world->not_modelled != NULL) {
        fprintf(stderr, "ntsrm: not modelled: %s\n", world->not_modelled);
        question->code = CODE_TROUBLE;
    } else {
        verdict_tell(question->page, runner,
                     &(struct verdict){.token = question->token,
                                       .type = question->type,
                                       .request = &request,
                                       .answer = &answer});
        question->code = answer.status == STATUS_SUCCESS ? CODE_PASSED : CODE_REFUSED;
    }
    free(journal.steps);
}

static void no_such_token(const struct question *question, const struct runner *runner)
{
    const char *names[TOKENS_LIMIT];
    size_t count = runner_token_names(runner, names, TOKENS_LIMIT);
    usage_error(question->settings.command, "%s has no token '%s'", question->file,
                question->token);
    print_nearest("", question->token, names, count);
}

static void answer(void *context, struct runner *runner)
{
    struct question *question = context;
    const struct srm_world *world = runner_world(runner);
    struct se_token *token = runner_token(runner, question->token);
    struct rtl_bytes bytes = {0};
    struct rtl_view view;
    question->code = CODE_USAGE;
    if (token == NULL) {
        no_such_token(question, runner);
    } else if (descriptor_read(world, question->text, question->hex, question->color, &bytes) &&
               descriptor_view(world, &bytes, &view)) {
        check(question, runner, token, &view);
    }
    rtl_bytes_free(&bytes);
}

static void ask(struct question *question)
{
    struct runner *runner = runner_new();
    struct run_options run_options = {
        .has_profile = question->settings.profile_count > 0,
        .profile = settings_profile(&question->settings),
        .policies = question->settings.policies,
        .policy_count = question->settings.policy_count,
    };
    enum load_result loaded = runner_load(runner, question->file, question->settings.root);
    question->code = loaded == LOAD_IO ? CODE_TROUBLE : CODE_INVALID;
    if ((loaded != LOAD_OK && loaded != LOAD_FIXTURES) ||
        !runner_visit_fixtures(runner, &run_options, question, answer)) {
        struct page problems = {0};
        runner_print_diagnostics(runner, &problems.text, question->color);
        page_print(&problems, stderr);
        page_free(&problems);
    }
    runner_free(runner);
}

static enum exit_code access_check_run(const struct invocation *invocation)
{
    struct question question = {
        .settings = {.command = &command_access_check},
        .type = RTL_MAPPED_File,
        .page = invocation->page,
        .color = invocation->stderr_color,
        .code = CODE_USAGE,
    };
    bool read = true;
    for (size_t i = 0; i < invocation->option_count && read; i++) {
        read = option_read(&question, &invocation->options[i]);
    }
    if (read && is_complete(&question) && desired_read(&question)) {
        ask(&question);
    }
    free(question.file);
    return question.code;
}

const struct command command_access_check = {
    .name = "access-check",
    .operands = "",
    .summary = "answer whether a token gets access to an object, and explain why",
    .details = "What SeAccessCheck says when a thread with this token opens an object with this "
               "descriptor. The explanation goes through the stages of the decision and through "
               "the DACL, entry by entry. Exit code: 0 granted, 10 refused, 2 the command line or "
               "the descriptor is wrong, 3 the file is invalid, 4 it cannot be read or the answer "
               "depends on what is not modelled.",
    .options = options,
    .run = access_check_run,
};
