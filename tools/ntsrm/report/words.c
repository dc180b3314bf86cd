#include "ntsrm/report/words.h"

#include "ntsrm/coverage/sides.h"
#include "ntsrm/shown.h"

#include "ex/rules.h"

#include <inttypes.h>
#include <string.h>

/* ---- states ---- */

const char *state_key(enum case_state state)
{
    static const char *const keys[CASE_STATES] = {
        [CASE_NOT_RUN] = "not_run", [CASE_PASS] = "pass",   [CASE_FAIL] = "fail",
        [CASE_ERROR] = "error",     [CASE_XPASS] = "xpass", [CASE_XFAIL] = "xfail",
        [CASE_SKIP] = "skip",
    };
    return keys[state];
}

const enum case_state state_order[CASE_STATES] = {
    CASE_PASS, CASE_FAIL, CASE_ERROR, CASE_XPASS, CASE_XFAIL, CASE_SKIP, CASE_NOT_RUN,
};

size_t tally_cases(const struct tally *tally)
{
    size_t count = 0;
    for (size_t i = 0; i < CASE_STATES; i++) {
        count += tally->cases[i];
    }
    return count;
}

bool file_is_refused(const struct file_outcome *file)
{
    return (file->code == CODE_INVALID || file->code == CODE_TROUBLE) &&
           tally_cases(&file->tally) == 0;
}

/* ---- texts ---- */

void append_plain(struct text *out, const char *styled)
{
    struct page page = {.color = false};
    page_put_styled(&page, styled);
    text_append_string(out, page.text.bytes != NULL ? page.text.bytes : "");
    page_free(&page);
}

void append_message(struct text *out, const struct outcome *outcome)
{
    if (outcome->state == CASE_XPASS) {
        text_append_format(out, "passed unexpectedly, it is expected to fail: %s",
                           outcome->reason != NULL ? outcome->reason : "");
    } else if (outcome->reason != NULL) {
        text_append_string(out, outcome->reason);
    } else if (outcome->finding_count > 0) {
        text_append_string(out, outcome->findings[0].message);
        if (outcome->finding_count > 1) {
            text_append_format(out, " (and %zu more)", outcome->finding_count - 1);
        }
    } else {
        text_append_string(out, outcome->remark != NULL ? outcome->remark
                                                        : case_state_word(outcome->state));
    }
}

struct spot outcome_spot(const struct file_outcome *file, const struct outcome *outcome)
{
    if (outcome->finding_count > 0) {
        const struct outcome_finding *finding = &outcome->findings[0];
        return (struct spot){finding->path, finding->place, finding->width};
    }
    return (struct spot){file->path, outcome->place, 0};
}

/* ---- commands ---- */

/* In the quotes in which a shell knows escapes, for what a line cannot have. */
static void append_unprintable(struct text *out, const char *word)
{
    text_append_string(out, "$'");
    for (; *word != '\0'; word++) {
        unsigned char byte = (unsigned char)*word;
        if (byte < ' ' || byte >= 0x7F) {
            text_append_format(out, "\\%03o", (unsigned)byte);
        } else {
            text_append_format(out, "%s%c", byte == '\'' || byte == '\\' ? "\\" : "", byte);
        }
    }
    text_append_string(out, "'");
}

/* Quoted, if a shell would see anything else in it. */
static void append_word(struct text *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./:=,@%+";
    struct text shown = {0};
    append_shown(&shown, word, false);
    if (strcmp(shown.bytes, word) != 0) {
        append_unprintable(out, word);
    } else if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        text_append_string(out, word);
    } else {
        text_append_string(out, "'");
        for (; *word != '\0'; word++) {
            text_append_string(out, *word == '\'' ? "'\\'" : "");
            text_append(out, word, 1);
        }
        text_append_string(out, "'");
    }
    text_free(&shown);
}

void append_command(struct text *out, const struct run_facts *facts,
                    const struct file_outcome *file, const struct outcome *outcome)
{
    struct text word = {0};
    text_append_string(out, "ntsrm run ");
    for (size_t i = 0; facts->options != NULL && facts->options[i] != NULL; i++) {
        append_word(out, facts->options[i]);
        text_append_string(out, " ");
    }
    if (outcome != NULL && facts->profiles != NULL && facts->profiles[0] != NULL) {
        text_append_format(out, "--profile=%s ", ex_profile_name(outcome->profile));
    }
    text_append_string(&word, file->path);
    if (outcome != NULL) {
        text_append_format(&word, ":%s", outcome->id);
    }
    append_word(out, word.bytes);
    text_free(&word);
}

void append_body(struct text *out, const struct run_facts *facts, const struct file_outcome *file,
                 const struct outcome *outcome)
{
    append_command(out, facts, file, outcome);
    text_append_string(out, "\n\n");
    if (outcome != NULL && *outcome->title != '\0') {
        append_shown(out, outcome->title, false);
        text_append_string(out, "\n");
    }
    append_plain(out, outcome != NULL ? outcome->explanation : file->explanation);
    while (out->bytes[out->length - 1] == '\n') {
        out->bytes[--out->length] = '\0';
    }
}

/* ---- totals ---- */

bool coverage_is_enough(const struct run_coverage *coverage)
{
    struct coverage counted = coverage_count(coverage->answers);
    return !coverage->has_minimum || coverage_percent(&counted) >= coverage->minimum;
}

void append_coverage(struct text *out, const struct run_coverage *coverage)
{
    struct coverage counted = coverage_count(coverage->answers);
    unsigned percent = coverage_percent(&counted);
    text_append_format(out, "%u.%02u %% of the rules' sides were seen (%zu of %zu)", percent / 100,
                       percent % 100, counted.seen + counted.excused, counted.sides);
    if (coverage->has_minimum) {
        text_append_format(out, "; at least %u.%02u %% are wanted", coverage->minimum / 100,
                           coverage->minimum % 100);
    }
}

void append_circumstances(struct text *out, const struct run_facts *facts,
                          const struct run_end *end)
{
    const char *comma = "";
    if (end->signal != 0) {
        text_append_string(out, "interrupted");
        comma = ", ";
    } else if (end->cut) {
        text_append_string(out, "stopped early");
        comma = ", ";
    }
    if (facts->shard_count > 1) {
        text_append_format(out, "%sshard %u of %u", comma, facts->shard, facts->shard_count);
        comma = ", ";
    }
    if (facts->shuffled) {
        text_append_format(out, "%sshuffled with --seed=%" PRIu64, comma, facts->seed);
        comma = ", ";
    }
    if (facts->repeat > 1) {
        text_append_format(out, "%seach case %u times", comma, facts->repeat);
    }
}

enum style state_style(enum case_state state)
{
    switch (state) {
    case CASE_PASS:
        return STYLE_GOOD;
    case CASE_FAIL:
    case CASE_XPASS:
    case CASE_ERROR:
        return STYLE_BAD;
    case CASE_SKIP:
    case CASE_XFAIL:
    case CASE_NOT_RUN:
    default:
        return STYLE_DOUBT;
    }
}

static void put_bad_files(struct page *page, size_t count, const char *how)
{
    if (count > 0) {
        page_put(page, STYLE_PLAIN, ", ");
        page_put(page, STYLE_BAD, "%zu file%s %s", count, count == 1 ? "" : "s", how);
    }
}

static void put_count(struct page *page, enum style style, size_t count, const char *word)
{
    struct text counted = {0};
    text_append_number(&counted, count);
    text_append_string(&counted, " ");
    text_append_string(&counted, word);
    page_put_string(page, style, counted.bytes);
    text_free(&counted);
}

static void put_totals(struct page *page, const struct tally *tally)
{
    for (size_t i = 0; i < CASE_STATES; i++) {
        enum case_state state = state_order[i];
        size_t count = tally->cases[state];
        /* To be an error is not said of a case: nobody knows whether it would pass. */
        const char *word = state == CASE_ERROR ? "undecided" : case_state_word(state);
        if (count > 0 || i == 0) {
            page_put_string(page, STYLE_PLAIN, i > 0 ? ", " : "");
            put_count(page, count > 0 ? state_style(state) : STYLE_PLAIN, count, word);
        }
    }
    page_put_string(page, STYLE_PLAIN, " (in ");
    put_count(page, STYLE_PLAIN, tally->files, tally->files == 1 ? "file)" : "files)");
    put_bad_files(page, tally->invalid, "invalid");
    put_bad_files(page, tally->unreadable, "unreadable");
}

void put_last_line(struct page *page, const struct run_facts *facts, const struct run_end *end)
{
    struct text circumstances = {0};
    append_circumstances(&circumstances, facts, end);
    put_totals(page, &end->tally);
    if (circumstances.length > 0) {
        page_put(page, STYLE_FAINT, "; %s", circumstances.bytes);
    }
    page_end(page);
    text_free(&circumstances);
}
