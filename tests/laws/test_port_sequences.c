/*
 * Laws that hold whatever threads do at ports, in any order: references are counted, a refused call
 * changes nothing, who waits is told once, and nothing is left in the end. A failure names the
 * seed: NTSRM_TEST_SEED=<seed> NTSRM_TEST_WORLDS=1 runs that world alone.
 */
#include "support/ports.h"
#include "support/random.h"
#include "support/stage.h"
#include "support/state.h"
#include "support/suite.h"

#include "ex/rules.h"
#include "ipc/port.h"
#include "ntsrm/srm.h"

#define WORLDS  100ul
#define CALLS   300ul
#define THREADS 6

static const char *const port_names[] = {"\\desk", "\\store"};

/* What a thread's call writes to, now or when its wait ends. */
struct desk {
    struct letter letter;
    HANDLE handle;
    PVOID context;
};

static struct stage stage;
static PETHREAD threads[THREADS];
static struct desk desks[THREADS];
static struct letter seen[8]; /* messages that were received, for answers */
static uint32_t seen_count;
static struct random dice;
static struct graph graph;
static struct state before, after;
static unsigned long seed, call_number;
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
    return port_names[random_below(&dice, 2)];
}

static HANDLE any_handle(PETHREAD thread)
{
    const struct ob_handle_table *table = &thread->process->handles;

    return (HANDLE)(uintptr_t)(4u * (1 + random_below(&dice, table->count + 2)));
}

/* Mostly one to a port of that kind, if the process has any. */
static HANDLE some_handle(PETHREAD thread, enum ipc_port_role role)
{
    const struct ob_handle_table *table = &thread->process->handles;
    uint32_t start = random_below(&dice, table->capacity + 1);

    for (uint32_t i = 0; i < table->capacity && !random_once_in(&dice, 12); i++) {
        uint32_t at = (start + i) % table->capacity;
        const struct ipc_port *port = table->entries[at].object;

        if (port && port->role == role)
            return (HANDLE)(uintptr_t)(4u * (at + 1));
    }
    return any_handle(thread);
}

/* Mostly what was received last. */
static struct letter some_seen(void)
{
    uint32_t known = seen_count < 8 ? seen_count : 8;

    if (known == 0)
        return letter_of("nothing yet");
    return seen[random_once_in(&dice, 3) ? random_below(&dice, known) : (seen_count - 1) % 8];
}

/* What came back, if something did. */
static void remember(const struct desk *desk)
{
    seen[seen_count++ % 8] = desk->letter;
}

/* ---- calls ---- */

static NTSTATUS create(PETHREAD thread, struct desk *desk)
{
    SECURITY_DESCRIPTOR open_to_all = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                       .Control = SE_DACL_PRESENT};
    struct named_name name;

    (void)thread;
    named_attributes(&name, some_name(), 0)->SecurityDescriptor = &open_to_all;
    return NtCreatePort(&desk->handle, &name.attributes, 100, 200, 0);
}

static NTSTATUS connect(PETHREAD thread, struct desk *desk)
{
    return port_ask(thread, some_name(), (BOOLEAN)random_below(&dice, 2), &desk->handle);
}

static NTSTATUS listen(PETHREAD thread, struct desk *desk)
{
    return NtListenPort(some_handle(thread, IPC_PORT_NAMED), &desk->letter.header);
}

static NTSTATUS accept(PETHREAD thread, struct desk *desk)
{
    struct letter request = some_seen();

    (void)thread;
    return NtAcceptConnectPort(&desk->handle, NULL, &request.header, !random_once_in(&dice, 4),
                               NULL, NULL);
}

static NTSTATUS complete(PETHREAD thread, struct desk *desk)
{
    (void)desk;
    return NtCompleteConnectPort(some_handle(thread, IPC_PORT_SERVER));
}

static NTSTATUS send_message(PETHREAD thread, struct desk *desk)
{
    struct letter letter = letter_of("hello");

    (void)desk;
    return NtRequestPort(some_handle(thread, IPC_PORT_CLIENT), &letter.header);
}

static NTSTATUS ask(PETHREAD thread, struct desk *desk)
{
    struct letter letter = letter_of("who am I");

    if (random_once_in(&dice, 5))
        letter.header.u2.s2.Type = LPC_NO_IMPERSONATE;
    return NtRequestWaitReplyPort(some_handle(thread, IPC_PORT_CLIENT), &letter.header,
                                  &desk->letter.header);
}

static NTSTATUS give_reply(PETHREAD thread, struct desk *desk)
{
    struct letter request = some_seen(), letter = reply_to(&request, "alice");

    (void)desk;
    return NtReplyPort(some_handle(thread, IPC_PORT_SERVER), &letter.header);
}

static NTSTATUS receive(PETHREAD thread, struct desk *desk)
{
    return NtReplyWaitReceivePort(some_handle(thread, IPC_PORT_NAMED), &desk->context, NULL,
                                  &desk->letter.header);
}

static NTSTATUS reply_and_receive(PETHREAD thread, struct desk *desk)
{
    struct letter request = some_seen(), letter = reply_to(&request, "alice");

    return NtReplyWaitReceivePort(some_handle(thread, IPC_PORT_NAMED), &desk->context,
                                  &letter.header, &desk->letter.header);
}

static NTSTATUS impersonate(PETHREAD thread, struct desk *desk)
{
    struct letter request = some_seen();

    (void)desk;
    return NtImpersonateClientOfPort(some_handle(thread, IPC_PORT_SERVER), &request.header);
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
    return NtClose(any_handle(thread));
}

static NTSTATUS end_thread(PETHREAD thread, struct desk *desk)
{
    (void)desk;
    if (random_once_in(&dice, 8) && thread != stage.server_thread)
        ps_thread_exit(thread, STATUS_SUCCESS);
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
    bool receives;
} calls[] = {
    {"NtCreatePort", create, 4, true, false},
    {"NtConnectPort", connect, 8, false, false},
    {"NtListenPort", listen, 6, true, true},
    {"NtAcceptConnectPort", accept, 12, true, false},
    {"NtCompleteConnectPort", complete, 12, true, false},
    {"NtRequestPort", send_message, 3, false, false},
    {"NtRequestWaitReplyPort", ask, 16, false, false},
    {"NtReplyPort", give_reply, 6, true, false},
    {"NtReplyWaitReceivePort", receive, 12, true, true},
    {"NtReplyWaitReceivePort, with a reply", reply_and_receive, 4, true, true},
    {"NtImpersonateClientOfPort", impersonate, 14, true, false},
    {"PsRevertThreadToSelf", revert, 4, true, false},
    {"NtClose", close_handle, 2, false, false},
    {"(a thread ends)", end_thread, 1, false, false},
    {"(the pool fails)", fail_pool, 2, true, false},
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

/* A thread that waits makes no calls in NT; whoever is told goes on with what it was told. */
static void hear(int which, NTSTATUS was)
{
    if (was == STATUS_PENDING && threads[which]->waited == STATUS_SUCCESS)
        remember(&desks[which]);
}

static void step(void)
{
    int call = some_call(), which = some_thread(calls[call].servers);
    PETHREAD thread = threads[which];
    NTSTATUS waits[THREADS], status;
    const char *difference;

    if (thread->exited)
        return;
    call_name = calls[call].name;
    for (int i = 0; i < THREADS; i++)
        waits[i] = threads[i]->waited;
    act_as(thread);
    status = calls[call].make(thread, &desks[which]);
    look(&after);
    difference = NT_SUCCESS(status) ? NULL : state_difference(&before, &after);
    require_law(difference == NULL, "a refused call changes nothing", difference);
    require_law(srm_world_not_modelled(stage.w) == NULL, "everything is modelled", NULL);
    if (calls[call].receives && status == STATUS_SUCCESS)
        remember(&desks[which]);
    for (int i = 0; i < THREADS; i++)
        hear(i, waits[i]);
    before = after;
}

static void open_world(void)
{
    dice = random_from(seed);
    seen_count = 0;
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

/* How much of it came about, over all worlds: else the laws would hold for nothing. */
static uint32_t reached(const char *rule, bool answer)
{
    return srm_rule_answers(stage.w, rule, answer);
}

START_TEST(laws_hold)
{
    const unsigned long first = number_from_environment("NTSRM_TEST_SEED", 1);
    const unsigned long worlds =
        number_from_environment("NTSRM_TEST_WORLDS", WORLDS / TEST_ROUNDS_DIVISOR);
    const unsigned long length = number_from_environment("NTSRM_TEST_CALLS", CALLS);
    uint32_t impersonations = 0, replies = 0, refusals = 0;

    for (seed = first; seed < first + worlds; seed++) {
        open_world();
        for (int i = 0; i < RULE_COUNT; i++)
            ex_rules_watch(stage.w, (enum ex_rule_id)i, true);
        call_number = 0;
        call_name = "(nothing yet)";
        look(&before);
        for (; call_number < length; call_number++)
            step();
        impersonations += reached("port_client.static_tracking", true) +
                          reached("port_client.static_tracking", false);
        replies += reached("port_message.awaited", true);
        refusals += reached("port.accepted", false);
        close_world();
    }
    if (worlds >= 10) {
        ck_assert_uint_gt(impersonations, worlds / 10);
        ck_assert_uint_gt(replies, worlds / 10);
        ck_assert_uint_gt(refusals, worlds / 10);
    }
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/port_sequences");

    tcase_add_test(tcase, laws_hold);
    return suite_end();
}
