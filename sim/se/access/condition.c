#include "se/access/condition.h"

#include "rtl/condition.h"

bool se_access_has_condition(const struct srm_world *w, const struct rtl_ace *ace)
{
    (void)w;
    return rtl_condition_signed(ace->data, ace->data_size);
}

NTSTATUS se_access_condition(const struct se_decision *decision, enum se_stage stage,
                             const struct rtl_ace *ace, bool denies, enum se_truth *truth)
{
    const struct se_condition_context context = {
        .token = decision->token,
        .members = stage == SE_STAGE_RESTRICTING ? SE_MEMBERS_RESTRICTING
                   : denies                      ? SE_MEMBERS_DENIED
                                                 : SE_MEMBERS_ENABLED,
        .denies = denies,
        .sacl = decision->request->descriptor->sacl,
        .self = decision->request->self,
    };

    return se_condition_evaluate(decision->w, ace->data, ace->data_size, &context, truth);
}
