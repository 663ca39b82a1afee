#pragma once
#include <zlib.h>

// deflateInit2 and inflateInit2 are macros, which Swift cannot see. 15 bits of
// window plus 16 ask for the gzip wrapping instead of zlib's own.

static inline int exstreamtv_deflate_init_gzip(z_stream *stream, int level) {
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

static inline int exstreamtv_inflate_init_gzip(z_stream *stream) {
  return inflateInit2(stream, 15 + 16);
}
