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

/// Eight whole numbers.
typedef int ctensors_int8 __attribute__((ext_vector_type(8)));
typedef unsigned ctensors_uint8 __attribute__((ext_vector_type(8)));
typedef unsigned long long ctensors_ulong8 __attribute__((ext_vector_type(8)));

/// eˣ of each lane, to about 1 unit in the last place; x is held within ± 87, so that no result overflows
/// or vanishes. A lane that is no number stays none.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2; the exponential's series for r, to r⁷; n goes into the exponent bits.
static inline __attribute__((always_inline)) ctensors_float8 ctensors_exponentials(
    ctensors_float8 x) {
  x = x < -87.0f ? (ctensors_float8)(-87.0f) : x;
  x = x > 87.0f ? (ctensors_float8)(87.0f) : x;
  // Adding 1.5 · 2²³ leaves the nearest whole number in the lowest bits.
  const float shift = 0x1.8p23f;
  const ctensors_float8 shifted = x * 0x1.715476p0f + shift;
  const ctensors_float8 n = shifted - shift;
  // ln 2 in two parts, of which the first is short enough for its product with n to be exact.
  const ctensors_float8 r = (x - n * 0x1.62ep-1f) - n * 0x1.0bfbe8p-15f;
  ctensors_float8 y = r * (1 / 5040.0f) + (1 / 720.0f);
  y = y * r + (1 / 120.0f);
  y = y * r + (1 / 24.0f);
  y = y * r + (1 / 6.0f);
  y = y * r + 0.5f;
  y = y * r + 1.0f;
  y = y * r + 1.0f;
  return (ctensors_float8)((ctensors_int8)y + ((ctensors_int8)shifted << 23));
}

/// The natural logarithm of each lane, to about 3 units in the last place; for normal positive numbers.
///
/// x = 2ⁿ m with ½ √2 < m ≤ √2, and ln m = 2 artanh s for s = (m − 1) / (m + 1), by its series to s⁹.
static inline __attribute__((always_inline)) ctensors_float8 ctensors_logarithms(
    ctensors_float8 x) {
  // The exponent's bits, counted from those of ½ √2.
  const ctensors_int8 bits = (ctensors_int8)x - 0x3f3504f3;
  const ctensors_int8 n = bits >> 23;
  const ctensors_float8 m = (ctensors_float8)((ctensors_int8)x - (n << 23));
  const ctensors_float8 s = (m - 1.0f) / (m + 1.0f);
  const ctensors_float8 z = s * s;
  ctensors_float8 y = z * (2 / 9.0f) + (2 / 7.0f);
  y = y * z + (2 / 5.0f);
  y = y * z + (2 / 3.0f);
  y = y * z + 2.0f;
  return __builtin_convertvector(n, ctensors_float8) * 0x1.62e43p-1f + y * s;
}
