/* A disk whose power can be cut: preloaded into a program, it keeps on a second folder, the platter, what was synced.

   POWER_WATCHED is the folder of the program's files, POWER_PLATTER the other one. After a fsync or fdatasync that went
   well, what differs is copied there, block by block. Names follow at once and in order, as in a file system with a
   journal: a file is renamed, linked or taken away there too, and if nothing of it was ever synced, it is there with its
   name and nothing in it. sync_file_range promises nothing and does nothing here. O_DSYNC, msync and syncfs are not looked
   at: what is written through them counts as lost. Truncating without a sync is not followed either: the old bytes are
   still there, as they may be on a disk.

   The real call comes before the copy, the copy before the answer: who was told "synced" finds it after the cut. A kill
   in the middle leaves a part of the blocks, as a cut does. Names are changed there first, so that no kill comes between
   and takes what was synced. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { BLOCK = 32768 };

/* Write where it is on the platter; 0 for what is not below the watched folder. */
static int there(int folder, const char *path, char out[PATH_MAX]) {
    const char *watched = getenv("POWER_WATCHED"), *platter = getenv("POWER_PLATTER");
    char whole[PATH_MAX], link[64];
    if (!watched || !platter) return 0;
    if (path[0] != '/') {
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, whole, sizeof whole - 1);
        if (length < 0) return 0;
        int more = snprintf(whole + length, sizeof whole - (size_t)length, "/%s", path);
        if (more < 0 || (size_t)(length + more) >= sizeof whole) return 0;
        path = whole;
    }
    size_t length = strlen(watched);
    if (strncmp(path, watched, length) || path[length] != '/') return 0;
    int written = snprintf(out, PATH_MAX, "%s%s", platter, path + length);
    return written > 0 && written < PATH_MAX;
}

static void parents(char *path) {
    for (char *at = path + 1; (at = strchr(at, '/')); at++) {
        *at = 0;
        mkdir(path, 0700);
        *at = '/';
    }
}

/* A platter that cannot be written measures nothing. */
static void must(int well) {
    if (!well) {
        perror("the platter");
        abort();
    }
}

static void copied(int from, int to) {
    char ours[BLOCK], theirs[BLOCK];
    off_t at = 0;
    for (ssize_t some; (some = pread(from, ours, BLOCK, at)) > 0; at += some)
        if (pread(to, theirs, (size_t)some, at) != some || memcmp(ours, theirs, (size_t)some))
            must(pwrite(to, ours, (size_t)some, at) == some);
    must(ftruncate(to, at) == 0);
}

static void kept(int file) {
    char link[64], path[PATH_MAX], out[PATH_MAX];
    struct stat about;
    if (fstat(file, &about) || !S_ISREG(about.st_mode) || !about.st_nlink) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    if (!there(AT_FDCWD, path, out)) return;
    parents(out);
    /* Closing a second opening would drop the locks that SQLite has on the file: it is read through its own where it can be. */
    int second = (fcntl(file, F_GETFL) & O_ACCMODE) == O_WRONLY;
    int from = second ? open(link, O_RDONLY | O_CLOEXEC) : file;
    int to = open(out, O_RDWR | O_CREAT | O_CLOEXEC, about.st_mode & 07777);
    must(from >= 0 && to >= 0 && flock(to, LOCK_EX) == 0);
    copied(from, to);
    close(to);
    if (second) close(from);
}

static int synced(int file, int done) {
    int error = errno;
    if (done == 0) kept(file);
    errno = error;
    return done;
}

int fsync(int file) { return synced(file, (int)syscall(SYS_fsync, file)); }

int fdatasync(int file) { return synced(file, (int)syscall(SYS_fdatasync, file)); }

/* What was never synced has its new name and nothing in it. */
static void empty(const char *old, char *out) {
    struct stat about;
    if (stat(old, &about)) return;
    parents(out);
    if (S_ISDIR(about.st_mode)) {
        mkdir(out, 0700);
        return;
    }
    int made = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, about.st_mode & 07777);
    must(made >= 0);
    close(made);
}

int rename(const char *old, const char *new) {
    char from[PATH_MAX], to[PATH_MAX];
    int before = there(AT_FDCWD, old, from), after = there(AT_FDCWD, new, to);
    if (before && !after) unlink(from);
    if (after) parents(to);
    if (after && (!before || (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0))) empty(old, to);
    return (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int link(const char *old, const char *new) {
    char from[PATH_MAX], to[PATH_MAX];
    int before = there(AT_FDCWD, old, from), after = there(AT_FDCWD, new, to);
    if (after) parents(to);
    if (after && (!before || (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0))) empty(old, to);
    return (int)syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0);
}

int unlinkat(int folder, const char *path, int flags) {
    char out[PATH_MAX];
    if (there(folder, path, out)) syscall(SYS_unlinkat, AT_FDCWD, out, flags);
    return (int)syscall(SYS_unlinkat, folder, path, flags);
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
