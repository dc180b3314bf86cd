#include "rtl/upcase.h"

struct fold {
    USHORT first, last;
    int step, distance;
};

/* In order of first; no two overlap. */
static const struct fold folds[] = {
#define FOLD(lowest, highest, stride, added) \
    {.first = (lowest), .last = (highest), .step = (stride), .distance = (added)},
#include "rtl/upcase.def"
};

/* The row that the unit lies in; NULL if there is none. */
static const struct fold *fold_of(USHORT unit)
{
    size_t low = 0, high = sizeof folds / sizeof *folds;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (unit > folds[middle].last)
            low = middle + 1;
        else if (unit < folds[middle].first)
            high = middle;
        else
            return &folds[middle];
    }
    return NULL;
}

USHORT rtl_upcase(USHORT unit)
{
    if (unit < 0x80)
        return unit >= 'a' && unit <= 'z' ? (USHORT)(unit - 'a' + 'A') : unit;

    const struct fold *fold = fold_of(unit);

    if (!fold || (unit - fold->first) % fold->step != 0)
        return unit;
    return (USHORT)(unit + fold->distance);
}

int rtl_text_compare(const UCHAR *a, size_t a_size, const UCHAR *b, size_t b_size, bool fold)
{
    size_t a_count = a_size / 2, b_count = b_size / 2;

    for (size_t i = 0; i < a_count && i < b_count; i++) {
        USHORT x = rtl_unit_at(a, i), y = rtl_unit_at(b, i);

        if (fold && x != y) {
            x = rtl_upcase(x);
            y = rtl_upcase(y);
        }
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (a_count > b_count) - (a_count < b_count);
}
