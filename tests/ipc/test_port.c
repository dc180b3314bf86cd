/* Ports: what is written when, and what is given back whoever goes first. */
#include "support/graph.h"
#include "support/ports.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ipc/port.h"
#include "ntsrm/srm.h"

#include <string.h>

static struct stage stage;
static struct graph graph;
static struct connection connection;

static void open_stage(void)
{
    stage_open(&stage, NULL);
}

static void close_stage(void)
{
    stage_close(&stage);
}

static void assert_counted(void)
{
    const void *const held[] = {stage.alice,  stage.service,       stage.client,
                                stage.server, stage.client_thread, stage.server_thread};
    const char *problem;

    graph_begin(&graph, stage.w);
    for (int i = 0; i < ROWS(held); i++)
        graph_hold(&graph, held[i]);
    graph_finish(&graph);
    problem = graph_problem(&graph);
    ck_assert_msg(problem == NULL, "%s", problem ? problem : "");
}

START_TEST(handle_and_length_come_with_the_completion)
{
    unsigned char memory[64];
    PHANDLE handle = (PHANDLE)(void *)(memory + 1); /* the caller's memory can lie anywhere */
    PULONG length = (PULONG)(void *)(memory + 33);
    SECURITY_QUALITY_OF_SERVICE qos = port_qos(SECURITY_STATIC_TRACKING);
    struct named_name called;
    HANDLE seen;
    ULONG longest;

    memset(memory, 0xAA, sizeof memory);
    connection = (struct connection){.server = stage.server_thread, .client = stage.client_thread};
    connection.named = port_made_by(stage.server_thread, "\\desk");
    named_attributes(&called, "\\desk", 0);
    act_as(stage.client_thread);
    ck_assert_status(NtConnectPort(handle, &called.string, &qos, NULL, NULL, length, NULL, NULL),
                     STATUS_PENDING);
    ck_assert_int_eq(srm_wait_status(stage.client_thread), STATUS_PENDING);
    assert_counted();
    for (size_t i = 0; i < sizeof memory; i++)
        ck_assert_uint_eq(memory[i], 0xAA);
    port_accept(&connection);
    memcpy(&seen, memory + 1, sizeof seen);
    memcpy(&longest, memory + 33, sizeof longest);
    ck_assert_uint_eq(granted_to(stage.client_thread, seen), PORT_ALL_ACCESS);
    ck_assert_uint_eq(longest, 200);
    ck_assert_int_eq(srm_wait_status(stage.client_thread), STATUS_SUCCESS);
    assert_counted();
}
END_TEST

/* What a client sends along when it connects, and what it gets back. */
START_TEST(information_goes_both_ways)
{
    SECURITY_QUALITY_OF_SERVICE qos = port_qos(SECURITY_STATIC_TRACKING);
    char information[8] = "question";
    ULONG length = sizeof information;
    struct named_name called;
    struct letter asked, answer;
    HANDLE named = port_made_by(stage.server_thread, "\\desk"), to_server, to_client;

    named_attributes(&called, "\\desk", 0);
    act_as(stage.client_thread);
    ck_assert_status(
        NtConnectPort(&to_server, &called.string, &qos, NULL, NULL, NULL, information, &length),
        STATUS_PENDING);
    act_as(stage.server_thread);
    ck_assert_status(NtListenPort(named, &asked.header), STATUS_SUCCESS);
    ck_assert_int_eq(asked.header.u1.s1.DataLength, 8);
    ck_assert_mem_eq(asked.text, "question", 8);
    answer = reply_to(&asked, _i == 0 ? "yes" : "yes, but not so long");
    ck_assert_status(NtAcceptConnectPort(&to_client, NULL, &answer.header, _i == 0, NULL, NULL),
                     STATUS_SUCCESS);
    ck_assert_uint_eq(length, _i == 0 ? 3 : 8);
    ck_assert_mem_eq(information, _i == 0 ? "yes" : "yes, but", length);
}
END_TEST

/* Every order in which the three handles can be closed, with a request half way. */
static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

static void close_one(int which)
{
    act_as(which == 2 ? stage.client_thread : stage.server_thread);
    ck_assert_status(NtClose(which == 0   ? connection.named
                             : which == 1 ? connection.to_client
                                          : connection.to_server),
                     STATUS_SUCCESS);
    assert_counted();
}

static void close_in_order(const int *order)
{
    for (int i = 0; i < 3; i++)
        close_one(order[i]);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Port), 0);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_PortMessage), 0);
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), 2);
}

START_TEST(context_is_given_back_whoever_closes_first)
{
    static struct letter reply;
    struct letter sent = letter_of("not read");

    port_connect(&connection, stage.server_thread, stage.client_thread, (BOOLEAN)(_i % 2));
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Token), _i % 2 ? 2 : 3);
    if (_i / 2 % 2)
        port_request(&connection, &reply);
    act_as(stage.client_thread);
    ck_assert_status(NtRequestPort(connection.to_server, &sent.header), STATUS_SUCCESS);
    act_as(stage.server_thread);
    ck_assert_status(NtRequestPort(connection.to_client, &sent.header), STATUS_SUCCESS);
    close_in_order(orders[_i / 4]);
    ck_assert_int_eq(stage.client_thread->wait.kind, PS_WAITS_FOR_NOTHING);
}
END_TEST

/* Processes that end close what they have; who waits is told. */
START_TEST(processes_end_in_either_order)
{
    static struct letter reply;
    PEPROCESS first = _i % 2 ? stage.client : stage.server;
    PEPROCESS second = _i % 2 ? stage.server : stage.client;

    port_connect(&connection, stage.server_thread, stage.client_thread, (BOOLEAN)(_i / 2));
    port_request(&connection, &reply);
    ps_process_exit(first, STATUS_SUCCESS);
    assert_counted();
    if (first == stage.server)
        ck_assert_int_eq(stage.client_thread->waited, STATUS_LPC_REPLY_LOST);
    else
        ck_assert_int_eq(stage.client_thread->waited, STATUS_THREAD_IS_TERMINATING);
    ps_process_exit(second, STATUS_SUCCESS);
    assert_counted();
    ck_assert_uint_eq(ex_pool_alive(stage.w->pool, EX_KIND_Port), 0);
}
END_TEST

START_TEST(request_and_its_answer_come_back_with_a_snapshot)
{
    struct letter *reply = srm_alloc(stage.w, sizeof *reply);
    struct letter answer, request;
    struct srm_snapshot *snapshot;

    port_connect(&connection, stage.server_thread, stage.client_thread, SECURITY_STATIC_TRACKING);
    request = port_request(&connection, reply);
    answer = reply_to(&request, "alice");
    snapshot = srm_snapshot_new(stage.w);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(stage.client_thread->waited, STATUS_PENDING);
        act_as(stage.server_thread);
        ck_assert_status(NtReplyPort(connection.to_client, &answer.header), STATUS_SUCCESS);
        ck_assert_mem_eq(reply->text, "alice", 5);
        ck_assert_status(NtReplyPort(connection.to_client, &answer.header),
                         STATUS_REPLY_MESSAGE_MISMATCH);
        srm_snapshot_restore(stage.w, snapshot);
        ck_assert_int_eq(reply->text[0], 0);
    }
    srm_snapshot_delete(snapshot);
    assert_counted();
    srm_free(stage.w, reply);
}
END_TEST

/* A world that is taken down writes to nobody's memory. */
START_TEST(nobody_is_told_at_the_end)
{
    struct letter next;
    struct stage other;

    stage_open(&other, NULL);
    port_connect(&connection, other.server_thread, other.client_thread, SECURITY_STATIC_TRACKING);
    memset(&next, 0xAA, sizeof next);
    act_as(other.server_thread);
    ck_assert_status(NtReplyWaitReceivePort(connection.named, NULL, NULL, &next.header),
                     STATUS_PENDING);
    stage_close(&other);
    for (size_t i = 0; i < sizeof next; i++)
        ck_assert_uint_eq(((unsigned char *)&next)[i], 0xAA);
    srm_run_as(stage.server_thread);
}
END_TEST

START_TEST(first_thread_gets_the_message)
{
    PETHREAD second = srm_thread_new(stage.server);
    struct letter first_letter, second_letter, sent = letter_of("for one of you");

    port_connect(&connection, stage.server_thread, stage.client_thread, SECURITY_STATIC_TRACKING);
    act_as(second);
    ck_assert_status(NtReplyWaitReceivePort(connection.named, NULL, NULL, &second_letter.header),
                     STATUS_PENDING);
    act_as(stage.server_thread);
    ck_assert_status(NtReplyWaitReceivePort(connection.named, NULL, NULL, &first_letter.header),
                     STATUS_PENDING);
    act_as(stage.client_thread);
    ck_assert_status(NtRequestPort(connection.to_server, &sent.header), STATUS_SUCCESS);
    ck_assert_int_eq(stage.server_thread->waited, STATUS_SUCCESS);
    ck_assert_int_eq(second->waited, STATUS_PENDING);
    ck_assert_mem_eq(first_letter.text, "for one of you", 14);
    srm_release(second);
}
END_TEST

START_TEST(server_asks_its_client_too)
{
    struct letter sent = letter_of("who are you"), got, reply, answer;

    port_connect(&connection, stage.server_thread, stage.client_thread, SECURITY_STATIC_TRACKING);
    act_as(stage.server_thread);
    ck_assert_status(NtRequestWaitReplyPort(connection.to_client, &sent.header, &reply.header),
                     STATUS_PENDING);
    act_as(stage.client_thread);
    ck_assert_status(NtReplyWaitReceivePort(connection.to_server, NULL, NULL, &got.header),
                     STATUS_SUCCESS);
    ck_assert_int_eq(got.header.u2.s2.Type, LPC_REQUEST);
    if (_i == 0) {
        answer = reply_to(&got, "alice");
        ck_assert_status(NtReplyPort(connection.to_server, &answer.header), STATUS_SUCCESS);
        ck_assert_mem_eq(reply.text, "alice", 5);
    } else {
        ck_assert_status(NtClose(connection.to_server), STATUS_SUCCESS);
        ck_assert_int_eq(stage.server_thread->waited, STATUS_LPC_REPLY_LOST);
    }
    assert_counted();
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("ipc/port");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_test(tcase, handle_and_length_come_with_the_completion);
    tcase_add_loop_test(tcase, information_goes_both_ways, 0, 2);
    tcase_add_loop_test(tcase, context_is_given_back_whoever_closes_first, 0, 4 * ROWS(orders));
    tcase_add_loop_test(tcase, processes_end_in_either_order, 0, 4);
    tcase_add_test(tcase, request_and_its_answer_come_back_with_a_snapshot);
    tcase_add_test(tcase, nobody_is_told_at_the_end);
    tcase_add_test(tcase, first_thread_gets_the_message);
    tcase_add_loop_test(tcase, server_asks_its_client_too, 0, 2);
    return suite_end();
}
