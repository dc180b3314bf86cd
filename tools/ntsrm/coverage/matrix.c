#include "ntsrm/coverage/matrix.h"

#include <string.h>

#define WHEN_COLUMN 4

const char *result_state_word(enum result_state state)
{
    static const char *const words[] = {
        [RESULT_ASSERTED] = "asserted", [RESULT_SEEN] = "seen",       [RESULT_EXCUSED] = "excused",
        [RESULT_MISSING] = "missing",   [RESULT_REFUTED] = "refuted",
    };
    return words[state];
}

const char *result_reason(const struct call *call, size_t result)
{
    return result == RESULT_UNNAMED ? NULL : call_result_unseen(call, &call->results[result]);
}

const char *result_when(const struct call *call, size_t result)
{
    return result == RESULT_UNNAMED ? "" : call->results[result].when;
}

static enum result_state state_of(const struct assertions *assertions, const struct call *call,
                                  size_t number, size_t result)
{
    const struct assertion *assertion = &assertions->calls[number].results[result];
    bool asserted = assertion->cases > 0;
    if (result_reason(call, result) != NULL) {
        return asserted ? RESULT_REFUTED : RESULT_EXCUSED;
    }
    return asserted ? RESULT_ASSERTED : assertion->answered > 0 ? RESULT_SEEN : RESULT_MISSING;
}

enum result_state result_state(const struct assertions *assertions, size_t call, size_t result)
{
    return state_of(assertions, call_at(call), call, result);
}

void matrix_add(struct result_counts *counts, const struct assertions *assertions, size_t number)
{
    const struct call *call = call_at(number);
    counts->calls++;
    for (size_t i = 0; i < CALL_RESULTS_LIMIT; i++) {
        if (assertion_result(call, i) != NULL) {
            counts->results++;
            counts->states[state_of(assertions, call, number, i)]++;
        }
    }
}

bool header_has(size_t first, size_t call)
{
    return strcmp(call_at(first)->header, call_at(call)->header) == 0;
}

bool header_begins(size_t call)
{
    const char *header = call_at(call)->header;
    size_t first = 0;
    while (strcmp(call_at(first)->header, header) != 0) {
        first++;
    }
    return first == call;
}

struct result_counts header_count(const struct assertions *assertions, size_t first)
{
    struct result_counts counts = {0};
    for (size_t i = first; call_at(i) != NULL; i++) {
        if (header_has(first, i)) {
            matrix_add(&counts, assertions, i);
        }
    }
    return counts;
}

struct result_counts matrix_count(const struct assertions *assertions)
{
    struct result_counts counts = {.unlisted = assertions->unlisted_count};
    for (size_t i = 0; call_at(i) != NULL; i++) {
        matrix_add(&counts, assertions, i);
    }
    return counts;
}

unsigned matrix_percent(const struct result_counts *counts)
{
    size_t right = counts->states[RESULT_ASSERTED] + counts->states[RESULT_EXCUSED];
    return (unsigned)(right * 10000 / (counts->results + counts->unlisted));
}

void matrix_print_result(struct page *page, const struct call *call, size_t result)
{
    page_put(page, STYLE_NAME, "  %s", call->name);
    page_put(page, STYLE_PLAIN, ": %s\n", assertion_result(call, result));
    if (*result_when(call, result) != '\0') {
        page_to(page, WHEN_COLUMN);
        page_words(page, STYLE_FAINT, result_when(call, result));
        page_end(page);
    }
}

void matrix_print_unlisted(struct page *page, const struct unlisted_result *result)
{
    page_put(page, STYLE_NAME, "  %s", result->call->name);
    page_put(page, STYLE_PLAIN, ": %s\n", result->name);
    page_put(page, STYLE_FAINT, "    %s:%u:%u\n", result->path, (unsigned)result->place.line,
             (unsigned)result->place.column);
}
