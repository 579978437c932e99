/* A module needs a source; the functions are those of libFuzzer. */
#include "libfuzzer.h"
