// Preloaded into a process under test: ends it by SIGKILL right before its n-th call that changes a
// file whose path contains a text, or a journal of it.
//
//   KILL_FILE   the text
//   KILL_AT     n, from 1; 0 never kills
//   KILL_COUNT  a file that is told the number of calls so far
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static void count_path(const char *path) {
  static int calls = 0;
  const char *text = getenv("KILL_FILE"), *at = getenv("KILL_AT"), *file = getenv("KILL_COUNT");
  if (!text || !path || !strstr(path, text)) return;
  calls += 1;
  if (file) {
    FILE *out = fopen(file, "w");
    if (out) {
      fprintf(out, "%d", calls);
      fclose(out);
    }
  }
  if (at && atoi(at) == calls) raise(SIGKILL);
}

static void count_descriptor(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  count_path(path);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
  count_descriptor(file);
  return next(file, bytes, count, place);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
  ssize_t (*next)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
  count_descriptor(file);
  return next(file, bytes, count, place);
}

int fdatasync(int file) {
  int (*next)(int) = dlsym(RTLD_NEXT, "fdatasync");
  count_descriptor(file);
  return next(file);
}

int unlink(const char *path) {
  int (*next)(const char *) = dlsym(RTLD_NEXT, "unlink");
  count_path(path);
  return next(path);
}
