// Preloaded into a process under test, makes it a process on another host: the kernel has another boot id, and
// locks are those of that host alone, as on network folders that keep them local, or there are none.
//
//   HOST_BOOT   the boot id, a UUID
//   HOST_LOCKS  the folder that stands for the host's table of locks; "none": flock fails with ENOSYS
//   LOST_REPLY  n, from 1: the n-th renaming or linking is done, and its caller is told that it failed, as by
//               a network folder that lost the reply and asked again
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ACTUAL(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))
enum { FILES = 4096 };
// Of each open file the one in the host's table that is locked in its place.
static atomic_int entries[FILES];

static int opened(const char *path, int flags, mode_t mode) {
  const char *boot = getenv("HOST_BOOT");
  if (boot && !strcmp(path, "/proc/sys/kernel/random/boot_id")) {
    int file = memfd_create("boot_id", MFD_CLOEXEC);
    dprintf(file, "%s\n", boot);
    lseek(file, 0, SEEK_SET);
    return file;
  }
  return ACTUAL(open)(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  return opened(path, flags, mode);
}

int flock(int file, int operation) {
  const char *table = getenv("HOST_LOCKS");
  struct stat status;
  char path[4096];
  if (!table) return ACTUAL(flock)(file, operation);
  if (!strcmp(table, "none")) {
    errno = ENOSYS;
    return -1;
  }
  if (file < 0 || file >= FILES || fstat(file, &status)) {
    errno = EBADF;
    return -1;
  }
  if (!entries[file]) {
    snprintf(path, sizeof path, "%s/%lx-%lx", table, (long)status.st_dev, (long)status.st_ino);
    int entry = ACTUAL(open)(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (entry < 0) return -1;
    entries[file] = entry;
  }
  return ACTUAL(flock)(entries[file], operation);
}

int close(int file) {
  if (file >= 0 && file < FILES) {
    int entry = atomic_exchange(&entries[file], 0);
    if (entry) ACTUAL(close)(entry);
  }
  return ACTUAL(close)(file);
}

// What the caller is told of a call that had this result.
static int told(int result, int error) {
  static atomic_int calls;
  const char *lost = getenv("LOST_REPLY");
  if (result || !lost || atomic_fetch_add(&calls, 1) + 1 != atoi(lost)) return result;
  errno = error;
  return -1;
}

int rename(const char *old, const char *new) { return told(ACTUAL(rename)(old, new), ENOENT); }

int link(const char *old, const char *new) { return told(ACTUAL(link)(old, new), EEXIST); }
