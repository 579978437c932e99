/* The entry of libFuzzer that a program with a main function of its own calls.
   Source: LLVM's documentation of libFuzzer, "Using libFuzzer as a library". */

#ifndef AKVLINT_LIBFUZZER_H
#define AKVLINT_LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

/* Runs libFuzzer with a command line; the callback takes one input and answers 0. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
