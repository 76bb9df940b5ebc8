// Preloaded into a process under test: one of its writes to files below a folder fails as on a bad
// disk, or is cut short as on a full or interrupted one.
//
//   FAULT_BELOW  the beginning of the paths
//   FAULT_AT     n, from 1: which write; 0 none
//   FAULT_KIND   "error": it fails with EIO; "short": it writes half
//   FAULT_LOG    a file that gets the path of each write, a line each
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

// How many of `count` bytes are to be written; -1 where the call is to fail.
static ssize_t allowed(int descriptor, size_t count) {
  static atomic_int calls;
  const char *below = getenv("FAULT_BELOW"), *at = getenv("FAULT_AT");
  const char *kind = getenv("FAULT_KIND"), *log = getenv("FAULT_LOG");
  char link[64], path[4096];
  if (!below) return (ssize_t)count;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return (ssize_t)count;
  path[length] = 0;
  if (strncmp(path, below, strlen(below))) return (ssize_t)count;
  int call = atomic_fetch_add(&calls, 1) + 1;
  FILE *out = log ? fopen(log, "a") : NULL;
  if (out) {
    fprintf(out, "%s\n", path);
    fclose(out);
  }
  if (!at || atoi(at) != call) return (ssize_t)count;
  if (kind && !strcmp(kind, "short")) return (ssize_t)(count > 1 ? count / 2 : count);
  errno = EIO;
  return -1;
}

ssize_t write(int file, const void *bytes, size_t count) {
  ssize_t (*next)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  ssize_t part = allowed(file, count);
  return part < 0 ? -1 : next(file, bytes, (size_t)part);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  ssize_t (*next)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, "pwrite");
  ssize_t part = allowed(file, count);
  return part < 0 ? -1 : next(file, bytes, (size_t)part, place);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
  ssize_t (*next)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
  ssize_t part = allowed(file, count);
  return part < 0 ? -1 : next(file, bytes, (size_t)part, place);
}
