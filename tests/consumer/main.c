/*
 * A project that uses an installed ntsrm: a world with a client, a service of user mode, and two
 * servers of kernel mode. One server holds SeImpersonatePrivilege, the other does not and so may
 * only identify its client.
 */
#include <srm.h>

#include <stdlib.h>

#include "client.h"
#include "consumer.h"
#include "server.h"
#include "service.h"

int surprises;

static struct _EPROCESS *make_process(struct srm_world *world, struct srm_token_options options)
{
    const char *problem;
    void *token = srm_token_new(world, &options, &problem);
    struct _EPROCESS *process;

    if (!token) {
        fprintf(stderr, "%s\n", problem);
        exit(2);
    }
    process = srm_process_new(world, token, NULL);
    srm_release(token);
    return process;
}

static void serve(PETHREAD client, PETHREAD server, SECURITY_CONTEXT_TRACKING_MODE tracking,
                  SECURITY_IMPERSONATION_LEVEL level, NTSTATUS work)
{
    SERVER_EXTENSION extension = {.Connected = FALSE};
    SERVER_REQUEST request = {.ClientThread = client, .TrackingMode = tracking};

    srm_run_as(server);
    request.Function = SERVER_WORK;
    EXPECT(ServerDispatch(&extension, &request) == STATUS_PIPE_DISCONNECTED);
    request.Function = SERVER_CONNECT;
    EXPECT(ServerDispatch(&extension, &request) == STATUS_SUCCESS);
    request.Function = SERVER_WORK;
    EXPECT(ServerDispatch(&extension, &request) == work);
    EXPECT(extension.LevelSeen == level);
    request.Function = SERVER_DISCONNECT;
    EXPECT(ServerDispatch(&extension, &request) == STATUS_SUCCESS);
    request.Function = 0x77;
    EXPECT(ServerDispatch(&extension, &request) == STATUS_INVALID_DEVICE_REQUEST);
}

int main(void)
{
    struct srm_world *world = srm_world_new(NULL);
    struct _EPROCESS *alice = make_process(
        world, (struct srm_token_options){.like = "user", .user = "S-1-5-21-1-2-3-1001"});
    struct _EPROCESS *service =
        make_process(world, (struct srm_token_options){.like = "local-service"});
    struct _EPROCESS *bob = make_process(
        world, (struct srm_token_options){.like = "user", .user = "S-1-5-21-1-2-3-1002"});
    struct _ETHREAD *threads[] = {srm_thread_new(alice), srm_thread_new(service),
                                  srm_thread_new(bob)};

    EXPECT(srm_account_new(
        world,
        &(struct srm_account_options){
            .name = "carol",
            .password = "secret",
            .token = {.like = "administrator", .user = "S-1-5-21-1-2-3-1003"},
        },
        NULL));
    srm_run_as(threads[0]);
    EXPECT(client_main());
    srm_run_as(threads[1]);
    EXPECT(service_main());
    serve(threads[0], threads[1], SECURITY_STATIC_TRACKING, SecurityImpersonation, STATUS_SUCCESS);
    serve(threads[0], threads[1], SECURITY_DYNAMIC_TRACKING, SecurityImpersonation, STATUS_SUCCESS);
    serve(threads[0], threads[2], SECURITY_STATIC_TRACKING, SecurityIdentification,
          STATUS_BAD_IMPERSONATION_LEVEL);

    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        srm_release(threads[i]);
    srm_release(alice);
    srm_release(service);
    srm_release(bob);
    EXPECT(srm_world_delete(world) == 0);
    printf("%d surprises\n", surprises);
    return surprises == 0 ? 0 : 1;
}
