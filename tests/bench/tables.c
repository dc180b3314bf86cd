/* What ntsrm-bench measures. */
#include "bench.h"

const struct bench *const bench_tables[] = {bench_impersonation, bench_tokens, bench_access,
                                            bench_sddl, NULL};
