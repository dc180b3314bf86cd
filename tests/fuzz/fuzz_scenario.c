/*
 * Whatever a scenario file holds, loading, validating, running and linting it ends without a crash
 * and with nothing left over.
 */
#include "scenario/scenario.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct runner *runner = runner_new();
    struct text out = {.bytes = NULL};

    if (runner_load_memory(runner, "fuzz.yaml", (const char *)data, size, ".") == LOAD_OK) {
        runner_validate(runner);
        runner_run(runner, &(struct run_options){.watch_all = true, .trace = true});
        runner_lint(runner);
    }
    runner_print_diagnostics(runner, &out, false);
    text_free(&out);
    runner_free(runner);
    return 0;
}
