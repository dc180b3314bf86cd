/* A service of user mode that acts for the users who log on at it. */
#ifndef SERVICE_H
#define SERVICE_H

/* Logs carol on, who is an administrator, and acts for her; nonzero if all went well. */
int service_main(void);

#endif
