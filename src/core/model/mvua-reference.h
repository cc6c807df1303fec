/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-grid.h"
#include "mvua-member.h"
#include "mvua-run.h"
#include "mvua-variable.h"

G_BEGIN_DECLS

#define MVUA_HOUR_UNKNOWN (-1)
#define MVUA_OFFSET_UNKNOWN G_MAXUINT64

/**
 * MvuaReference:
 * @offset: of the message in its file, or %MVUA_OFFSET_UNKNOWN where the index of the
 * file has not been read: it should be there
 * @length: of the message; it ends at the next greater offset, or with the file.  About,
 *   where the offset is not known
 * @file: index of the file in the inventory
 * @submessage: which of the fields of the message, from 0
 * @start: hours from the run to the start of the time window, or %MVUA_HOUR_UNKNOWN
 *   where the index does not say; of an instant it is @end
 * @end: hours from the run to the end of the time window, which is the step
 *
 * Where a message lies and what it must be; the run and the grid are the inventory's.
 * A plain value.
 */
typedef struct
{
  guint64 offset;
  guint64 length;
  const MvuaVariable *variable;
  guint32 file;
  guint16 submessage;
  gint16 start;
  gint16 end;
  MvuaMember member;
} MvuaReference;

/**
 * MvuaStatus:
 * @MVUA_STATUS_OK: decoded, checked, as published
 * @MVUA_STATUS_NOT_DEFINED: there is no such field: rain at the step of the run itself
 * @MVUA_STATUS_NOT_PUBLISHED: the file is there and does not have it
 * @MVUA_STATUS_MISSING: the file, or the message's bytes, are not there; and rain whose
 *   earlier bucket is not
 * @MVUA_STATUS_REJECTED: the bytes are there and are not what they must be
 *
 * What became of a field; kept in stores as a CF flag, so the numbers stay.
 */
typedef enum
{
  MVUA_STATUS_OK = 0,
  MVUA_STATUS_NOT_DEFINED = 1,
  MVUA_STATUS_NOT_PUBLISHED = 2,
  MVUA_STATUS_MISSING = 3,
  MVUA_STATUS_REJECTED = 4,
} MvuaStatus;

#define MVUA_N_STATUSES 5

/* "ok", "not_defined" … as in the store's flag_meanings */
const char *mvua_status_name (MvuaStatus status);

G_END_DECLS
