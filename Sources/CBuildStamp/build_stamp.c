#include "build_stamp.h"

/* The manifest defines both. */

uint64_t akvlint_commit(void)
{
    return AKVLINT_COMMIT;
}

bool akvlint_is_modified(void)
{
    return AKVLINT_MODIFIED;
}
