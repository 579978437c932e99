/* Linux's functions for the processors of a thread: sched.h has them only for _GNU_SOURCE, which the
 * compiler's module of the C library does not define. A set is a bit for each processor. */

#ifndef AKVLINT_SCHEDULER_H
#define AKVLINT_SCHEDULER_H

#if defined(__linux__)
#include <stddef.h>

extern int current_processor(void) __asm__("sched_getcpu");
extern int get_processors(int thread, size_t size, void *set) __asm__("sched_getaffinity");
extern int set_processors(int thread, size_t size, const void *set) __asm__("sched_setaffinity");
#endif

#endif
