#include "ntsrm/edit/bless.h"

#include "ntsrm/edit/canonical.h"
#include "ntsrm/edit/difference.h"
#include "ntsrm/edit/replace.h"
#include "ntsrm/edit/wish.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A text of the file, and what its cases come to. */
struct trial {
    struct text text;
    struct runner *runner;
    struct manuscript manuscript;
    bool valid;
};

struct work {
    struct bless *bless;
    const char *path, *root;
    struct run_options options;
    struct text original;
    struct trial now, next;
    size_t *which; /* by case: which of the ids it has, from 1; 0: it is not to be blessed */
    struct wish *wishes;
    size_t wish_count, wish_capacity;
    struct edits edits;
    size_t values;
    /* Of the trial: a wish was given up, a case that was good is not, one cannot be decided. */
    bool retreated, spoilt, broken;
};

static const char not_compared[] = "there is no value that would be right";
static const char invalid_then[] =
    "the scenario would be invalid then, or have two cases that are the same";
static const char elsewhere[] = "it stands in another file";
static const char others_need_it[] = "other cases need it as it is";
static const char differs_by_case[] =
    "it is not the same in all cases; give each its own value in 'cases'";
static const char cannot_be_said[] = "what it is cannot be written there";
static const char case_is_broken[] = "the case fails for another reason then";

/* ---- trials ---- */

static void trial_run(const struct work *work, struct trial *trial)
{
    struct text *text = &trial->text;
    trial->valid = runner_load_memory(trial->runner, work->path, text->bytes, text->length,
                                      work->root) == LOAD_OK &&
                   runner_run(trial->runner, &work->options) &&
                   manuscript_read(&trial->manuscript, work->path, text->bytes, text->length);
}

static void trial_free(struct trial *trial)
{
    runner_free(trial->runner);
    manuscript_free(&trial->manuscript);
    text_free(&trial->text);
}

static bool is_bad(enum case_state state)
{
    return state == CASE_FAIL || state == CASE_XPASS || state == CASE_ERROR;
}

static enum case_state state_of(const struct trial *trial, size_t index)
{
    return runner_result(trial->runner, index)->state;
}

/* ---- wishes ---- */

static struct wish *wish_find(struct work *work, size_t start, struct place row)
{
    for (size_t i = 0; i < work->wish_count; i++) {
        struct wish *wish = &work->wishes[i];
        if (wish->start == start && wish->row.line == row.line && wish->row.column == row.column) {
            return wish;
        }
    }
    return NULL;
}

static void wish_refuse(struct wish *wish, const char *why)
{
    if (wish->state != WISH_REFUSED) {
        wish->state = WISH_REFUSED;
        wish->why = why;
    }
}

static struct wish *wish_add(struct work *work, const struct finding *finding, size_t start,
                             struct place row)
{
    if (work->wish_count == work->wish_capacity) {
        work->wish_capacity = work->wish_capacity * 2 + 16;
        work->wishes = memory_resize(work->wishes, work->wish_capacity * sizeof *work->wishes);
    }
    struct wish *wish = &work->wishes[work->wish_count++];
    *wish = (struct wish){
        .start = start,
        .actual = wish_actual(finding),
        .rule = strncmp(finding->message, "because: ", 9) == 0,
        .place = finding->place,
        .row = row,
    };
    return wish;
}

/* What a failed case wishes for; true if that is anything new. */
static bool finding_take(struct work *work, const struct finding *finding, struct place row)
{
    size_t start = manuscript_offset(&work->now.manuscript, finding->place);
    struct wish *wish = wish_find(work, start, row);
    if (wish == NULL) {
        wish = wish_add(work, finding, start, row);
        if (finding->source != 0) {
            wish_refuse(wish, elsewhere);
        } else if (finding->actual == NULL) {
            wish_refuse(wish, not_compared);
        }
        return wish->state != WISH_REFUSED;
    }
    char *actual = wish_actual(finding);
    if (wish->state == WISH_DONE || strcmp(wish->actual, actual) != 0) {
        wish_refuse(wish, differs_by_case);
    }
    free(actual);
    return false;
}

static bool wishes_collect(struct work *work)
{
    struct runner *runner = work->now.runner;
    bool any = false;
    for (size_t i = 0; i < runner_case_count(runner); i++) {
        const struct case_result *result = runner_result(runner, i);
        if (work->which[i] == 0 || result->state != CASE_FAIL) {
            continue;
        }
        for (size_t j = 0; j < result->finding_count; j++) {
            any = finding_take(work, runner_finding(runner, result->first_finding + j),
                               runner_case(runner, i).place) ||
                  any;
        }
    }
    return any;
}

/* ---- edits ---- */

static struct wish *wish_of(struct work *work, const struct edit *edit)
{
    return &work->wishes[edit->wish];
}

/* Two wishes for one place come true only together. */
static void conflicts_refuse(struct work *work)
{
    struct edits *edits = &work->edits;
    const struct edit *before = NULL;
    for (size_t i = 0; i < edits->count; i++) {
        const struct edit *edit = &edits->list[i];
        bool same = before != NULL && before->start == edit->start && before->end == edit->end &&
                    strcmp(before->with, edit->with) == 0;
        if (before != NULL && !same && edit->start < before->end) {
            wish_refuse(wish_of(work, before), differs_by_case);
            wish_refuse(wish_of(work, edit), differs_by_case);
        }
        before = before == NULL || edit->end >= before->end ? edit : before;
    }
}

static bool is_open(const struct wish *wish)
{
    return wish->state == WISH_PARTS || wish->state == WISH_WHOLE;
}

#define ALL_WISHES SIZE_MAX

/* All edits that open wishes take, or one of them; false if there are none. */
static bool edits_plan(struct work *work, size_t only)
{
    struct edits *edits = &work->edits;
    edits_free(edits);
    for (size_t i = 0; i < work->wish_count; i++) {
        struct wish *wish = &work->wishes[i];
        if (is_open(wish) && (only == ALL_WISHES || only == i)) {
            wish_plan(edits, wish, i, &work->now.manuscript);
        }
    }
    edits_sort(edits);
    conflicts_refuse(work);
    size_t kept = 0;
    for (size_t i = 0; i < edits->count; i++) {
        struct edit edit = edits->list[i];
        if (wish_of(work, &edit)->state == WISH_REFUSED) {
            free(edit.with);
        } else {
            edits->list[kept++] = edit;
        }
    }
    edits->count = kept;
    return kept > 0;
}

/* ---- trying out ---- */

/* A wish did not come true: it is tried as a whole, or given up. */
static void wish_retreat(struct work *work, struct wish *wish, const char *why)
{
    bool open = is_open(wish);
    work->retreated = work->retreated || open;
    if (wish->state == WISH_PARTS && (why == cannot_be_said || why == invalid_then)) {
        wish->state = WISH_WHOLE;
    } else if (open) {
        wish_refuse(wish, why);
    }
}

/* Wishes for what stands at the offset: those of the row, or else all. False if there are none. */
static bool wishes_retreat_from(struct work *work, size_t offset, struct place row, const char *why)
{
    bool found = false;
    for (int own = 1; own >= 0 && !found; own--) {
        for (size_t i = 0; i < work->wish_count; i++) {
            struct wish *wish = &work->wishes[i];
            bool mine = wish->row.line == row.line && wish->row.column == row.column;
            if (edits_moved(&work->edits, wish->start) == offset && (mine || own == 0)) {
                found = true;
                wish_retreat(work, wish, mine || why != cannot_be_said ? why : differs_by_case);
            }
        }
    }
    return found;
}

/* Those that changed what stands at the offset. */
static void wishes_retreat_at(struct work *work, size_t offset, struct place row, const char *why)
{
    bool found = wishes_retreat_from(work, offset, row, why);
    for (size_t i = 0; i < work->edits.count && !found; i++) {
        const struct edit *edit = &work->edits.list[i];
        if (offset >= edit->to && offset <= edit->to + strlen(edit->with)) {
            wish_retreat(work, wish_of(work, edit), why);
        }
    }
}

static void wishes_retreat(struct work *work, const char *why)
{
    for (size_t i = 0; i < work->wish_count; i++) {
        wish_retreat(work, &work->wishes[i], why);
    }
}

/* A case that is as it should not be. */
static void case_judge(struct work *work, size_t index)
{
    const struct case_result *result = runner_result(work->next.runner, index);
    bool was_good = !is_bad(state_of(&work->now, index));
    struct place row = runner_case(work->now.runner, index).place;
    for (size_t i = 0; i < result->finding_count; i++) {
        const struct finding *finding =
            runner_finding(work->next.runner, result->first_finding + i);
        if (finding->source == 0 && (was_good || work->which[index] != 0)) {
            wishes_retreat_at(work, manuscript_offset(&work->next.manuscript, finding->place), row,
                              was_good ? others_need_it : cannot_be_said);
        }
    }
    work->spoilt = work->spoilt || was_good;
    work->broken = work->broken || (work->which[index] != 0 && result->state == CASE_ERROR);
}

/* More wishes than these are not tried out one by one. */
#define SIFT_LIMIT 32

/* The file is invalid: whatever wish makes it so alone is given up, or else the last one. */
static void wishes_sift(struct work *work)
{
    if (work->wish_count > SIFT_LIMIT) {
        wishes_retreat(work, invalid_then);
        return;
    }
    for (size_t i = 0; i < work->wish_count; i++) {
        if (is_open(&work->wishes[i]) && edits_plan(work, i)) {
            edits_apply(&work->edits, &work->now.text, &work->next.text);
            trial_run(work, &work->next);
            if (!work->next.valid) {
                wish_retreat(work, &work->wishes[i], invalid_then);
            }
        }
    }
    for (size_t i = work->wish_count; i-- > 0 && !work->retreated;) {
        wish_retreat(work, &work->wishes[i], invalid_then);
    }
}

/* What became of the file as the wishes have it; true if one of them had to be given up. */
static bool trial_judge(struct work *work)
{
    work->retreated = work->spoilt = work->broken = false;
    if (!work->next.valid) {
        wishes_sift(work);
        return true;
    }
    for (size_t i = 0; i < runner_case_count(work->now.runner); i++) {
        if (is_bad(state_of(&work->next, i))) {
            case_judge(work, i);
        }
    }
    if (!work->retreated && (work->spoilt || work->broken)) {
        wishes_retreat(work, work->spoilt ? others_need_it : case_is_broken);
    }
    return work->retreated;
}

/* The next text is the one from now on. */
static void trial_keep(struct work *work)
{
    for (size_t i = 0; i < work->wish_count; i++) {
        struct wish *wish = &work->wishes[i];
        wish->start = edits_moved(&work->edits, wish->start);
        if (is_open(wish)) {
            wish->state = WISH_DONE;
        }
    }
    for (size_t i = 0; i < work->edits.count; i++) {
        work->values += !edit_is_repeated(&work->edits, i);
    }
    struct trial kept = work->next;
    work->next = work->now;
    work->now = kept;
}

/* One round: what the failed cases wish for by now. True if something came true. */
static bool wishes_grant(struct work *work)
{
    if (!wishes_collect(work)) {
        return false;
    }
    while (edits_plan(work, ALL_WISHES)) {
        edits_apply(&work->edits, &work->now.text, &work->next.text);
        trial_run(work, &work->next);
        if (!trial_judge(work)) {
            trial_keep(work);
            return true;
        }
    }
    return false;
}

/* ---- a file ---- */

static void complain(struct bless *bless, const char *path, const char *what)
{
    page_put(bless->talk, STYLE_PLAIN, "ntsrm run: %s: %s\n", path, what);
}

static void trouble(struct bless *bless, const char *path, const char *what)
{
    complain(bless, path, what);
    bless->code = CODE_TROUBLE;
}

static void refusals_tell(const struct work *work)
{
    for (size_t i = 0; i < work->wish_count; i++) {
        const struct wish *wish = &work->wishes[i];
        if (wish->state == WISH_REFUSED) {
            page_put(work->bless->talk, STYLE_PLAIN, "%s:%u:%u: not blessed: %s\n", work->path,
                     (unsigned)wish->place.line, (unsigned)wish->place.column, wish->why);
        }
    }
}

static int compare_ids(const void *key, const void *member)
{
    return strcmp(key, *(const char *const *)member);
}

static void cases_choose(struct work *work, const char *const *ids, size_t count)
{
    struct runner *runner = work->now.runner;
    size_t cases = runner_case_count(runner);
    work->which = memory_resize(NULL, (cases + 1) * sizeof *work->which);
    for (size_t i = 0; i < cases; i++) {
        const char *id = runner_case_id(runner, i);
        const char *const *found = bsearch(id, (const void *)ids, count, sizeof *ids, compare_ids);
        work->which[i] = found != NULL ? (size_t)(found - ids) + 1 : 0;
    }
}

/* A file that was laid out stays so. */
static void layout_keep(struct work *work)
{
    struct manuscript manuscript = {0};
    struct text before = {0}, after = {0};
    bool was = canonical_make(&manuscript, work->path, work->original.bytes, work->original.length,
                              &before) == CANONICAL_MADE &&
               before.length == work->original.length &&
               memcmp(before.bytes, work->original.bytes, before.length) == 0;
    const struct text *text = &work->now.text;
    if (was && canonical_make(&manuscript, work->path, text->bytes, text->length, &after) ==
                   CANONICAL_MADE) {
        text_reset(&work->next.text);
        text_append(&work->next.text, after.bytes, after.length);
    } else {
        text_reset(&work->next.text);
        text_append(&work->next.text, text->bytes, text->length);
    }
    manuscript_free(&manuscript);
    text_free(&before);
    text_free(&after);
}

static bool is_unchanged(const struct work *work)
{
    struct text again = {0};
    bool same = text_read_file(&again, work->path, NODES_BYTES_LIMIT) == TEXT_FILE_READ &&
                again.length == work->original.length &&
                memcmp(again.bytes, work->original.bytes, again.length) == 0;
    text_free(&again);
    return same;
}

/* Shows the difference and writes it; false if that is not possible. */
static bool file_finish(struct work *work)
{
    struct bless *bless = work->bless;
    layout_keep(work);
    const struct text *text = &work->next.text;
    difference_print(bless->page, work->path, work->original.bytes, work->original.length,
                     text->bytes, text->length);
    if (!is_unchanged(work)) {
        trouble(bless, work->path, "has changed meanwhile and is left as it is");
        return false;
    }
    if (!file_replace(work->path, text->bytes, text->length)) {
        trouble(bless, work->path, strerror(errno));
        return false;
    }
    bless->values += work->values;
    bless->files++;
    return true;
}

static void work_free(struct work *work)
{
    trial_free(&work->now);
    trial_free(&work->next);
    for (size_t i = 0; i < work->wish_count; i++) {
        free(work->wishes[i].actual);
    }
    free(work->wishes);
    free(work->which);
    edits_free(&work->edits);
    text_free(&work->original);
}

static void cases_bless(struct work *work, const char *const *ids, bool *passes, size_t count)
{
    cases_choose(work, ids, count);
    while (wishes_grant(work)) {
    }
    refusals_tell(work);
    if (work->values == 0 || !file_finish(work)) {
        return;
    }
    for (size_t i = 0; i < runner_case_count(work->now.runner); i++) {
        if (work->which[i] != 0 && !is_bad(state_of(&work->now, i))) {
            passes[work->which[i] - 1] = true;
        }
    }
}

void bless_file(struct bless *bless, const char *path, const char *root, const char *const *ids,
                bool *passes, size_t count)
{
    struct work work = {.bless = bless, .path = path, .root = root, .options = *bless->options};
    work.now.runner = runner_new();
    work.next.runner = runner_new();
    memset(passes, 0, count * sizeof *passes);
    if (text_read_file(&work.original, path, NODES_BYTES_LIMIT) != TEXT_FILE_READ) {
        trouble(bless, path, "cannot be read again");
    } else {
        text_append(&work.now.text, work.original.bytes, work.original.length);
        trial_run(&work, &work.now);
        if (runner_is_twin(work.now.runner)) {
            trouble(bless, path, "is a twin: bless the scenario, and export it again");
        } else if (work.now.valid) {
            cases_bless(&work, ids, passes, count);
        } else {
            trouble(bless, path, "has changed meanwhile and is left as it is");
        }
    }
    work_free(&work);
}
