/*
 * Every call about pipes with NT's pool failing at its n-th request, for every n until it succeeds,
 * and for every allocation by name: the documented status, nothing changed, nothing leaked. One
 * message waits to be read all the while, and so does a read at the other end.
 */
#include "support/pipes.h"
#include "support/stage.h"
#include "support/state.h"
#include "support/suite.h"

#include "ntsrm/namedpipeapi.h"
#include "ntsrm/srm.h"

static struct stage stage;
static struct pipe_ends fixed, tracked; /* with static and with dynamic tracking */
static HANDLE listening, made;
static char heard[16], answered[16];
static IO_STATUS_BLOCK block, waiting;
static struct graph graph;
static struct state before, after;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    fixed = pipe_connect(stage.server_thread, stage.client_thread, PIPE_STATIC);
    tracked = pipe_connect(stage.server_thread, stage.client_thread, PIPE_DYNAMIC);
    ck_assert_status(pipe_make(stage.server_thread, "\\??\\pipe\\other", &listening),
                     STATUS_SUCCESS);
    ck_assert_status(pipe_write(stage.client_thread, fixed.client, "first", &block),
                     STATUS_SUCCESS);
    ck_assert_status(pipe_write(stage.client_thread, tracked.client, "first", &block),
                     STATUS_SUCCESS);
    ck_assert_status(
        pipe_read(stage.client_thread, tracked.client, answered, sizeof answered, &waiting),
        STATUS_PENDING);
    act_as(stage.server_thread);
}

static void close_stage(void)
{
    srm_pool_fail(stage.w, "any", 0, false);
    stage_close(&stage);
}

/* ---- the calls ---- */

static NTSTATUS create(void)
{
    return pipe_make(stage.server_thread, "\\??\\pipe\\new", &made);
}

static NTSTATUS create_another(void)
{
    return pipe_make(stage.server_thread, "\\??\\pipe\\other", &made);
}

static NTSTATUS open_static(void)
{
    return pipe_open(stage.client_thread, "\\??\\pipe\\other", PIPE_STATIC, &made);
}

static NTSTATUS open_dynamic(void)
{
    return pipe_open(stage.client_thread, "\\??\\pipe\\other", PIPE_DYNAMIC, &made);
}

static NTSTATUS open_without(void)
{
    return pipe_open(stage.client_thread, "\\??\\pipe\\other", PIPE_NO_QOS, &made);
}

static NTSTATUS write_static(void)
{
    return pipe_write(stage.client_thread, fixed.client, "more", &block);
}

static NTSTATUS write_dynamic(void)
{
    return pipe_write(stage.client_thread, tracked.client, "more", &block);
}

/* Somebody waits for it, so that it is not kept anywhere. */
static NTSTATUS answer(void)
{
    return pipe_write(stage.server_thread, tracked.server, "yes", &block);
}

static NTSTATUS take(void)
{
    return pipe_read(stage.server_thread, tracked.server, heard, sizeof heard, &block);
}

static NTSTATUS take_nothing(void)
{
    return pipe_read(stage.client_thread, fixed.client, heard, sizeof heard, &waiting);
}

static NTSTATUS ask(void)
{
    act_as(stage.server_thread);
    return NtFsControlFile(tracked.server, NULL, NULL, NULL, &block, FSCTL_PIPE_TRANSCEIVE,
                           answered, 4, heard, sizeof heard);
}

static NTSTATUS impersonate(void)
{
    return pipe_control(stage.server_thread, fixed.server, FSCTL_PIPE_IMPERSONATE, &block);
}

/* Without the privilege, the gate makes a copy. */
static NTSTATUS impersonate_lowered(void)
{
    NTSTATUS status;

    stage.service->enabled &= ~SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE);
    status = impersonate();
    stage.service->enabled |= SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE);
    return status;
}

static NTSTATUS listen(void)
{
    return pipe_control(stage.server_thread, listening, FSCTL_PIPE_LISTEN, &waiting);
}

static NTSTATUS disconnect(void)
{
    return pipe_control(stage.server_thread, fixed.server, FSCTL_PIPE_DISCONNECT, &block);
}

static NTSTATUS flush(void)
{
    act_as(stage.client_thread);
    return NtFlushBuffersFile(fixed.client, &block);
}

#define RESOURCES STATUS_INSUFFICIENT_RESOURCES

static const struct call {
    const char *name;
    NTSTATUS (*make)(void);
    struct {
        const char *allocation; /* NULL ends them */
        NTSTATUS status;
    } requests[7];
    NTSTATUS done;
} calls[] = {
    /* The helper asks for another instance first, and takes the name twice. */
    {"NtCreateNamedPipeFile", create, {{"CapturedName", RESOURCES}, {NULL, 0}}, STATUS_SUCCESS},
    {"NtCreateNamedPipeFile, another",
     create_another,
     {{"CapturedName", RESOURCES}, {"Object", RESOURCES}, {"Handle", RESOURCES}},
     STATUS_SUCCESS},
    {"NtOpenFile, static",
     open_static,
     {{"CapturedQos", RESOURCES},
      {"CapturedName", RESOURCES},
      {"Object", RESOURCES},
      {"Handle", RESOURCES},
      {"ClientTokenCopy", RESOURCES}},
     STATUS_SUCCESS},
    {"NtOpenFile, dynamic",
     open_dynamic,
     {{"CapturedQos", RESOURCES},
      {"CapturedName", RESOURCES},
      {"Object", RESOURCES},
      {"Handle", RESOURCES}},
     STATUS_SUCCESS},
    {"NtOpenFile, no quality of service",
     open_without,
     {{"CapturedName", RESOURCES}, {"Object", RESOURCES}, {"Handle", RESOURCES}},
     STATUS_SUCCESS},
    {"NtWriteFile, static", write_static, {{"PipeData", RESOURCES}}, STATUS_SUCCESS},
    {"NtWriteFile, dynamic", write_dynamic, {{"PipeData", RESOURCES}}, STATUS_SUCCESS},
    {"NtWriteFile, awaited", answer, {{NULL, 0}}, STATUS_SUCCESS},
    {"NtReadFile", take, {{NULL, 0}}, STATUS_SUCCESS},
    {"NtReadFile, nothing there", take_nothing, {{NULL, 0}}, STATUS_PENDING},
    {"FSCTL_PIPE_TRANSCEIVE, busy", ask, {{NULL, 0}}, STATUS_PIPE_BUSY},
    {"FSCTL_PIPE_IMPERSONATE",
     impersonate,
     {{"ImpersonationBlock", STATUS_NO_MEMORY}},
     STATUS_SUCCESS},
    {"FSCTL_PIPE_IMPERSONATE, lowered",
     impersonate_lowered,
     {{"ImpersonationBlock", STATUS_NO_MEMORY}, {"ClientTokenCopy", RESOURCES}},
     STATUS_SUCCESS},
    {"FSCTL_PIPE_LISTEN", listen, {{NULL, 0}}, STATUS_PENDING},
    {"FSCTL_PIPE_DISCONNECT", disconnect, {{NULL, 0}}, STATUS_SUCCESS},
    {"NtFlushBuffersFile", flush, {{NULL, 0}}, STATUS_PENDING},
};

static void look(struct state *state, const char *name)
{
    const void *const held[] = {stage.alice,  stage.service,       stage.client,
                                stage.server, stage.client_thread, stage.server_thread};
    const char *problem;

    graph_begin(&graph, stage.w);
    for (int i = 0; i < ROWS(held); i++)
        graph_hold(&graph, held[i]);
    graph_finish(&graph);
    problem = graph_problem(&graph);
    ck_assert_msg(problem == NULL, "%s: %s", name, problem ? problem : "");
    state_record(state, &graph);
}

static void assert_refused(const struct call *call, NTSTATUS expected)
{
    const NTSTATUS status = call->make();
    const char *difference;

    ck_assert_msg(status == expected, "%s: %#x, not %#x", call->name, (unsigned)status,
                  (unsigned)expected);
    look(&after, call->name);
    difference = state_difference(&before, &after);
    ck_assert_msg(difference == NULL, "%s: %s", call->name, difference ? difference : "");
}

START_TEST(nth_request_fails)
{
    const struct call *call = &calls[_i];
    unsigned n = 0;

    look(&before, call->name);
    for (; call->requests[n].allocation; n++) {
        ck_assert(srm_pool_fail(stage.w, "any", n + 1, false));
        assert_refused(call, call->requests[n].status);
        ck_assert(srm_pool_fail(stage.w, call->requests[n].allocation, 1, false));
        assert_refused(call, call->requests[n].status);
    }
    if (call->make != create)
        ck_assert(srm_pool_fail(stage.w, "any", n + 1, true));
    ck_assert_status(call->make(), call->done);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    look(&after, call->name);
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/pipe_failures");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, nth_request_fails, 0, ROWS(calls));
    return suite_end();
}
