/*
 * E. W. Myers' greedy algorithm (An O(ND) Difference Algorithm and Its Variations, 1986): for each
 * number of edits, how far each diagonal gets; then back along what was kept of every round.
 */
#include "ntsrm/edit/difference.h"

#include <stdlib.h>
#include <string.h>

/* Texts that differ in more lines are shown as one replaced by the other. */
#define EDITS_LIMIT 1500

/* Lines that are shown around a change. */
#define CONTEXT 3

struct lines {
    const char **start; /* one more than there are */
    size_t count;
};

struct comparison {
    struct lines before, after;
    bool *deleted, *inserted; /* of each line */
};

static struct lines lines_split(const char *text, size_t length)
{
    struct lines lines = {0};
    size_t capacity = 64;
    const char *end = text + length;
    lines.start = memory_resize(NULL, capacity * sizeof *lines.start);
    for (const char *at = text; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (lines.count + 2 > capacity) {
            capacity *= 2;
            lines.start = memory_resize((void *)lines.start, capacity * sizeof *lines.start);
        }
        lines.start[lines.count++] = at;
        at = stop != NULL ? stop + 1 : end;
    }
    lines.start[lines.count] = end;
    return lines;
}

static bool same_line(const struct comparison *comparison, size_t before, size_t after)
{
    const char *const *a = &comparison->before.start[before];
    const char *const *b = &comparison->after.start[after];
    return a[1] - a[0] == b[1] - b[0] && memcmp(a[0], b[0], (size_t)(a[1] - a[0])) == 0;
}

/* The part in the middle that is compared. */
struct middle {
    size_t first, before, after; /* begins at line `first` of both, has so many lines */
};

/* Back from the end: which step led there, round by round. */
static void trace_back(const struct comparison *comparison, const struct middle *middle,
                       int *const *rounds, int edits)
{
    int x = (int)middle->before, y = (int)middle->after;
    for (int d = edits; d > 0; d--) {
        const int *reached = rounds[d - 1] + d; /* diagonal k at reached[k] */
        int k = x - y;
        bool down = k == -d || (k != d && reached[k - 1] < reached[k + 1]);
        int from = down ? k + 1 : k - 1;
        x = reached[from];
        y = x - from;
        if (down) {
            comparison->inserted[middle->first + (size_t)y] = true;
        } else {
            comparison->deleted[middle->first + (size_t)x] = true;
        }
    }
}

/* The farthest point on each diagonal after d edits, from those after d - 1; true at the end. */
static bool round_make(const struct comparison *comparison, const struct middle *middle,
                       const int *before, int *reached, int d)
{
    int width = (int)middle->before, height = (int)middle->after;
    for (int k = -d; k <= d; k += 2) {
        int x = 0;
        if (d > 0) {
            bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
            x = down ? before[k + 1] : before[k - 1] + 1;
        }
        int y = x - k;
        while (x < width && y < height && y >= 0 &&
               same_line(comparison, middle->first + (size_t)x, middle->first + (size_t)y)) {
            x++;
            y++;
        }
        reached[k] = x;
        if (x >= width && y >= height) {
            return true;
        }
    }
    return false;
}

/* rounds[d] has room for diagonals -(d + 1) to d + 1. */
static void middle_compare(const struct comparison *comparison, const struct middle *middle)
{
    int **rounds = memory_resize(NULL, (EDITS_LIMIT + 1) * sizeof *rounds);
    int edits = 0;
    bool found = false;
    for (;; edits++) {
        rounds[edits] = memory_resize(NULL, (size_t)(2 * edits + 3) * sizeof **rounds);
        for (int i = 0; i < 2 * edits + 3; i++) {
            rounds[edits][i] = -1;
        }
        found = round_make(comparison, middle, edits > 0 ? rounds[edits - 1] + edits : NULL,
                           rounds[edits] + edits + 1, edits);
        if (found || edits == EDITS_LIMIT) {
            break;
        }
    }
    if (found) {
        trace_back(comparison, middle, rounds, edits);
    } else {
        memset(comparison->deleted + middle->first, true, middle->before);
        memset(comparison->inserted + middle->first, true, middle->after);
    }
    for (; edits >= 0; edits--) {
        free(rounds[edits]);
    }
    free((void *)rounds);
}

static void compare(struct comparison *comparison)
{
    size_t before = comparison->before.count, after = comparison->after.count;
    struct middle middle = {0};
    while (middle.first < before && middle.first < after &&
           same_line(comparison, middle.first, middle.first)) {
        middle.first++;
    }
    while (before > middle.first && after > middle.first &&
           same_line(comparison, before - 1, after - 1)) {
        before--;
        after--;
    }
    middle.before = before - middle.first;
    middle.after = after - middle.first;
    if (middle.before + middle.after > 0) {
        middle_compare(comparison, &middle);
    }
}

/* ---- showing ---- */

static void line_print(struct page *page, char sign, const struct lines *lines, size_t line)
{
    const char *at = lines->start[line];
    size_t length = (size_t)(lines->start[line + 1] - at);
    bool ended = length > 0 && at[length - 1] == '\n';
    enum style style = sign == '+' ? STYLE_GOOD : sign == '-' ? STYLE_BAD : STYLE_PLAIN;
    page_put(page, style, "%c%.*s", sign, (int)(length - ended), at);
    page_put(page, STYLE_PLAIN, "\n");
    if (!ended) {
        page_put(page, STYLE_PLAIN, "\\ No newline at end of file\n");
    }
}

/* A place in both texts. */
struct point {
    size_t before, after;
};

static bool is_changed(const struct comparison *comparison, struct point at)
{
    return (at.before < comparison->before.count && comparison->deleted[at.before]) ||
           (at.after < comparison->after.count && comparison->inserted[at.after]);
}

static bool at_the_end(const struct comparison *comparison, struct point at)
{
    return at.before == comparison->before.count && at.after == comparison->after.count;
}

/* One line on: of both, or what is deleted before what is inserted. */
static struct point step(const struct comparison *comparison, struct point at, char *sign)
{
    if (at.before < comparison->before.count && comparison->deleted[at.before]) {
        *sign = '-';
        return (struct point){at.before + 1, at.after};
    }
    if (at.after < comparison->after.count && comparison->inserted[at.after]) {
        *sign = '+';
        return (struct point){at.before, at.after + 1};
    }
    *sign = ' ';
    return (struct point){at.before + 1, at.after + 1};
}

/* Where the hunk ends whose first change is there: before a long part without changes. */
static struct point hunk_end(const struct comparison *comparison, struct point at)
{
    struct point end = at;
    for (size_t same = 0; !at_the_end(comparison, at) && same <= 2 * CONTEXT;) {
        char sign;
        bool changed = is_changed(comparison, at);
        at = step(comparison, at, &sign);
        same = changed ? 0 : same + 1;
        if (changed || same <= CONTEXT) {
            end = at;
        }
    }
    return end;
}

static void range_print(struct page *page, char sign, size_t first, size_t end)
{
    /* An empty range is named by the line before it. */
    page_put(page, STYLE_NAME, " %c%zu", sign, end > first ? first + 1 : first);
    if (end - first != 1) {
        page_put(page, STYLE_NAME, ",%zu", end - first);
    }
}

static struct point hunk_print(struct page *page, const struct comparison *comparison,
                               struct point change)
{
    size_t lead = change.before < change.after ? change.before : change.after;
    lead = lead < CONTEXT ? lead : CONTEXT;
    struct point at = {change.before - lead, change.after - lead};
    struct point end = hunk_end(comparison, change);
    page_put(page, STYLE_NAME, "@@");
    range_print(page, '-', at.before, end.before);
    range_print(page, '+', at.after, end.after);
    page_put(page, STYLE_NAME, " @@");
    page_put(page, STYLE_PLAIN, "\n");
    while (at.before < end.before || at.after < end.after) {
        char sign;
        struct point next = step(comparison, at, &sign);
        bool inserted = sign == '+';
        line_print(page, sign, inserted ? &comparison->after : &comparison->before,
                   inserted ? at.after : at.before);
        at = next;
    }
    return end;
}

static void hunks_print(struct page *page, const char *name, const struct comparison *comparison)
{
    char sign;
    bool any = false;
    struct point at = {0};
    while (!at_the_end(comparison, at)) {
        if (!is_changed(comparison, at)) {
            at = step(comparison, at, &sign);
            continue;
        }
        if (!any) {
            page_put(page, STYLE_HEADING, "--- %s", name);
            page_put(page, STYLE_PLAIN, "\n");
            page_put(page, STYLE_HEADING, "+++ %s", name);
            page_put(page, STYLE_PLAIN, "\n");
        }
        any = true;
        at = hunk_print(page, comparison, at);
    }
}

void difference_print(struct page *page, const char *name, const char *before, size_t before_length,
                      const char *after, size_t after_length)
{
    struct comparison comparison = {
        .before = lines_split(before, before_length),
        .after = lines_split(after, after_length),
    };
    comparison.deleted = memory_resize(NULL, comparison.before.count + 1);
    comparison.inserted = memory_resize(NULL, comparison.after.count + 1);
    memset(comparison.deleted, false, comparison.before.count + 1);
    memset(comparison.inserted, false, comparison.after.count + 1);
    compare(&comparison);
    hunks_print(page, name, &comparison);
    free((void *)comparison.before.start);
    free((void *)comparison.after.start);
    free(comparison.deleted);
    free(comparison.inserted);
}
