/* What the parts of this example share. They are written as a user of the documentation would. */
#ifndef CONSUMER_H
#define CONSUMER_H

#include <stdio.h>

extern int surprises;

/* Says what came, and remembers that something else was expected. */
#define EXPECT(what)                                                         \
    do {                                                                     \
        const int as_expected = (what) ? 1 : 0;                              \
        printf("%s: %s\n", as_expected ? "as expected" : "SURPRISE", #what); \
        surprises += !as_expected;                                           \
    } while (0)

#endif
