#ifndef AKVLINT_BUILD_STAMP_H
#define AKVLINT_BUILD_STAMP_H

#include <stdbool.h>
#include <stdint.h>

/* The first twelve hexadecimal digits of the commit that was built, as a number; 0 when unknown. */
uint64_t akvlint_commit(void);

/* Whether files had been changed since that commit. */
bool akvlint_is_modified(void);

#endif
