/* Ports: what is not modelled says so by name; pointers that scenarios cannot write. */
#include "support/ports.h"
#include "support/stage.h"
#include "support/suite.h"

#include "ntsrm/srm.h"

#include <string.h>

static struct stage stage;
static struct connection connection;
static struct letter request, reply, got;
static SECURITY_QUALITY_OF_SERVICE qos;
static struct named_name named;
static HANDLE handle;

static void open_stage(void)
{
    stage_open(&stage, NULL);
    port_connect(&connection, stage.server_thread, stage.client_thread, SECURITY_STATIC_TRACKING);
    request = port_request(&connection, &reply);
    qos = port_qos(SECURITY_STATIC_TRACKING);
    named_attributes(&named, "\\desk", 0);
}

static void close_stage(void)
{
    stage_close(&stage);
}

/* ---- LPC ---- */

static NTSTATUS nameless(void)
{
    return NtCreatePort(&handle, NULL, 0, 100, 0);
}

static NTSTATUS client_view(void)
{
    PORT_VIEW view = {.Length = sizeof view};

    return NtConnectPort(&handle, &named.string, &qos, &view, NULL, NULL, NULL, NULL);
}

static NTSTATUS server_view(void)
{
    REMOTE_PORT_VIEW view = {.Length = sizeof view};

    return NtConnectPort(&handle, &named.string, &qos, NULL, &view, NULL, NULL, NULL);
}

static NTSTATUS accepted_view(void)
{
    PORT_VIEW view = {.Length = sizeof view};

    return NtAcceptConnectPort(&handle, NULL, &request.header, TRUE, &view, NULL);
}

static NTSTATUS callback(void)
{
    struct letter letter = reply_to(&request, "who?");

    letter.header.u2.s2.Type = LPC_REQUEST;
    return NtRequestWaitReplyPort(connection.to_client, &letter.header, &got.header);
}

static NTSTATUS data_elsewhere(void)
{
    struct letter letter = letter_of("who?");

    letter.header.u2.s2.DataInfoOffset = sizeof(PORT_MESSAGE);
    return NtRequestWaitReplyPort(connection.to_client, &letter.header, &got.header);
}

static NTSTATUS timeout(void)
{
    LARGE_INTEGER time = {.QuadPart = 0};

    return NtReplyWaitReceivePortEx(connection.named, NULL, NULL, &got.header, &time);
}

/* ---- ALPC ---- */

static ALPC_PORT_ATTRIBUTES alpc_attributes(ULONG flags)
{
    return (ALPC_PORT_ATTRIBUTES){.Flags = flags, .SecurityQos = qos, .MaxMessageLength = 100};
}

static NTSTATUS alpc_without_attributes(void)
{
    return NtAlpcCreatePort(&handle, &named.attributes, NULL);
}

static NTSTATUS alpc_flags(void)
{
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes(0x100000);

    return NtAlpcCreatePort(&handle, &named.attributes, &attributes);
}

static NTSTATUS alpc_to_lpc(void)
{
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes(0);

    return NtAlpcConnectPort(&handle, &named.string, NULL, &attributes, ALPC_MSGFLG_SYNC_REQUEST,
                             NULL, NULL, NULL, NULL, NULL, NULL);
}

static NTSTATUS alpc_not_waited_for(void)
{
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes(0);

    return NtAlpcConnectPort(&handle, &named.string, NULL, &attributes, 0, NULL, NULL, NULL, NULL,
                             NULL, NULL);
}

static NTSTATUS alpc_message_sent_along(void)
{
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes(0);
    struct letter letter = letter_of("hello");

    return NtAlpcConnectPort(&handle, &named.string, NULL, &attributes, ALPC_MSGFLG_SYNC_REQUEST,
                             NULL, &letter.header, NULL, NULL, NULL, NULL);
}

static NTSTATUS alpc_accept_flags(void)
{
    return NtAlpcAcceptConnectPort(&handle, connection.named, 1, NULL, NULL, NULL, &request.header,
                                   NULL, TRUE);
}

static NTSTATUS alpc_asynchronous(void)
{
    struct letter letter = letter_of("hello");

    return NtAlpcSendWaitReceivePort(connection.to_client, 0, &letter.header, NULL, NULL, NULL,
                                     NULL, NULL);
}

static NTSTATUS alpc_nothing(void)
{
    return NtAlpcSendWaitReceivePort(connection.to_client, 0, NULL, NULL, NULL, NULL, NULL, NULL);
}

static NTSTATUS alpc_message_attributes(void)
{
    ALPC_MESSAGE_ATTRIBUTES attributes = {.AllocatedAttributes = 0};

    return NtAlpcSendWaitReceivePort(connection.named, 0, NULL, NULL, &got.header, NULL,
                                     &attributes, NULL);
}

static NTSTATUS alpc_impersonation_flags(void)
{
    return NtAlpcImpersonateClientOfPort(connection.to_client, &request.header, 0x10);
}

static const struct {
    NTSTATUS (*call)(void);
    const char *what; /* in the name of what is not modelled */
} missing[] = {
    {nameless, "without a name"},
    {client_view, "views"},
    {server_view, "views"},
    {accepted_view, "views"},
    {callback, "to the client that it serves"},
    {data_elsewhere, "list of data"},
    {timeout, "how long"},
    {alpc_without_attributes, "ALPC"},
    {alpc_flags, "ALPC"},
    {alpc_to_lpc, "between LPC and ALPC"},
    {alpc_not_waited_for, "ALPC"},
    {alpc_message_sent_along, "ALPC"},
    {alpc_accept_flags, "ALPC"},
    {alpc_asynchronous, "ALPC"},
    {alpc_nothing, "ALPC"},
    {alpc_message_attributes, "ALPC"},
    {alpc_impersonation_flags, "ALPC"},
};

START_TEST(what_is_not_modelled_says_so)
{
    const char *what;

    act_as(stage.server_thread);
    ck_assert_status(missing[_i].call(), STATUS_NOT_IMPLEMENTED);
    what = srm_world_not_modelled(stage.w);
    ck_assert_ptr_nonnull(what);
    ck_assert_msg(strstr(what, missing[_i].what) != NULL, "%s", what);
    ck_assert_int_eq(stage.server_thread->wait.kind, PS_WAITS_FOR_NOTHING);
    ck_assert(!stage.server_thread->impersonating);
}
END_TEST

/* The same calls do what they do where nothing is missing, but not before Vista. */
START_TEST(alpc_begins_with_vista)
{
    static const char *const versions[] = {"nt5.0", "nt5.2", "nt6.0", "nt10.0"};
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes(0);
    struct stage other;
    NTSTATUS status;

    stage_open(&other, versions[_i]);
    status = NtAlpcCreatePort(&handle, &named.attributes, &attributes);
    ck_assert_status(status, _i < 2 ? STATUS_NOT_IMPLEMENTED : STATUS_SUCCESS);
    ck_assert((srm_world_not_modelled(other.w) != NULL) == (_i < 2));
    stage_close(&other);
    srm_run_as(stage.server_thread);
}
END_TEST

/* A quality of service that makes no sense: nobody becomes anonymous for that. */
START_TEST(what_is_wrong_is_no_refusal)
{
    ALPC_PORT_ATTRIBUTES attributes = alpc_attributes(ALPC_PORFLG_ALLOW_IMPERSONATION);
    struct named_name other;
    HANDLE port, to_server, to_client;
    struct letter asked, sent = letter_of("who am I");
    POBJECT_ATTRIBUTES at = named_attributes(&other, "\\other", 0);
    SECURITY_DESCRIPTOR open_to_all = {.Revision = SECURITY_DESCRIPTOR_REVISION,
                                       .Control = SE_DACL_PRESENT};

    at->SecurityDescriptor = &open_to_all;
    ck_assert_status(NtAlpcCreatePort(&port, at, &attributes), STATUS_SUCCESS);
    attributes.SecurityQos.ContextTrackingMode = SECURITY_DYNAMIC_TRACKING;
    attributes.SecurityQos.ImpersonationLevel = (SECURITY_IMPERSONATION_LEVEL)4;
    ps_thread_end_wait(stage.client_thread, STATUS_SUCCESS);
    act_as(stage.client_thread);
    ck_assert_status(NtAlpcConnectPort(&to_server, &other.string, NULL, &attributes,
                                       ALPC_MSGFLG_SYNC_REQUEST, NULL, NULL, NULL, NULL, NULL,
                                       NULL),
                     STATUS_PENDING);
    act_as(stage.server_thread);
    ck_assert_status(NtListenPort(port, &asked.header), STATUS_SUCCESS);
    ck_assert_status(
        NtAlpcAcceptConnectPort(&to_client, port, 0, NULL, NULL, NULL, &asked.header, NULL, TRUE),
        STATUS_SUCCESS);
    act_as(stage.client_thread);
    ck_assert_status(NtRequestWaitReplyPort(to_server, &sent.header, &reply.header),
                     STATUS_PENDING);
    act_as(stage.server_thread);
    ck_assert_status(NtReplyWaitReceivePort(port, NULL, NULL, &got.header), STATUS_SUCCESS);
    ck_assert_status(NtAlpcImpersonateClientOfPort(to_client, &got.header,
                                                   _i ? ALPC_IMPERSONATEFLG_ANONYMOUS : 0),
                     STATUS_INVALID_PARAMETER);
    ck_assert(!stage.server_thread->impersonating);
}
END_TEST

/* Nothing of LPC says that a client allows it, so that it does. */
START_TEST(client_of_lpc_allows_it)
{
    act_as(stage.server_thread);
    ck_assert_status(NtAlpcImpersonateClientOfPort(connection.to_client, &request.header, 0),
                     STATUS_SUCCESS);
    ck_assert(stage.server_thread->impersonating);
}
END_TEST

START_TEST(malformed_sid_of_the_server)
{
    SID sid = {.Revision = SID_REVISION + 1, .SubAuthorityCount = 1};

    act_as(stage.server_thread);
    ck_assert_status(
        NtSecureConnectPort(&handle, &named.string, &qos, NULL, &sid, NULL, NULL, NULL, NULL),
        STATUS_INVALID_SID);
    ck_assert_status(NtSecureConnectPort(&handle, &named.string, &qos, NULL, NULL, NULL, NULL,
                                         SRM_UNREADABLE, NULL),
                     STATUS_ACCESS_VIOLATION);
    ck_assert_status(NtSecureConnectPort(&handle, &named.string, &qos, NULL, NULL, NULL, NULL, NULL,
                                         SRM_UNREADABLE),
                     STATUS_ACCESS_VIOLATION);
}
END_TEST

START_TEST(kernel_mode_is_believed)
{
    struct letter answer = reply_to(&request, "alice");

    srm_thread_set_kernel_mode(stage.server_thread, true);
    act_as(stage.server_thread);
    ck_assert_status(
        NtImpersonateClientOfPort(
            handle_to(stage.server_thread,
                      ob_handle_find(&stage.server->handles, connection.to_client)->object, 0),
            &request.header),
        STATUS_SUCCESS);
    ck_assert_status(NtReplyPort(connection.to_client, &answer.header), STATUS_SUCCESS);
    srm_thread_set_kernel_mode(stage.server_thread, false);
}
END_TEST

/* As Wine's test has it: what a thread sends is read only, and what is received has a type. */
START_TEST(messages_of_the_sender_stay_as_they_are)
{
    struct letter answer = request, told = letter_of("by the way"), as_told = told;

    ck_assert_int_eq(request.header.u2.s2.Type, LPC_REQUEST);
    act_as(stage.server_thread);
    ck_assert_status(NtReplyPort(connection.to_client, &answer.header), STATUS_SUCCESS);
    ck_assert_int_eq(memcmp(&answer, &request, sizeof answer), 0);
    ck_assert_int_eq(reply.header.u2.s2.Type, LPC_REPLY);
    ck_assert_int_eq(reply.header.MessageId, request.header.MessageId);

    act_as(stage.client_thread);
    ck_assert_status(NtRequestPort(connection.to_server, &told.header), STATUS_SUCCESS);
    ck_assert_int_eq(memcmp(&told, &as_told, sizeof told), 0);
    act_as(stage.server_thread);
    ck_assert_status(NtReplyWaitReceivePort(connection.named, NULL, NULL, &got.header),
                     STATUS_SUCCESS);
    ck_assert_int_eq(got.header.u2.s2.Type, LPC_DATAGRAM);
    ck_assert_str_eq(got.text, "by the way");
}
END_TEST

int main(void)
{
    TCase *tcase = suite_begin("nt/port");

    tcase_add_checked_fixture(tcase, open_stage, close_stage);
    tcase_add_loop_test(tcase, what_is_not_modelled_says_so, 0, ROWS(missing));
    tcase_add_loop_test(tcase, alpc_begins_with_vista, 0, 4);
    tcase_add_loop_test(tcase, what_is_wrong_is_no_refusal, 0, 2);
    tcase_add_test(tcase, client_of_lpc_allows_it);
    tcase_add_test(tcase, malformed_sid_of_the_server);
    tcase_add_test(tcase, kernel_mode_is_believed);
    tcase_add_test(tcase, messages_of_the_sender_stay_as_they_are);
    return suite_end();
}
