#pragma once
#include <curl/curl.h>

// libcurl is not linked: Fetch loads it when a first request is sent, since it brings thirty
// libraries that cost each process 1.6 MB of pages of its own. So nothing here calls it by name.
//
// Its functions for options are variadic, which Swift can't call: one wrapper for each kind of
// argument, which takes the function as it was found in the library.
#undef curl_easy_setopt
#undef curl_easy_getinfo

typedef CURLcode (*exstv_curl_setopt)(CURL *easy, CURLoption option, ...);
typedef CURLcode (*exstv_curl_getinfo)(CURL *easy, CURLINFO info, ...);

static inline CURLcode exstv_curl_set_long(
  void *set, CURL *easy, CURLoption option, long value) {
  return ((exstv_curl_setopt)set)(easy, option, value);
}

static inline CURLcode exstv_curl_set_string(
  void *set, CURL *easy, CURLoption option, const char *value) {
  return ((exstv_curl_setopt)set)(easy, option, value);
}

static inline CURLcode exstv_curl_set_pointer(
  void *set, CURL *easy, CURLoption option, void *value) {
  return ((exstv_curl_setopt)set)(easy, option, value);
}

static inline CURLcode exstv_curl_set_size(
  void *set, CURL *easy, CURLoption option, curl_off_t value) {
  return ((exstv_curl_setopt)set)(easy, option, value);
}

typedef size_t (*exstv_curl_write)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode exstv_curl_set_write(
  void *set, CURL *easy, CURLoption option, exstv_curl_write write) {
  return ((exstv_curl_setopt)set)(easy, option, write);
}

static inline CURLcode exstv_curl_get_long(void *get, CURL *easy, CURLINFO info, long *value) {
  return ((exstv_curl_getinfo)get)(easy, info, value);
}
