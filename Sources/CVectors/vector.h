#pragma once

/// Asks for a cache line, without waiting for it: into the level-2 cache.
static inline __attribute__((always_inline)) void cvectors_prefetch(const void *p) {
  __builtin_prefetch(p, 0, 2);
}

/// Eight and sixteen numbers, which Swift sees as SIMD8 and SIMD16.
typedef float cvectors_float8 __attribute__((ext_vector_type(8)));
typedef double cvectors_double8 __attribute__((ext_vector_type(8)));
typedef float cvectors_float16 __attribute__((ext_vector_type(16)));
typedef double cvectors_double16 __attribute__((ext_vector_type(16)));

/// Square roots by the processor's vector instruction. The standard library's go lane by lane, with a
/// branch for negative numbers that sets errno.
static inline __attribute__((always_inline)) cvectors_float8 cvectors_square_roots_float8(
    cvectors_float8 x) {
  return __builtin_elementwise_sqrt(x);
}
static inline __attribute__((always_inline)) cvectors_double8 cvectors_square_roots_double8(
    cvectors_double8 x) {
  return __builtin_elementwise_sqrt(x);
}
static inline __attribute__((always_inline)) cvectors_float16 cvectors_square_roots_float16(
    cvectors_float16 x) {
  return __builtin_elementwise_sqrt(x);
}
static inline __attribute__((always_inline)) cvectors_double16 cvectors_square_roots_double16(
    cvectors_double16 x) {
  return __builtin_elementwise_sqrt(x);
}

/// Each lane held within ± `limit`, which is positive. A lane that is no number stays none. The standard
/// library's way goes lane by lane.
#define CVECTORS_CLAMP(name, type)                                                   \
  static inline __attribute__((always_inline)) type name(type x, type limit) {       \
    x = x > limit ? limit : x;                                                       \
    return x < -limit ? -limit : x;                                                  \
  }
CVECTORS_CLAMP(cvectors_clamp_float8, cvectors_float8)
CVECTORS_CLAMP(cvectors_clamp_float16, cvectors_float16)
CVECTORS_CLAMP(cvectors_clamp_double8, cvectors_double8)
CVECTORS_CLAMP(cvectors_clamp_double16, cvectors_double16)
#undef CVECTORS_CLAMP

/// Each lane, or 0 where it is negative. A lane that is no number stays none.
#define CVECTORS_RECTIFY(name, type)                                                 \
  static inline __attribute__((always_inline)) type name(type x) {                   \
    return x < 0 ? (type)(0) : x;                                                    \
  }
CVECTORS_RECTIFY(cvectors_rectify_float8, cvectors_float8)
CVECTORS_RECTIFY(cvectors_rectify_float16, cvectors_float16)
CVECTORS_RECTIFY(cvectors_rectify_double8, cvectors_double8)
CVECTORS_RECTIFY(cvectors_rectify_double16, cvectors_double16)
#undef CVECTORS_RECTIFY

/// Each lane of `x` where that of `y` is positive, else 0.
#define CVECTORS_KEEP(name, type)                                                    \
  static inline __attribute__((always_inline)) type name(type x, type y) {           \
    return y > 0 ? x : (type)(0);                                                    \
  }
CVECTORS_KEEP(cvectors_keep_float8, cvectors_float8)
CVECTORS_KEEP(cvectors_keep_float16, cvectors_float16)
CVECTORS_KEEP(cvectors_keep_double8, cvectors_double8)
CVECTORS_KEEP(cvectors_keep_double16, cvectors_double16)
#undef CVECTORS_KEEP

/// Eight whole numbers.
typedef int cvectors_int8 __attribute__((ext_vector_type(8)));
typedef unsigned cvectors_uint8 __attribute__((ext_vector_type(8)));
typedef unsigned long long cvectors_ulong8 __attribute__((ext_vector_type(8)));

/// eˣ of each lane, to about 1 unit in the last place; x is held within ± 87, so that no result overflows
/// or vanishes. A lane that is no number stays none.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2; the exponential's series for r, to r⁷; n goes into the exponent bits.
static inline __attribute__((always_inline)) cvectors_float8 cvectors_exponentials(
    cvectors_float8 x) {
  x = x < -87.0f ? (cvectors_float8)(-87.0f) : x;
  x = x > 87.0f ? (cvectors_float8)(87.0f) : x;
  // Adding 1.5 · 2²³ leaves the nearest whole number in the lowest bits.
  const float shift = 0x1.8p23f;
  const cvectors_float8 shifted = x * 0x1.715476p0f + shift;
  const cvectors_float8 n = shifted - shift;
  // ln 2 in two parts, of which the first is short enough for its product with n to be exact.
  const cvectors_float8 r = (x - n * 0x1.62ep-1f) - n * 0x1.0bfbe8p-15f;
  cvectors_float8 y = r * (1 / 5040.0f) + (1 / 720.0f);
  y = y * r + (1 / 120.0f);
  y = y * r + (1 / 24.0f);
  y = y * r + (1 / 6.0f);
  y = y * r + 0.5f;
  y = y * r + 1.0f;
  y = y * r + 1.0f;
  return (cvectors_float8)((cvectors_int8)y + ((cvectors_int8)shifted << 23));
}

/// The natural logarithm of each lane, to about 3 units in the last place; for normal positive numbers.
///
/// x = 2ⁿ m with ½ √2 < m ≤ √2, and ln m = 2 artanh s for s = (m − 1) / (m + 1), by its series to s⁹.
static inline __attribute__((always_inline)) cvectors_float8 cvectors_logarithms(
    cvectors_float8 x) {
  // The exponent's bits, counted from those of ½ √2.
  const cvectors_int8 bits = (cvectors_int8)x - 0x3f3504f3;
  const cvectors_int8 n = bits >> 23;
  const cvectors_float8 m = (cvectors_float8)((cvectors_int8)x - (n << 23));
  const cvectors_float8 s = (m - 1.0f) / (m + 1.0f);
  const cvectors_float8 z = s * s;
  cvectors_float8 y = z * (2 / 9.0f) + (2 / 7.0f);
  y = y * z + (2 / 5.0f);
  y = y * z + (2 / 3.0f);
  y = y * z + 2.0f;
  return __builtin_convertvector(n, cvectors_float8) * 0x1.62e43p-1f + y * s;
}

/// e^{−|x|} of each lane, from which both of the following come without overflow.
static inline __attribute__((always_inline)) cvectors_float8 cvectors_decays(cvectors_float8 x) {
  return cvectors_exponentials(x > 0.0f ? -x : x);
}

/// 1 / (1 + e⁻ˣ), given e^{−|x|}.
static inline __attribute__((always_inline)) cvectors_float8 cvectors_sigmoids(
    cvectors_float8 x, cvectors_float8 decay) {
  return (x > 0.0f ? (cvectors_float8)1.0f : decay) / (decay + 1.0f);
}

/// Softplus, ln(1 + eˣ) = max(x, 0) + ln(1 + e^{−|x|}), given e^{−|x|}. What is no finite number gives none.
static inline __attribute__((always_inline)) cvectors_float8 cvectors_softplus(
    cvectors_float8 x, cvectors_float8 decay) {
  // Zero times a number that is not finite is none.
  return (x > 0.0f ? x : x * 0.0f) + cvectors_logarithms(decay + 1.0f);
}
