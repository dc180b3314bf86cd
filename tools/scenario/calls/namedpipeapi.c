/* Pipes as programs use them: namedpipeapi.h. */
#include "scenario/calls/rows.h"

#include "ntsrm/namedpipeapi.h"

static void create_named_pipe(struct call_frame *frame)
{
    HANDLE pipe = CreateNamedPipeW(
        frame_pointer(frame, 0), frame_number(frame, 1), frame_number(frame, 2),
        frame_number_or(frame, 3, PIPE_UNLIMITED_INSTANCES), frame_number(frame, 4),
        frame_number(frame, 5), frame_number(frame, 6), frame_pointer(frame, 7));
    frame_returns(frame, (uintptr_t)pipe);
}

static void connect_named_pipe(struct call_frame *frame)
{
    frame_returns_bool(frame, ConnectNamedPipe(frame_handle(frame, 0),
                                               (LPOVERLAPPED)(void *)frame_block(frame, 1)));
}

static void disconnect_named_pipe(struct call_frame *frame)
{
    frame_returns_bool(frame, DisconnectNamedPipe(frame_handle(frame, 0)));
}

static void impersonate_named_pipe_client(struct call_frame *frame)
{
    frame_returns_bool(frame, ImpersonateNamedPipeClient(frame_handle(frame, 0)));
}

static void peek_named_pipe(struct call_frame *frame)
{
    frame_returns_bool(frame, PeekNamedPipe(frame_handle(frame, 0), frame_pointer(frame, 1),
                                            frame_number(frame, 2), frame_pointer(frame, 3),
                                            frame_pointer(frame, 4), frame_pointer(frame, 5)));
}

static void transact_named_pipe(struct call_frame *frame)
{
    frame_returns_bool(frame, TransactNamedPipe(frame_handle(frame, 0), frame_pointer(frame, 1),
                                                frame_number(frame, 2), frame_pointer(frame, 3),
                                                frame_number(frame, 4), frame_pointer(frame, 5),
                                                (LPOVERLAPPED)(void *)frame_block(frame, 6)));
}

static void wait_named_pipe(struct call_frame *frame)
{
    frame_returns_bool(frame, WaitNamedPipeW(frame_pointer(frame, 0), frame_number(frame, 1)));
}

static void set_named_pipe_handle_state(struct call_frame *frame)
{
    DWORD mode = frame_number(frame, 1);
    frame_returns_bool(
        frame, SetNamedPipeHandleState(frame_handle(frame, 0), frame_given(frame, 1) ? &mode : NULL,
                                       frame_pointer(frame, 2), frame_pointer(frame, 3)));
}

static void get_named_pipe_handle_state(struct call_frame *frame)
{
    frame_returns_bool(frame,
                       GetNamedPipeHandleStateW(frame_handle(frame, 0), frame_pointer(frame, 1),
                                                frame_pointer(frame, 2), frame_pointer(frame, 3),
                                                frame_pointer(frame, 4), frame_pointer(frame, 5),
                                                frame_number(frame, 6)));
}

static void get_named_pipe_info(struct call_frame *frame)
{
    frame_returns_bool(frame, GetNamedPipeInfo(frame_handle(frame, 0), frame_pointer(frame, 1),
                                               frame_pointer(frame, 2), frame_pointer(frame, 3),
                                               frame_pointer(frame, 4)));
}

static void get_named_pipe_client_process_id(struct call_frame *frame)
{
    frame_returns_bool(
        frame, GetNamedPipeClientProcessId(frame_handle(frame, 0), frame_pointer(frame, 1)));
}

static void get_named_pipe_server_process_id(struct call_frame *frame)
{
    frame_returns_bool(
        frame, GetNamedPipeServerProcessId(frame_handle(frame, 0), frame_pointer(frame, 1)));
}

#define ROW(function, how)                                                            \
    .name = function, .header = "namedpipeapi.h", .source = "namedpipeapi " function, \
    .family = CALL_WIN32, .returns = KIND_BOOL, .make = how

#define HANDLE_ERROR GIVES(ERROR_INVALID_HANDLE, "no handle, or one to something else")
#define RIGHT_ERROR  GIVES(ERROR_ACCESS_DENIED, "the handle does not give this right")
#define SERVER_ERROR GIVES(ERROR_INVALID_FUNCTION, "the end is a client's")
#define GONE_ERROR   GIVES(ERROR_PIPE_NOT_CONNECTED, "the server has disconnected")
#define LOCAL_ERROR \
    GIVES(ERROR_INVALID_PARAMETER, "a mode that there is not, or what only remote clients have")

const struct call calls_namedpipeapi[] = {
    {
        .name = "CreateNamedPipe",
        .header = "namedpipeapi.h",
        .source = "namedpipeapi CreateNamedPipeW",
        .family = CALL_WIN32,
        .returns = KIND_NEW_HANDLE,
        PARAMETERS(TAKES(lpName, STRING), TAKES(dwOpenMode, PIPE_OPEN_MODE),
                   MAY_TAKE(dwPipeMode, PIPE_MODE), MAY_TAKE(nMaxInstances, PIPE_LIMIT),
                   MAY_TAKE(nOutBufferSize, NUMBER), MAY_TAKE(nInBufferSize, NUMBER),
                   MAY_TAKE(nDefaultTimeOut, NUMBER),
                   MAY_TAKE(lpSecurityAttributes, SECURITY_ATTRIBUTES)),
        RESULTS(GIVES(HANDLE, "the handle of the server's end"),
                GIVES(ERROR_INVALID_PARAMETER,
                      "modes that mean nothing or do not go together; nMaxInstances"),
                GIVES(ERROR_INVALID_NAME, "the name is not one of a pipe"),
                GIVES(ERROR_ACCESS_DENIED,
                      "FILE_FLAG_FIRST_PIPE_INSTANCE, and there is one; no right to another "
                      "instance; other directions; a descriptor once more"),
                GIVES(ERROR_PIPE_BUSY, "there cannot be another instance"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the caller impersonates below SecurityImpersonation"),
                GIVES(ERROR_PRIVILEGE_NOT_HELD,
                      "ACCESS_SYSTEM_SECURITY, a SACL or a higher label without the "
                      "privilege for it"),
                GIVES(ERROR_INVALID_OWNER, "the descriptor's owner may not be one"),
                GIVES(ERROR_NO_SYSTEM_RESOURCES,
                      "no memory for a name, an object or a handle")),
        .make = create_named_pipe,
    },
    {
        ROW("ConnectNamedPipe", connect_named_pipe),
        PARAMETERS(TAKES(hNamedPipe, HANDLE), MAY_FILL(lpOverlapped, IO_STATUS)),
        RESULTS(GIVES(ERROR_IO_PENDING, "no client has opened it yet"),
                GIVES(ERROR_PIPE_CONNECTED, "a client has opened it"),
                GIVES(ERROR_PIPE_LISTENING, "no client has, with PIPE_NOWAIT"),
                GIVES(ERROR_NO_DATA, "a client has opened and closed it"),
                GIVES(ERROR_INVALID_PARAMETER, "no lpOverlapped for an asynchronous end"),
                SERVER_ERROR, HANDLE_ERROR),
    },
    {
        ROW("DisconnectNamedPipe", disconnect_named_pipe),
        PARAMETERS(TAKES(hNamedPipe, HANDLE)),
        RESULTS(GIVES(TRUE, "the client is no longer connected"),
                GIVES(ERROR_PIPE_NOT_CONNECTED, "it was not"), SERVER_ERROR, HANDLE_ERROR),
    },
    {
        ROW("ImpersonateNamedPipeClient", impersonate_named_pipe_client),
        PARAMETERS(TAKES(hNamedPipe, HANDLE)),
        RESULTS(GIVES(TRUE, "the thread impersonates the client, maybe only to identify it"),
                GIVES(ERROR_CANNOT_IMPERSONATE,
                      "nothing has been read, nobody is connected, or the client forbids it"),
                GIVES(ERROR_NOT_ENOUGH_MEMORY, "no memory"), SERVER_ERROR, HANDLE_ERROR),
    },
    {
        ROW("PeekNamedPipe", peek_named_pipe),
        PARAMETERS(TAKES(hNamedPipe, HANDLE), MAY_FILL_SIZED(lpBuffer, DATA, 3),
                   MAY_TAKE(nBufferSize, NUMBER), MAY_FILL(lpBytesRead, NUMBER),
                   MAY_FILL(lpTotalBytesAvail, NUMBER),
                   MAY_FILL(lpBytesLeftThisMessage, NUMBER)),
        RESULTS(GIVES(TRUE, "what there is has been seen, and is still there"),
                GIVES(ERROR_BAD_PIPE, "no client is there"),
                GIVES(ERROR_BROKEN_PIPE, "the other end is closed, and all is read"),
                GONE_ERROR, HANDLE_ERROR, RIGHT_ERROR),
    },
    {
        ROW("TransactNamedPipe", transact_named_pipe),
        PARAMETERS(TAKES(hNamedPipe, HANDLE), MAY_TAKE_SIZED(lpInBuffer, DATA, 3),
                   MAY_TAKE(nInBufferSize, NUMBER), MAY_FILL_SIZED(lpOutBuffer, DATA, 5),
                   MAY_TAKE(nOutBufferSize, NUMBER), FILLS(lpBytesRead, NUMBER),
                   MAY_FILL(lpOverlapped, IO_STATUS)),
        RESULTS(GIVES_UNSEEN(TRUE, "the answer is there",
                             "nobody answers while the call is made"),
                GIVES(ERROR_IO_PENDING, "the question is asked, there is no answer yet"),
                GIVES(ERROR_BAD_PIPE, "not connected, or no messages in both directions"),
                GIVES(ERROR_PIPE_BUSY, "something is to be read already"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL,
                      "the writer's context cannot be captured at the level of the pipe"),
                GIVES(ERROR_INVALID_PARAMETER, "no lpOverlapped for an asynchronous end"),
                GONE_ERROR, HANDLE_ERROR, RIGHT_ERROR),
    },
    {
        ROW("WaitNamedPipe", wait_named_pipe),
        PARAMETERS(TAKES(lpNamedPipeName, STRING), MAY_TAKE(nTimeOut, NUMBER)),
        RESULTS(GIVES(TRUE, "an instance listens"), GIVES(ERROR_SEM_TIMEOUT, "none does"),
                GIVES(ERROR_FILE_NOT_FOUND, "there is no such pipe"),
                GIVES(ERROR_INVALID_NAME, "the name is not one of a pipe")),
    },
    {
        ROW("SetNamedPipeHandleState", set_named_pipe_handle_state),
        PARAMETERS(TAKES(hNamedPipe, HANDLE), MAY_TAKE(lpMode, PIPE_MODE),
                   MAY_FILL(lpMaxCollectionCount, NUMBER),
                   MAY_FILL(lpCollectDataTimeout, NUMBER)),
        RESULTS(GIVES(TRUE, "the end reads and waits so from now on"), LOCAL_ERROR, GONE_ERROR,
                HANDLE_ERROR, RIGHT_ERROR),
    },
    {
        ROW("GetNamedPipeHandleState", get_named_pipe_handle_state),
        PARAMETERS(TAKES(hNamedPipe, HANDLE), MAY_FILL(lpState, PIPE_MODE),
                   MAY_FILL(lpCurInstances, NUMBER), MAY_FILL(lpMaxCollectionCount, NUMBER),
                   MAY_FILL(lpCollectDataTimeout, NUMBER),
                   MAY_FILL_SIZED(lpUserName, STRING, 7), MAY_TAKE(nMaxUserNameSize, NUMBER)),
        RESULTS(GIVES(TRUE, "it is known"),
                GIVES(ERROR_CANNOT_IMPERSONATE, "nobody could be impersonated"),
                GIVES(ERROR_CANT_OPEN_ANONYMOUS, "the client is anonymous"),
                GIVES(ERROR_BAD_IMPERSONATION_LEVEL, "the client can only be identified"),
                GIVES(ERROR_INSUFFICIENT_BUFFER, "the name is longer"), LOCAL_ERROR,
                SERVER_ERROR, GONE_ERROR, HANDLE_ERROR, RIGHT_ERROR),
    },
    {
        ROW("GetNamedPipeInfo", get_named_pipe_info),
        PARAMETERS(TAKES(hNamedPipe, HANDLE), MAY_FILL(lpFlags, PIPE_FLAGS),
                   MAY_FILL(lpOutBufferSize, NUMBER), MAY_FILL(lpInBufferSize, NUMBER),
                   MAY_FILL(lpMaxInstances, PIPE_LIMIT)),
        RESULTS(GIVES(TRUE, "it is known"), GONE_ERROR, HANDLE_ERROR, RIGHT_ERROR),
    },
    {
        ROW("GetNamedPipeClientProcessId", get_named_pipe_client_process_id),
        PARAMETERS(TAKES(Pipe, HANDLE), FILLS_UNLESS_NULL(ClientProcessId, PROCESS_ID)),
        RESULTS(GIVES(TRUE, "it is known"), GIVES(ERROR_NOT_FOUND, "there is no client"),
                GIVES(ERROR_INVALID_FUNCTION, "the file is no pipe"),
                GIVES(ERROR_INSUFFICIENT_BUFFER, "nowhere to put it"), GONE_ERROR,
                HANDLE_ERROR),
    },
    {
        ROW("GetNamedPipeServerProcessId", get_named_pipe_server_process_id),
        PARAMETERS(TAKES(Pipe, HANDLE), FILLS_UNLESS_NULL(ServerProcessId, PROCESS_ID)),
        RESULTS(GIVES(TRUE, "it is known"),
                GIVES(ERROR_INVALID_FUNCTION, "the file is no pipe"),
                GIVES(ERROR_INSUFFICIENT_BUFFER, "nowhere to put it"), GONE_ERROR,
                HANDLE_ERROR),
    },
    {.name = NULL},
};
