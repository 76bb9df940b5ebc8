#pragma once
#include "vector.h"

/// The high and the low half of each lane's product with `m`.
static inline __attribute__((always_inline)) void cvectors_products(
    cvectors_uint8 a, unsigned m, cvectors_uint8 *high, cvectors_uint8 *low) {
  const cvectors_ulong8 product = __builtin_convertvector(a, cvectors_ulong8) * m;
  *high = __builtin_convertvector(product >> 32, cvectors_uint8);
  *low = __builtin_convertvector(product, cvectors_uint8);
}

/// Philox 4×32-10 (Salmon et al. 2011) on eight counters: word w of counter `first + lane` goes to
/// lane `lane` of `words[w]`.
static inline __attribute__((always_inline)) void cvectors_philox(
    unsigned long long first, unsigned tag0, unsigned tag1, unsigned key0, unsigned key1,
    cvectors_uint8 words[4]) {
  const cvectors_ulong8 lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  const cvectors_ulong8 counters = lanes + first;
  cvectors_uint8 c0 = __builtin_convertvector(counters, cvectors_uint8);
  cvectors_uint8 c1 = __builtin_convertvector(counters >> 32, cvectors_uint8);
  cvectors_uint8 c2 = tag0, c3 = tag1;
  for (int round = 0; round < 10; round++) {
    cvectors_uint8 high0, low0, high1, low1;
    cvectors_products(c0, 0xD2511F53u, &high0, &low0);
    cvectors_products(c2, 0xCD9E8D57u, &high1, &low1);
    c0 = high1 ^ c1 ^ key0;
    c2 = high0 ^ c3 ^ key1;
    c1 = low1;
    c3 = low0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

/// Both numbers of Box and Muller's transformation, for eight pairs of words.
///
/// The radius is √(−2 ln u) with u = (⌊a / 2⌋ + ½) / 2³¹. The angle's fraction of a quarter circle around
/// 0 are the low 30 bits of b, as a signed number; sine and cosine there by their series. Bit 30 mirrors
/// the quarter on the diagonal, and bit 31 turns by half a circle: together the four cover all angles.
static inline __attribute__((always_inline)) void cvectors_box_muller(
    cvectors_uint8 a, cvectors_uint8 b, cvectors_float8 *x, cvectors_float8 *y) {
  const cvectors_float8 u =
      (__builtin_convertvector((cvectors_int8)(a >> 1), cvectors_float8) + 0.5f) * 0x1p-31f;
  const cvectors_float8 radius = __builtin_elementwise_sqrt(-2.0f * cvectors_logarithms(u));
  const cvectors_float8 angle =
      __builtin_convertvector((cvectors_int8)(b << 2), cvectors_float8) * 0x1.921fb6p-32f;
  const cvectors_float8 z = angle * angle;
  cvectors_float8 sine = z * (1 / 362880.0f) - (1 / 5040.0f);
  sine = sine * z + (1 / 120.0f);
  sine = sine * z - (1 / 6.0f);
  sine = sine * z * angle + angle;
  cvectors_float8 cosine = z * (1 / 40320.0f) - (1 / 720.0f);
  cosine = cosine * z + (1 / 24.0f);
  cosine = cosine * z - 0.5f;
  cosine = cosine * z + 1.0f;
  const cvectors_int8 mirrored = (cvectors_int8)(b << 1) >> 31;
  const cvectors_uint8 sign = b & 0x80000000u;
  const cvectors_float8 turned = (cvectors_float8)((cvectors_uint8)radius ^ sign);
  *x = turned * (mirrored ? sine : cosine);
  *y = turned * (mirrored ? cosine : sine);
}

/// Writes 32 standard normal numbers, from the eight blocks of Philox from `first` on: the first numbers of
/// the pairs of words 0 and 1, the second ones; the first numbers of the pairs of words 2 and 3, the second.
static inline void cvectors_normals(
    unsigned long long first, unsigned tag0, unsigned tag1, unsigned key0, unsigned key1,
    float *values) {
  cvectors_uint8 words[4];
  cvectors_philox(first, tag0, tag1, key0, key1, words);
  cvectors_float8 x, y;
  cvectors_box_muller(words[0], words[1], &x, &y);
  __builtin_memcpy(values, &x, sizeof x);
  __builtin_memcpy(values + 8, &y, sizeof y);
  cvectors_box_muller(words[2], words[3], &x, &y);
  __builtin_memcpy(values + 16, &x, sizeof x);
  __builtin_memcpy(values + 24, &y, sizeof y);
}
