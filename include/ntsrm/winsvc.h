/*
 * Rights to services and to the service control manager.
 * Source: win32 service-security-and-access-rights.
 */
#ifndef NTSRM_WINSVC_H
#define NTSRM_WINSVC_H

#define SC_MANAGER_CONNECT            0x0001u
#define SC_MANAGER_CREATE_SERVICE     0x0002u
#define SC_MANAGER_ENUMERATE_SERVICE  0x0004u
#define SC_MANAGER_LOCK               0x0008u
#define SC_MANAGER_QUERY_LOCK_STATUS  0x0010u
#define SC_MANAGER_MODIFY_BOOT_CONFIG 0x0020u
#define SC_MANAGER_ALL_ACCESS         0x000F003Fu

#define SERVICE_QUERY_CONFIG         0x0001u
#define SERVICE_CHANGE_CONFIG        0x0002u
#define SERVICE_QUERY_STATUS         0x0004u
#define SERVICE_ENUMERATE_DEPENDENTS 0x0008u
#define SERVICE_START                0x0010u
#define SERVICE_STOP                 0x0020u
#define SERVICE_PAUSE_CONTINUE       0x0040u
#define SERVICE_INTERROGATE          0x0080u
#define SERVICE_USER_DEFINED_CONTROL 0x0100u
#define SERVICE_ALL_ACCESS           0x000F01FFu

#endif
