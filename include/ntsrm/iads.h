/*
 * Rights to objects of a directory service, as iads.h and accctrl.h have them.
 * Source: iads ADS_RIGHTS_ENUM; accctrl ACTRL_DS_LIST.
 */
#ifndef NTSRM_IADS_H
#define NTSRM_IADS_H

#define ADS_RIGHT_DS_CREATE_CHILD   0x0001u
#define ADS_RIGHT_DS_DELETE_CHILD   0x0002u
#define ADS_RIGHT_ACTRL_DS_LIST     0x0004u
#define ADS_RIGHT_DS_SELF           0x0008u
#define ADS_RIGHT_DS_READ_PROP      0x0010u
#define ADS_RIGHT_DS_WRITE_PROP     0x0020u
#define ADS_RIGHT_DS_DELETE_TREE    0x0040u
#define ADS_RIGHT_DS_LIST_OBJECT    0x0080u
#define ADS_RIGHT_DS_CONTROL_ACCESS 0x0100u

#endif
