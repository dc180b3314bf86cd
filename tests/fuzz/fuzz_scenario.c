/*
 * Whatever a scenario file holds, loading, validating and running it ends without a crash and with
 * nothing left over, within its budget, and everything that can be asked about it has an answer.
 */
#include "mutate_yaml.h"

#include "scenario/scenario.h"

#include <stdint.h>

#define ASKED_LIMIT 100U

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed);

static void ask(struct runner *runner, struct text *out)
{
    for (size_t i = 0; i < runner_case_count(runner) && i < ASKED_LIMIT; i++) {
        text_append_string(out, runner_case_id(runner, i));
        text_append_string(out, runner_case_title(runner, i));
        runner_print_findings(runner, i, out, true);
    }
}

/* Fixtures of the corpus can be used: the working folder is that of the project. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct budget budget = {{
        [BUDGET_CASES] = 1000,
        [BUDGET_STEPS] = 10000,
        [BUDGET_MEMORY] = 64U << 20,
    }};
    struct runner *runner = runner_new();
    struct text out = {.bytes = NULL};

    if (runner_load_memory(runner, "scenarios/Gate/fuzz.yaml", (const char *)data, size, ".") ==
            LOAD_OK &&
        runner_run(runner,
                   &(struct run_options){.watch_all = true, .trace = true, .budget = &budget})) {
        ask(runner, &out);
    }
    runner_print_diagnostics(runner, &out, false);
    text_free(&out);
    runner_free(runner);
    return 0;
}

/* Clang's fuzzer asks this for changes, where it is there. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room, unsigned seed)
{
    return yaml_mutate((char *)data, size, room, seed);
}
