#include "support/ports.h"

#include "support/stage.h"
#include "support/suite.h"

#include <string.h>

struct letter letter_of(const char *text)
{
    struct letter letter = {.header.u1.s1.DataLength = (CSHORT)strlen(text)};

    letter.header.u1.s1.TotalLength = (CSHORT)(sizeof(PORT_MESSAGE) + strlen(text));
    memcpy(letter.text, text, strlen(text));
    return letter;
}

struct letter reply_to(const struct letter *request, const char *text)
{
    struct letter letter = letter_of(text);

    letter.header.ClientId = request->header.ClientId;
    letter.header.MessageId = request->header.MessageId;
    return letter;
}

HANDLE port_made_by(PETHREAD server, const char *name)
{
    SECURITY_DESCRIPTOR open_to_all = {
        .Revision = SECURITY_DESCRIPTOR_REVISION,
        .Control = SE_DACL_PRESENT,
    };
    struct named_name called;
    HANDLE handle;

    named_attributes(&called, name, 0);
    called.attributes.SecurityDescriptor = &open_to_all;
    act_as(server);
    ck_assert_status(NtCreatePort(&handle, &called.attributes, 100, 200, 0), STATUS_SUCCESS);
    return handle;
}

SECURITY_QUALITY_OF_SERVICE port_qos(BOOLEAN tracking)
{
    return (SECURITY_QUALITY_OF_SERVICE){
        .Length = sizeof(SECURITY_QUALITY_OF_SERVICE),
        .ImpersonationLevel = SecurityImpersonation,
        .ContextTrackingMode = tracking,
    };
}

NTSTATUS port_ask(PETHREAD client, const char *name, BOOLEAN tracking, PHANDLE handle)
{
    SECURITY_QUALITY_OF_SERVICE qos = port_qos(tracking);
    struct named_name called;

    named_attributes(&called, name, 0);
    act_as(client);
    return NtConnectPort(handle, &called.string, &qos, NULL, NULL, NULL, NULL, NULL);
}

void port_accept(struct connection *connection)
{
    struct letter asked;

    act_as(connection->server);
    ck_assert_status(NtListenPort(connection->named, &asked.header), STATUS_SUCCESS);
    ck_assert_status(
        NtAcceptConnectPort(&connection->to_client, NULL, &asked.header, TRUE, NULL, NULL),
        STATUS_SUCCESS);
    ck_assert_status(NtCompleteConnectPort(connection->to_client), STATUS_SUCCESS);
}

void port_connect(struct connection *connection, PETHREAD server, PETHREAD client, BOOLEAN tracking)
{
    connection->server = server;
    connection->client = client;
    connection->named = port_made_by(server, "\\desk");
    ck_assert_status(port_ask(client, "\\desk", tracking, &connection->to_server), STATUS_PENDING);
    port_accept(connection);
}

struct letter port_request(const struct connection *connection, struct letter *reply)
{
    struct letter sent = letter_of("who am I"), request = {0};

    act_as(connection->client);
    ck_assert_status(NtRequestWaitReplyPort(connection->to_server, &sent.header, &reply->header),
                     STATUS_PENDING);
    act_as(connection->server);
    ck_assert_status(NtReplyWaitReceivePort(connection->named, NULL, NULL, &request.header),
                     STATUS_SUCCESS);
    return request;
}
