#pragma once

/// Whether this processor and its operating system have what vectors of 512 bits need.
static inline int cvectors_has_wide_vectors(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}

/// Tells the processor that this thread waits in a loop.
static inline void cvectors_relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

/// Has the processor take numbers below the normal ones for 0 on this thread, and returns how it did
/// before. Arithmetic with such numbers takes a hundred times as long on x86-64; elsewhere nothing changes.
static inline unsigned cvectors_flush_subnormals(void) {
  unsigned before = 0;
#if defined(__x86_64__)
  __asm__ __volatile__("stmxcsr %0" : "=m"(before) : : "memory");
  // Bits 6 and 15: operands, and results.
  const unsigned flushing = before | 0x8040;
  __asm__ __volatile__("ldmxcsr %0" : : "m"(flushing) : "memory");
#endif
  return before;
}

/// Ends what `cvectors_flush_subnormals` began, given what it returned.
static inline void cvectors_restore_subnormals(unsigned before) {
#if defined(__x86_64__)
  __asm__ __volatile__("ldmxcsr %0" : : "m"(before) : "memory");
#endif
}
