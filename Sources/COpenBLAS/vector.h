#pragma once

/// Eight numbers, which Swift sees as SIMD8.
typedef float ctensors_float8 __attribute__((ext_vector_type(8)));
typedef double ctensors_double8 __attribute__((ext_vector_type(8)));

/// Square roots by the processor's vector instruction. The standard library's go lane by lane, with a
/// branch for negative numbers that sets errno.
static inline ctensors_float8 ctensors_square_roots_float(ctensors_float8 x) {
  return __builtin_elementwise_sqrt(x);
}
static inline ctensors_double8 ctensors_square_roots_double(ctensors_double8 x) {
  return __builtin_elementwise_sqrt(x);
}
