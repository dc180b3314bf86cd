/*
 * Laws that hold whatever threads do with pipes, in any order: references are counted, a refused
 * call changes nothing, a context that travels is given up once, whoever closes or exits first, and
 * nothing is left in the end. With dynamic tracking the server meets who wrote what it read last:
 * what is written says by whom. A failure names the seed: NTSRM_TEST_SEED=<seed>
 * NTSRM_TEST_WORLDS=1 runs that world alone.
 */
#include "support/pipes.h"
#include "support/random.h"
#include "support/stage.h"
#include "support/state.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "ipc/pipe.h"
#include "ntsrm/srm.h"
#include "rtl/luid.h"

#include <string.h>

#define WORLDS  100ul
#define CALLS   300ul
#define THREADS 6

static const char *const pipe_names[] = {"\\??\\pipe\\door", "\\Device\\NamedPipe\\window"};

/* What a thread's call writes to, now or when its wait ends. */
struct desk {
    IO_STATUS_BLOCK block;
    char buffer[40];
    HANDLE handle;
};

static struct stage stage;
static PETHREAD threads[THREADS];
static struct desk desks[THREADS];
static struct random dice;
static struct graph graph;
static struct state before, after;
static unsigned long seed, call_number;
static uint32_t writers_met;
static const char *call_name;

#define require_law(condition, law, detail)                                                     \
    require((condition), "seed %lu, call %lu, %s: %s: %s", seed, call_number, call_name, (law), \
            (detail) ? (detail) : "")

static void look(struct state *state)
{
    const void *const held[] = {stage.alice,  stage.service,       stage.client,
                                stage.server, stage.client_thread, stage.server_thread};
    const char *problem;

    graph_begin(&graph, stage.w);
    for (int i = 0; i < ROWS(held); i++)
        graph_hold(&graph, held[i]);
    for (int i = 0; i < THREADS; i++)
        graph_hold(&graph, threads[i]);
    graph_finish(&graph);
    problem = graph_problem(&graph);
    require_law(problem == NULL, "references are counted", problem);
    state_record(state, &graph);
}

/* ---- arguments ---- */

static const char *some_name(void)
{
    return pipe_names[random_below(&dice, 2)];
}

static HANDLE any_handle(PETHREAD thread)
{
    const struct ob_handle_table *table = &thread->process->handles;

    return (HANDLE)(uintptr_t)(4u * (1 + random_below(&dice, table->count + 2)));
}

static struct ipc_pipe_end *end_behind(PETHREAD thread, HANDLE handle)
{
    const struct ob_handle *entry = ob_handle_find(&thread->process->handles, handle);
    struct ob_header *header = entry ? entry->object : NULL;

    return header && header->type == &ipc_pipe_end_type ? entry->object : NULL;
}

/* Mostly one to an end of that side, if the process has any. */
static HANDLE some_end(PETHREAD thread, enum ipc_side side)
{
    const struct ob_handle_table *table = &thread->process->handles;
    uint32_t start = random_below(&dice, table->capacity + 1);

    for (uint32_t i = 0; i < table->capacity && !random_once_in(&dice, 12); i++) {
        HANDLE handle = (HANDLE)(uintptr_t)(4u * ((start + i) % table->capacity + 1));
        const struct ipc_pipe_end *end = end_behind(thread, handle);

        if (end && end->side == side)
            return handle;
    }
    return any_handle(thread);
}

static struct pipe_qos some_qos(void)
{
    return (struct pipe_qos){
        .level = (SECURITY_IMPERSONATION_LEVEL)random_below(&dice, 4),
        .tracking = (BOOLEAN)random_below(&dice, 2),
        .effective_only = (BOOLEAN)random_below(&dice, 2),
        .none = random_once_in(&dice, 4),
    };
}

/* ---- calls ---- */

static NTSTATUS create(PETHREAD thread, struct desk *desk)
{
    return pipe_make(thread, some_name(), &desk->handle);
}

static NTSTATUS open_client(PETHREAD thread, struct desk *desk)
{
    return pipe_open(thread, some_name(), some_qos(), &desk->handle);
}

/* Whose token it is: the users here end in numbers that differ. */
static char letter_of(const struct se_token *token)
{
    return (char)('a' + rtl_sid_last(se_token_user(token)) % 26);
}

/* As many letters as chance will have it, up to more than what is kept. */
static NTSTATUS write_some(PETHREAD thread, struct desk *desk)
{
    char text[50] = "";

    memset(text, letter_of(ps_effective_token(thread)), random_below(&dice, sizeof text));
    return pipe_write(thread, some_end(thread, random_once_in(&dice, 4) ? IPC_SERVER : IPC_CLIENT),
                      text, &desk->block);
}

/* The last of what was read says whom the server meets now. */
static void check_writer(const struct ipc_pipe_end *end, const struct desk *desk)
{
    const ULONG_PTR count = desk->block.Information;

    if (!end || !end->instance || end->side != IPC_SERVER || !end->instance->dynamic || count == 0)
        return;
    require_law(end->instance->client.ClientToken &&
                    letter_of(end->instance->client.ClientToken) == desk->buffer[count - 1],
                "the writer of what was read last is met", NULL);
    writers_met++;
}

static NTSTATUS read_some(PETHREAD thread, struct desk *desk)
{
    const ULONG length =
        random_once_in(&dice, 4) ? random_below(&dice, 6) : (ULONG)sizeof desk->buffer;
    HANDLE handle = some_end(thread, random_once_in(&dice, 4) ? IPC_CLIENT : IPC_SERVER);
    NTSTATUS status = pipe_read(thread, handle, desk->buffer, length, &desk->block);

    if (status == STATUS_SUCCESS || status == STATUS_BUFFER_OVERFLOW)
        check_writer(end_behind(thread, handle), desk);
    return status;
}

static NTSTATUS peek(PETHREAD thread, struct desk *desk)
{
    act_as(thread);
    return NtFsControlFile(some_end(thread, IPC_SERVER), NULL, NULL, NULL, &desk->block,
                           FSCTL_PIPE_PEEK, NULL, 0, desk->buffer, sizeof desk->buffer);
}

static NTSTATUS transceive(PETHREAD thread, struct desk *desk)
{
    char question[] = "which?";

    act_as(thread);
    return NtFsControlFile(some_end(thread, IPC_CLIENT), NULL, NULL, NULL, &desk->block,
                           FSCTL_PIPE_TRANSCEIVE, question, sizeof question, desk->buffer,
                           sizeof desk->buffer);
}

static NTSTATUS control(PETHREAD thread, struct desk *desk)
{
    static const ULONG codes[] = {FSCTL_PIPE_LISTEN, FSCTL_PIPE_LISTEN, FSCTL_PIPE_DISCONNECT,
                                  FSCTL_PIPE_WAIT, 0x00110000u};

    return pipe_control(thread, some_end(thread, IPC_SERVER), codes[random_below(&dice, 5)],
                        &desk->block);
}

static NTSTATUS disable(PETHREAD thread, struct desk *desk)
{
    return pipe_control(thread, some_end(thread, IPC_CLIENT), FSCTL_PIPE_DISABLE_IMPERSONATE,
                        &desk->block);
}

static NTSTATUS flush(PETHREAD thread, struct desk *desk)
{
    act_as(thread);
    return NtFlushBuffersFile(some_end(thread, IPC_CLIENT), &desk->block);
}

static NTSTATUS set_modes(PETHREAD thread, struct desk *desk)
{
    FILE_PIPE_INFORMATION modes = {
        .ReadMode = random_below(&dice, 2),
        .CompletionMode = random_once_in(&dice, 4),
    };

    act_as(thread);
    return NtSetInformationFile(some_end(thread, (enum ipc_side)random_below(&dice, 2)),
                                &desk->block, &modes, sizeof modes, FilePipeInformation);
}

/* Who is met is who the instance says, at the level that the client allows, or lowered. */
static NTSTATUS impersonate(PETHREAD thread, struct desk *desk)
{
    HANDLE handle = some_end(thread, IPC_SERVER);
    const struct ipc_pipe_end *end = end_behind(thread, handle);
    const struct ipc_instance *instance = end ? end->instance : NULL;
    SECURITY_CLIENT_CONTEXT client = {.ClientToken = NULL};
    NTSTATUS status;

    if (instance)
        client = instance->client;
    status = pipe_control(thread, handle, FSCTL_PIPE_IMPERSONATE, &desk->block);
    if (status == STATUS_SUCCESS) {
        const struct se_token *token = client.ClientToken;

        require_law(token != NULL, "somebody is met", NULL);
        require_law(thread->impersonating, "who is met is impersonated", NULL);
        require_law(rtl_luid_equal(impersonated(thread)->AuthenticationId, token->AuthenticationId),
                    "the client itself is met", NULL);
        require_law(thread->block->level <= client.SecurityQos.ImpersonationLevel,
                    "no level is above the client's", NULL);
    }
    return status;
}

static NTSTATUS revert(PETHREAD thread, struct desk *desk)
{
    (void)desk;
    PsRevertThreadToSelf(thread);
    return STATUS_SUCCESS;
}

static NTSTATUS close_handle(PETHREAD thread, struct desk *desk)
{
    (void)desk;
    act_as(thread);
    return NtClose(any_handle(thread));
}

static NTSTATUS duplicate_handle(PETHREAD thread, struct desk *desk)
{
    act_as(thread);
    return NtDuplicateObject(NtCurrentProcess(), any_handle(thread), NtCurrentProcess(),
                             &desk->handle, 0, 0, DUPLICATE_SAME_ACCESS);
}

static NTSTATUS end_thread(PETHREAD thread, struct desk *desk)
{
    (void)desk;
    if (random_once_in(&dice, 8) && thread != stage.server_thread)
        ps_thread_exit(thread, STATUS_SUCCESS);
    else if (random_once_in(&dice, 20) && thread->process != stage.server)
        ps_process_exit(thread->process, STATUS_SUCCESS);
    return STATUS_SUCCESS;
}

static NTSTATUS fail_pool(PETHREAD thread, struct desk *desk)
{
    (void)thread;
    (void)desk;
    srm_pool_fail(stage.w, "any", 1 + random_below(&dice, 4), false);
    return STATUS_SUCCESS;
}

static const struct {
    const char *name;
    NTSTATUS (*make)(PETHREAD thread, struct desk *desk);
    uint32_t weight;
    bool servers; /* mostly a call of the server's threads, else of the clients' */
} calls[] = {
    {"NtCreateNamedPipeFile", create, 6, true},
    {"NtOpenFile", open_client, 14, false},
    {"NtWriteFile", write_some, 24, false},
    {"NtReadFile", read_some, 20, true},
    {"FSCTL_PIPE_PEEK", peek, 4, true},
    {"FSCTL_PIPE_TRANSCEIVE", transceive, 4, false},
    {"FSCTL_PIPE_LISTEN ...", control, 8, true},
    {"FSCTL_PIPE_DISABLE_IMPERSONATE", disable, 1, false},
    {"NtFlushBuffersFile", flush, 2, false},
    {"NtSetInformationFile", set_modes, 3, true},
    {"FSCTL_PIPE_IMPERSONATE", impersonate, 12, true},
    {"PsRevertThreadToSelf", revert, 6, true},
    {"NtDuplicateObject", duplicate_handle, 2, false},
    {"NtClose", close_handle, 4, false},
    {"(a thread or process ends)", end_thread, 1, false},
    {"(the pool fails)", fail_pool, 3, true},
};

static int some_call(void)
{
    uint32_t total = 0, at;

    for (int i = 0; i < ROWS(calls); i++)
        total += calls[i].weight;
    at = random_below(&dice, total);
    for (int i = 0; i < ROWS(calls); i++) {
        if (at < calls[i].weight)
            return i;
        at -= calls[i].weight;
    }
    return 0;
}

/* The first two threads are the server's. */
static int some_thread(bool servers)
{
    if (random_once_in(&dice, 8))
        return (int)random_below(&dice, THREADS);
    return (int)(servers ? random_below(&dice, 2) : 2 + random_below(&dice, THREADS - 2));
}

static bool refused(NTSTATUS status)
{
    return !NT_SUCCESS(status) && status != STATUS_BUFFER_OVERFLOW &&
           status != STATUS_PIPE_LISTENING;
}

static void step(void)
{
    int call = some_call(), which = some_thread(calls[call].servers);
    PETHREAD thread = threads[which];
    NTSTATUS status;
    const char *difference;

    if (thread->exited)
        return;
    call_name = calls[call].name;
    status = calls[call].make(thread, &desks[which]);
    look(&after);
    difference = refused(status) ? state_difference(&before, &after) : NULL;
    require_law(difference == NULL, "a refused call changes nothing", difference);
    require_law(srm_world_not_modelled(stage.w) == NULL, "everything is modelled", NULL);
    before = after;
}

static void open_world(void)
{
    dice = random_from(seed);
    stage_open(&stage, NULL);
    threads[0] = stage.server_thread;
    threads[1] = srm_thread_new(stage.server);
    threads[2] = stage.client_thread;
    threads[3] = srm_thread_new(stage.client);
    threads[4] = thread_of(stage.w, (struct token_words){.user = BOB});
    threads[5] = thread_of(stage.w, (struct token_words){.like = "system"});
    for (int i = 0; i < THREADS; i++)
        ob_reference(threads[i]);
    srm_release(threads[1]);
    srm_release(threads[3]);
}

static void close_world(void)
{
    srm_pool_fail(stage.w, "any", 0, false);
    for (int i = 0; i < THREADS; i++)
        srm_release(threads[i]);
    stage_close(&stage);
}

START_TEST(laws_hold)
{
    const unsigned long first = number_from_environment("NTSRM_TEST_SEED", 1);
    const unsigned long worlds =
        number_from_environment("NTSRM_TEST_WORLDS", WORLDS / TEST_ROUNDS_DIVISOR);
    const unsigned long length = number_from_environment("NTSRM_TEST_CALLS", CALLS);
    uint32_t impersonations = 0, waits = 0, closings = 0;

    for (seed = first; seed < first + worlds; seed++) {
        open_world();
        for (int i = 0; i < RULE_COUNT; i++)
            ex_rules_watch(stage.w, (enum ex_rule_id)i, true);
        call_number = 0;
        call_name = "(nothing yet)";
        look(&before);
        for (; call_number < length; call_number++)
            step();
        impersonations += srm_rule_answers(stage.w, "pipe.client_known", true);
        waits += srm_rule_answers(stage.w, "pipe.read_waits", true);
        closings += srm_rule_answers(stage.w, "pipe.other_end_closed", true);
        close_world();
    }
    if (worlds >= 10) {
        ck_assert_uint_gt(impersonations, worlds);
        ck_assert_uint_gt(writers_met, worlds);
        ck_assert_uint_gt(waits, worlds / 10);
        ck_assert_uint_gt(closings, worlds / 10);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/pipe_sequences");

    tcase_add_test(tcase, laws_hold);
    return suite_end();
}
