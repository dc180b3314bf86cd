/* A program of user mode. */
#ifndef CLIENT_H
#define CLIENT_H

/* Enables a privilege and sets a default DACL for one thread alone; nonzero if all went well. */
int client_main(void);

#endif
