/*
 * What objects there are: those of the world before the first step, and the contexts that steps
 * make. Fixtures often bring more than a case needs, so only objects that are mentioned are told.
 */
#ifndef NTSRM_TOOLS_NTSRM_PORTRAIT_H
#define NTSRM_TOOLS_NTSRM_PORTRAIT_H

#include "page.h"

#include "scenario/scenario.h"

#include <stdbool.h>
#include <stddef.h>

/* One object: its name in `names`, what is told of it in `page.text`. */
struct portrait_object {
    size_t name, begin, end;
};

/* Zeroed but for page.color and page.width, it is ready. */
struct portrait {
    struct page page;
    struct text names, mentions;
    struct portrait_object *objects;
    size_t count, capacity;
    bool known;     /* the object that is being told was there before */
    bool primary;   /* it is a primary token, whose level means nothing */
    bool described; /* it is a file, a key, an event ..., whose descriptor is told */
};

/* Takes the world as it is; inside an observer. */
void portrait_take(struct portrait *portrait, struct runner *runner);

/* The word is the name of an object that matters, or has it inside: "a copy of client.token". */
void portrait_mention(struct portrait *portrait, const char *word);

/* Adds what was mentioned, by all the stories since, to the page. */
void portrait_print(const struct portrait *portrait, struct page *page);

/* Tells the page of contexts that are there now and were not before; inside an observer. */
void portrait_print_new(struct portrait *portrait, struct runner *runner, struct page *page);

void portrait_free(struct portrait *portrait);

/* Does one want to know of this property, that it has this value? */
bool is_worth_telling(const char *property, const char *value);

#endif
