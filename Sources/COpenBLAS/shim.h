#pragma once
#include <cblas.h>

/// Tells the processor that this thread waits in a loop.
static inline void copenblas_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}
