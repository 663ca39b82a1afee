#pragma once
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift can't
// call, and macros that check types: one wrapper for each kind of argument.
#undef curl_easy_setopt
#undef curl_easy_getinfo

static inline CURLcode exstv_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode exstv_curl_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode exstv_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode exstv_curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

typedef size_t (*exstv_curl_write)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode exstv_curl_set_write(CURL *easy, CURLoption option, exstv_curl_write write) {
  return curl_easy_setopt(easy, option, write);
}

static inline CURLcode exstv_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return curl_easy_getinfo(easy, info, value);
}
