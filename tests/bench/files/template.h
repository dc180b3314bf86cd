/* The scenario files that are measured: a folder of equal ones. */
#ifndef TESTS_BENCH_FILES_TEMPLATE_H
#define TESTS_BENCH_FILES_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

void template_path(char *path, size_t size, const char *folder, size_t index);
bool template_write(const char *folder, size_t files);
/* The folder, too. */
void template_remove(const char *folder, size_t files);

#endif
