/*
 * Access control lists as the spec writes them: "(D;;0x1;;;U)(A;IO;FA;;;WD)". U is alice; rights
 * are FA FR FW FX RC SD WD WO GA GR GW GX or a number; SIDs are names, aliases or texts.
 */
#ifndef TESTS_SUPPORT_DACL_TEXT_H
#define TESTS_SUPPORT_DACL_TEXT_H

#include "ob/object.h"
#include "rtl/acl.h"

/* With one reference; the text must be right. */
struct rtl_acl *acl_from_text(struct srm_world *w, const char *text);

/* Gives an object that has a descriptor another DACL. */
void protect(struct ob_header *object, const char *dacl);

/* "U", a name, an alias or a text. */
SE_SID sid_from_word(const char *word);

#endif
