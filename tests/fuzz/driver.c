/*
 * Feeds files to a fuzz target, one by one, so that its corpus is an ordinary test with every
 * compiler: driver FILE...
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int feed(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t size = 0, room = 1 << 20;
    uint8_t *bytes = malloc(room);
    int result = 1;

    if (file && bytes) {
        size = fread(bytes, 1, room, file);
        result = LLVMFuzzerTestOneInput(bytes, size);
    }
    if (file)
        fclose(file);
    free(bytes);
    return result;
}

int main(int count, char **paths)
{
    int failed = 0;

    for (int i = 1; i < count; i++) {
        if (feed(paths[i]) != 0) {
            fprintf(stderr, "%s: refused\n", paths[i]);
            failed = 1;
        }
    }
    return failed || count == 1;
}
