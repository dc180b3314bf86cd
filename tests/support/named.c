#include "support/named.h"

#include "support/sddl.h"
#include "support/suite.h"

#include "rtl/descriptor.h"

POBJECT_ATTRIBUTES named_attributes(struct named_name *name, const char *text, ULONG flags)
{
    USHORT length = 0;

    for (; text[length]; length++)
        name->text[length] = (WCHAR)text[length];
    name->string = (UNICODE_STRING){
        .Length = (USHORT)(length * sizeof(WCHAR)),
        .MaximumLength = (USHORT)(length * sizeof(WCHAR)),
        .Buffer = name->text,
    };
    InitializeObjectAttributes(&name->attributes, &name->string, flags, NULL, NULL);
    return &name->attributes;
}

struct ob_named *named_find(const struct srm_world *w, const char *text)
{
    struct named_name name;

    named_attributes(&name, text, 0);
    return ob_named_find(
        w, (struct ob_path){.text = name.text, .length = name.string.Length / sizeof(WCHAR)});
}

struct ob_named *named_declare(struct srm_world *w, enum rtl_mapped_type type, const char *text,
                               bool container, const char *sddl)
{
    struct rtl_bytes bytes = sddl_bytes(sddl);
    struct rtl_described described;
    struct rtl_descriptor *descriptor;
    struct named_name name;

    named_attributes(&name, text, 0);
    ck_assert_status(rtl_described_from_bytes(w, bytes.bytes, bytes.size, &described),
                     STATUS_SUCCESS);
    descriptor = rtl_descriptor_from(w, &described);
    rtl_described_release(w, &described);
    rtl_bytes_free(&bytes);
    return ob_named_new(
        w, ob_named_type(type),
        (struct ob_path){.text = name.text, .length = name.string.Length / sizeof(WCHAR)},
        container, descriptor);
}
