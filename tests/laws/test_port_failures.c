/*
 * Every call about ports with NT's pool failing at its n-th request, for every n until it succeeds:
 * the documented status, nothing changed, nothing leaked.
 */
#include "support/ports.h"
#include "support/stage.h"
#include "support/state.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

static struct stage stage;
static struct connection connection;
static PETHREAD other, asker; /* of the client */
static struct letter request, asked, reply, got, alpc_request, alpc_reply;
static HANDLE new_handle, asked_handle, to_alpc_client;
static struct graph graph;
static struct state before, after;

static ALPC_PORT_ATTRIBUTES alpc_attributes(void)
{
    return (ALPC_PORT_ATTRIBUTES){
        .Flags = ALPC_PORFLG_ALLOW_IMPERSONATION,
        .SecurityQos = port_qos(SECURITY_STATIC_TRACKING),
        .MaxMessageLength = 200,
    };
}

static NTSTATUS alpc_ask(PETHREAD client)
{
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes();
    struct named_name name;

    named_attributes(&name, "\\alpc", 0);
    act_as(client);
    return NtAlpcConnectPort(&new_handle, &name.string, NULL, &attributes, ALPC_MSGFLG_SYNC_REQUEST,
                             NULL, NULL, NULL, NULL, NULL, NULL);
}

/* Another thread of the client asks something at a port of ALPC. */
static void open_alpc(void)
{
    SECURITY_DESCRIPTOR open_to_all = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                       .Control = SE_DACL_PRESENT};
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes();
    struct letter sent = letter_of("who am I"), to_connect;
    struct named_name name;
    HANDLE port;

    asker = srm_thread_new(stage.client);
    named_attributes(&name, "\\alpc", 0)->SecurityDescriptor = &open_to_all;
    act_as(stage.server_thread);
    ck_assert_status(NtAlpcCreatePort(&port, &name.attributes, &attributes), STATUS_SUCCESS);
    ck_assert_status(alpc_ask(asker), STATUS_PENDING);
    act_as(stage.server_thread);
    ck_assert_status(NtListenPort(port, &to_connect.header), STATUS_SUCCESS);
    ck_assert_status(NtAlpcAcceptConnectPort(&to_alpc_client, port, 0, NULL, NULL, NULL,
                                             &to_connect.header, NULL, TRUE),
                     STATUS_SUCCESS);
    act_as(asker);
    ck_assert_status(NtRequestWaitReplyPort(new_handle, &sent.header, &alpc_reply.header),
                     STATUS_PENDING);
    act_as(stage.server_thread);
    ck_assert_status(NtReplyWaitReceivePort(port, NULL, NULL, &alpc_request.header),
                     STATUS_SUCCESS);
}

static void open_stage(void)
{
    stage_open(&stage, NULL);
    other = srm_thread_new(stage.client);
    open_alpc();
    port_connect(&connection, stage.server_thread, stage.client_thread, SECURITY_STATIC_TRACKING);
    request = port_request(&connection, &reply);
    ck_assert_status(port_ask(other, "\\desk", SECURITY_STATIC_TRACKING, &asked_handle),
                     STATUS_PENDING);
    act_as(stage.server_thread);
    ck_assert_status(NtListenPort(connection.named, &asked.header), STATUS_SUCCESS);
}

static void close_stage(void)
{
    srm_pool_fail(stage.w, "any", 0, false);
    srm_release(asker);
    srm_release(other);
    stage_close(&stage);
}

/* ---- the calls ---- */

static NTSTATUS create(void)
{
    SECURITY_DESCRIPTOR open_to_all = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                       .Control = SE_DACL_PRESENT};
    struct named_name name;

    named_attributes(&name, "\\other", 0)->SecurityDescriptor = &open_to_all;
    return NtCreatePort(&new_handle, &name.attributes, 100, 200, 0);
}

static NTSTATUS connect_static(void)
{
    return port_ask(stage.server_thread, "\\desk", SECURITY_STATIC_TRACKING, &new_handle);
}

static NTSTATUS connect_dynamic(void)
{
    return port_ask(stage.server_thread, "\\desk", SECURITY_DYNAMIC_TRACKING, &new_handle);
}

static NTSTATUS accept(void)
{
    return NtAcceptConnectPort(&new_handle, NULL, &asked.header, TRUE, NULL, NULL);
}

static NTSTATUS refuse(void)
{
    return NtAcceptConnectPort(&new_handle, NULL, &asked.header, FALSE, NULL, NULL);
}

static NTSTATUS send_message(void)
{
    struct letter letter = letter_of("hello");

    return NtRequestPort(connection.to_client, &letter.header);
}

static NTSTATUS ask(void)
{
    struct letter letter = letter_of("hello");

    return NtRequestWaitReplyPort(connection.to_client, &letter.header, &got.header);
}

static NTSTATUS give_reply(void)
{
    struct letter letter = reply_to(&request, "alice");

    return NtReplyPort(connection.to_client, &letter.header);
}

static NTSTATUS reply_and_wait(void)
{
    struct letter letter = reply_to(&request, "alice");

    return NtReplyWaitReceivePort(connection.named, NULL, &letter.header, &got.header);
}

static NTSTATUS receive(void)
{
    return NtReplyWaitReceivePort(connection.named, NULL, NULL, &got.header);
}

static NTSTATUS impersonate(void)
{
    return NtImpersonateClientOfPort(connection.to_client, &request.header);
}

/* Without the privilege, the gate makes a copy. */
static NTSTATUS impersonate_lowered(void)
{
    stage.service->enabled &= ~SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE);
    NTSTATUS status = impersonate();
    stage.service->enabled |= SE_PRIVILEGE_BIT(SE_IMPERSONATE_PRIVILEGE);
    return status;
}

static NTSTATUS alpc_create(void)
{
    ALPC_PORT_ATTRIBUTES attributes = {.MaxMessageLength = 200};
    struct named_name name;

    return NtAlpcCreatePort(&new_handle, named_attributes(&name, "\\other", 0), &attributes);
}

static NTSTATUS alpc_send(void)
{
    struct letter letter = letter_of("hello");

    return NtAlpcSendWaitReceivePort(connection.to_client, ALPC_MSGFLG_RELEASE_MESSAGE,
                                     &letter.header, NULL, NULL, NULL, NULL, NULL);
}

static NTSTATUS alpc_connect(void)
{
    return alpc_ask(stage.server_thread);
}

static NTSTATUS alpc_impersonate(void)
{
    return NtAlpcImpersonateClientOfPort(to_alpc_client, &alpc_request.header,
                                         ALPC_IMPERSONATEFLG_REQUIRE_IMPERSONATE |
                                             ALPC_IMPERSONATEFLG_LEVEL_IMPERSONATION);
}

static NTSTATUS alpc_accept(void)
{
    return NtAlpcAcceptConnectPort(&new_handle, connection.named, 0, NULL, NULL, NULL,
                                   &asked.header, NULL, TRUE);
}

static const struct call {
    const char *name;
    NTSTATUS (*make)(void);
    struct {
        const char *allocation; /* NULL ends them */
        NTSTATUS status;
    } requests[6];
    NTSTATUS done;
} calls[] = {
    {"NtCreatePort",
     create,
     {{"CapturedDescriptor", STATUS_INSUFFICIENT_RESOURCES},
      {"CapturedName", STATUS_INSUFFICIENT_RESOURCES},
      {"Object", STATUS_INSUFFICIENT_RESOURCES},
      {"Handle", STATUS_INSUFFICIENT_RESOURCES}},
     STATUS_SUCCESS},
    {"NtConnectPort, static",
     connect_static,
     {{"CapturedName", STATUS_INSUFFICIENT_RESOURCES},
      {"Object", STATUS_INSUFFICIENT_RESOURCES},
      {"ClientTokenCopy", STATUS_INSUFFICIENT_RESOURCES},
      {"PortMessage", STATUS_NO_MEMORY}},
     STATUS_PENDING},
    {"NtConnectPort, dynamic",
     connect_dynamic,
     {{"CapturedName", STATUS_INSUFFICIENT_RESOURCES},
      {"Object", STATUS_INSUFFICIENT_RESOURCES},
      {"PortMessage", STATUS_NO_MEMORY}},
     STATUS_PENDING},
    {"NtAcceptConnectPort",
     accept,
     {{"Object", STATUS_INSUFFICIENT_RESOURCES}, {"Handle", STATUS_INSUFFICIENT_RESOURCES}},
     STATUS_SUCCESS},
    {"NtAcceptConnectPort, refused", refuse, {{NULL, 0}}, STATUS_SUCCESS},
    {"NtRequestPort", send_message, {{"PortMessage", STATUS_NO_MEMORY}}, STATUS_SUCCESS},
    {"NtRequestWaitReplyPort", ask, {{"PortMessage", STATUS_NO_MEMORY}}, STATUS_PENDING},
    {"NtReplyPort", give_reply, {{"PortMessage", STATUS_NO_MEMORY}}, STATUS_SUCCESS},
    {"NtReplyWaitReceivePort", receive, {{NULL, 0}}, STATUS_PENDING},
    {"NtReplyWaitReceivePort, with a reply",
     reply_and_wait,
     {{"PortMessage", STATUS_NO_MEMORY}},
     STATUS_PENDING},
    {"NtImpersonateClientOfPort",
     impersonate,
     {{"ImpersonationBlock", STATUS_NO_MEMORY}},
     STATUS_SUCCESS},
    {"NtImpersonateClientOfPort, lowered",
     impersonate_lowered,
     {{"ImpersonationBlock", STATUS_NO_MEMORY}, {"ClientTokenCopy", STATUS_INSUFFICIENT_RESOURCES}},
     STATUS_SUCCESS},
    {"NtAlpcCreatePort",
     alpc_create,
     {{"CapturedName", STATUS_INSUFFICIENT_RESOURCES},
      {"Object", STATUS_INSUFFICIENT_RESOURCES},
      {"Handle", STATUS_INSUFFICIENT_RESOURCES}},
     STATUS_SUCCESS},
    {"NtAlpcConnectPort",
     alpc_connect,
     {{"CapturedName", STATUS_INSUFFICIENT_RESOURCES},
      {"Object", STATUS_INSUFFICIENT_RESOURCES},
      {"ClientTokenCopy", STATUS_INSUFFICIENT_RESOURCES},
      {"PortMessage", STATUS_NO_MEMORY}},
     STATUS_PENDING},
    {"NtAlpcImpersonateClientOfPort",
     alpc_impersonate,
     {{"ImpersonationBlock", STATUS_NO_MEMORY}},
     STATUS_SUCCESS},
    {"NtAlpcSendWaitReceivePort", alpc_send, {{"PortMessage", STATUS_NO_MEMORY}}, STATUS_SUCCESS},
    {"NtAlpcAcceptConnectPort",
     alpc_accept,
     {{"Object", STATUS_INSUFFICIENT_RESOURCES}, {"Handle", STATUS_INSUFFICIENT_RESOURCES}},
     STATUS_SUCCESS},
};

static void look(struct state *state, const char *name)
{
    const void *const held[] = {other,        asker,
                                stage.alice,  stage.service,
                                stage.client, stage.client_thread,
                                stage.server, stage.server_thread};
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
    const char *difference;

    ck_assert_status(call->make(), expected);
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
    /* Completing the connection asks for the client's handle, which is not the server's affair. */
    ck_assert(srm_pool_fail(stage.w, "any", n + 1, true));
    ck_assert_status(call->make(), call->done);
    ck_assert(srm_pool_fail(stage.w, "any", 0, false));
    look(&after, call->name);
}
END_TEST

/* The client has no memory for its handle: it hears of it, and its end is gone. */
START_TEST(client_cannot_have_its_handle)
{
    size_t tokens = ex_pool_alive(stage.w->pool, EX_KIND_Token);

    ck_assert_status(accept(), STATUS_SUCCESS);
    ck_assert(srm_pool_fail(stage.w, "Handle", 1, false));
    ck_assert_status(NtCompleteConnectPort(new_handle), STATUS_SUCCESS);
    ck_assert_int_eq(srm_wait_status(other), STATUS_INSUFFICIENT_RESOURCES);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), tokens - 1);
    look(&after, "NtCompleteConnectPort");
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("laws/port_failures");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, nth_request_fails, 0, ROWS(calls));
    tcase_add_test(tcase, client_cannot_have_its_handle);
    return suite_end();
}
