#ifndef ENGRAM_CZLIB_SHIM_H
#define ENGRAM_CZLIB_SHIM_H

#include <zlib.h>

/// Prepares `stream` for a raw deflate stream (no zlib or gzip wrapper) with the largest window.
/// `inflateInit2` is a macro, which Swift cannot see.
static inline int engram_inflate_init_raw(z_streamp stream) {
  return inflateInit2(stream, -MAX_WBITS);
}

#endif
