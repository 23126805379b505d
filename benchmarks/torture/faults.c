/* Preloaded into the process under test: the n-th call that changes a file below a folder fails, stops half-way, or
 * kills the process. What is not below the folder passes untouched. Built by faults.py; Linux with glibc. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, SYNC = 2, CREATE = 4, RENAME = 8, REMOVE = 16, TRUNCATE = 32 };
enum { COUNT = 0, FAIL = 1, KILL = 2, TEAR = 3 };

static char below[4096];
static size_t length;
static atomic_int armed;
static atomic_long seen, seen_by[64];
static long at;
static int mask, action, number, lasting;

void faults_arm(const char *folder, int operations, int what, long nth, int error, int lasts) {
    atomic_store(&armed, 0);
    snprintf(below, sizeof below, "%s/", folder);
    length = strlen(below);
    mask = operations, action = what, at = nth, number = error, lasting = lasts;
    atomic_store(&seen, 0);
    for (int group = 0; group < 64; group++) atomic_store(&seen_by[group], 0);
    atomic_store(&armed, 1);
}

long faults_seen(int operation) { return atomic_load(&seen_by[operation]); }

static int is_below(const char *path) { return path && strncmp(path, below, length) == 0; }

static const char *path_of(int fd, char *buffer, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t got = readlink(link, buffer, size - 1);
    if (got < 0) return NULL;
    buffer[got] = 0;
    /* a folder's own descriptor, or a file whose name is gone, counts as below as well */
    if ((size_t)got + 1 == length && strncmp(buffer, below, length - 1) == 0) return below;
    return buffer;
}

/* What is to happen to this call: COUNT lets it pass. */
static int fate(int operation, const char *path) {
    if (!atomic_load(&armed) || !(operation & mask) || !is_below(path)) return COUNT;
    atomic_fetch_add(&seen_by[operation], 1);
    long now = atomic_fetch_add(&seen, 1) + 1;
    if (action == COUNT || now < at || (now > at && !lasting)) return COUNT;
    if (action == KILL) kill(getpid(), SIGKILL);
    /* A disk that fills up takes part of the first write. */
    if (action == FAIL && now == at && lasting && number == ENOSPC && operation == WRITE) return TEAR;
    return action;
}

static int fate_fd(int operation, int fd) {
    char buffer[4096];
    if (!atomic_load(&armed) || !(operation & mask)) return COUNT;
    int before = errno, found = fate(operation, path_of(fd, buffer, sizeof buffer));
    errno = before;
    return found;
}

static int fate_at(int operation, int fd, const char *path) {
    return path && path[0] == '/' ? fate(operation, path) : fate_fd(operation, fd);
}

#define REAL(name) \
    static __typeof__(&name) real; \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define REFUSE(value) return errno = number, value
/* Half of it reaches the file; then the power goes, or the caller is told of a short write. */
#define TORN(half) \
    do { ssize_t done = (half); if (action == TEAR) kill(getpid(), SIGKILL); return done; } while (0)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(write);
    int found = fate_fd(WRITE, fd);
    if (found == FAIL || (found == TEAR && size < 2 && action == FAIL)) REFUSE(-1);
    if (found == TEAR) TORN(real(fd, data, size / 2));
    return real(fd, data, size);
}

#define PWRITE(name, offset_type) \
    ssize_t name(int fd, const void *data, size_t size, offset_type offset) { \
        REAL(name); \
        int found = fate_fd(WRITE, fd); \
        if (found == FAIL || (found == TEAR && size < 2 && action == FAIL)) REFUSE(-1); \
        if (found == TEAR) TORN(real(fd, data, size / 2, offset)); \
        return real(fd, data, size, offset); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    int found = fate_fd(WRITE, fd);
    if (found == FAIL || (found == TEAR && (count < 2 && action == FAIL))) REFUSE(-1);
    if (found == TEAR) TORN(real(fd, parts, count / 2));
    return real(fd, parts, count);
}

size_t fwrite(const void *data, size_t size, size_t count, FILE *file) {
    REAL(fwrite);
    int found = fate_fd(WRITE, fileno(file));
    if (found == FAIL) REFUSE(0);
    if (found == TEAR) TORN((ssize_t)real(data, size, count / 2, file));
    return real(data, size, count, file);
}

#define SYNCING(name) \
    int name(int fd) { \
        REAL(name); \
        if (fate_fd(SYNC, fd)) REFUSE(-1); \
        return real(fd); \
    }
SYNCING(fsync)
SYNCING(fdatasync)

#define TRUNCATING(name, size_type) \
    int name(int fd, size_type size) { \
        REAL(name); \
        if (fate_fd(TRUNCATE, fd)) REFUSE(-1); \
        return real(fd, size); \
    }
TRUNCATING(ftruncate, off_t)
TRUNCATING(ftruncate64, off64_t)

#define OPENING(name) \
    int name(const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if ((flags & O_CREAT) && fate(CREATE, path)) REFUSE(-1); \
        return real(path, flags, mode); \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name) \
    int name(int fd, const char *path, int flags, ...) { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
        va_end(rest); \
        if ((flags & O_CREAT) && fate_at(CREATE, fd, path)) REFUSE(-1); \
        return real(fd, path, flags, mode); \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

#define STREAMING(name) \
    FILE *name(const char *path, const char *mode) { \
        REAL(name); \
        if (mode[0] != 'r' && fate(CREATE, path)) REFUSE(NULL); \
        return real(path, mode); \
    }
STREAMING(fopen)
STREAMING(fopen64)

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    if (fate(CREATE, path)) REFUSE(-1);
    return real(path, mode);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    if (fate(RENAME, to)) REFUSE(-1);
    return real(from, to);
}

int renameat(int fd, const char *from, int other, const char *to) {
    REAL(renameat);
    if (fate_at(RENAME, other, to)) REFUSE(-1);
    return real(fd, from, other, to);
}

int unlink(const char *path) {
    REAL(unlink);
    if (fate(REMOVE, path)) REFUSE(-1);
    return real(path);
}

int unlinkat(int fd, const char *path, int flags) {
    REAL(unlinkat);
    if (fate_at(REMOVE, fd, path)) REFUSE(-1);
    return real(fd, path, flags);
}

int rmdir(const char *path) {
    REAL(rmdir);
    if (fate(REMOVE, path)) REFUSE(-1);
    return real(path);
}

#define SENDING(name, offset_type) \
    ssize_t name(int to, int from, offset_type *offset, size_t size) { \
        REAL(name); \
        int found = fate_fd(WRITE, to); \
        if (found == FAIL) REFUSE(-1); \
        if (found == TEAR) TORN(real(to, from, offset, 4096)); \
        return real(to, from, offset, size); \
    }
SENDING(sendfile, off_t)
SENDING(sendfile64, off64_t)
