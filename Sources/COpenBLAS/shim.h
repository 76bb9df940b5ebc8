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

/// Has the processor take numbers below the normal ones for 0 on this thread, and returns how it did
/// before. Arithmetic with such numbers takes a hundred times as long on x86-64; elsewhere nothing changes.
static inline unsigned copenblas_flush_subnormals(void) {
  unsigned before = 0;
#if defined(__x86_64__)
  __asm__ __volatile__("stmxcsr %0" : "=m"(before) : : "memory");
  // Bits 6 and 15: operands, and results.
  const unsigned flushing = before | 0x8040;
  __asm__ __volatile__("ldmxcsr %0" : : "m"(flushing) : "memory");
#endif
  return before;
}

/// Ends what `copenblas_flush_subnormals` began, given what it returned.
static inline void copenblas_restore_subnormals(unsigned before) {
#if defined(__x86_64__)
  __asm__ __volatile__("ldmxcsr %0" : : "m"(before) : "memory");
#endif
}
