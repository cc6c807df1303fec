/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Inside of the library that makes calls fail; mvua-faults.c says how it is used. */

#pragma once

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef enum
{
  FAULTS_WRITE,
  FAULTS_SYNC,
  FAULTS_RENAME,
  FAULTS_OPEN,
  FAULTS_MKDIR,
  FAULTS_TRUNCATE,
  FAULTS_CLOSE,
  FAULTS_UNLINK,
  FAULTS_READ,
  FAULTS_MEMORY,
  FAULTS_THREAD,
  FAULTS_POWER, /* any call that writes, as one sequence */
  FAULTS_N_KINDS
} FaultsKind;

#define FAULTS_MAX_PATH 4096

/* The function of that name that would have been called. */
#define REAL(name)                                                                       \
  ({                                                                                     \
    static __typeof__ (&name) real_;                                                     \
    if (real_ == NULL)                                                                   \
      real_ = (__typeof__ (&name)) dlsym (RTLD_NEXT, #name);                             \
    real_;                                                                               \
  })

/* Counts a call; whether it must fail, with errno set.  Does not return if the power goes
 * out at it. */
bool faults_strike (FaultsKind kind);

/* Counts a call that moves @n octets; true if it must fail, and may make @n smaller. */
bool faults_strike_octets (FaultsKind kind, size_t *n);

/* Whether the disk is to look full. */
bool faults_disk_is_full (void);

/* Whether an allocation of @n octets must fail. */
bool faults_strike_memory (size_t n);

/* Whether a path or a descriptor is of the folder that faults are kept to. */
bool faults_is_under (int folder, const char *path);
bool faults_is_ours (int fd);
void faults_note_fd (int fd, bool is_ours);
void faults_full_path (int folder, const char *path, char full[FAULTS_MAX_PATH]);

/* What has been done since it was last made durable.  Nothing is noted unless the power
 * is to go out. */
typedef enum
{
  FAULTS_LOSS_ZERO,  /* files keep their length, what was written is zeros */
  FAULTS_LOSS_CUT,   /* files end where they ended when they were made durable */
  FAULTS_LOSS_NAMES, /* files and folders made, and names given, are gone; removals are
                        not */
  FAULTS_LOSS_NONE,  /* nothing is lost: the process alone is killed */
} FaultsLoss;

void faults_power_watch (FaultsLoss loss);
void faults_power_note_write (int fd, off_t offset, size_t n);
void faults_power_note_sync (int fd);
void faults_power_note_sync_all (void);
void faults_power_note_new (int folder, const char *path);
void faults_power_note_rename (
    int from_folder, const char *from, int to_folder, const char *to, unsigned flags);
void faults_power_lose (void);
