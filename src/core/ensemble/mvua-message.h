/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reader.h"
#include "mvua-reference.h"

G_BEGIN_DECLS

/**
 * MvuaMessage:
 * @bytes: [n] the message, or its beginning
 * @n_read: octets that were read for it, again or not
 *
 * The octets of one message while it is read and decoded.  Private to the room.
 */
typedef struct
{
  guint8 *bytes;
  gsize n;
  guint64 n_read;
} MvuaMessage;

void mvua_message_clear (MvuaMessage *self);

/**
 * mvua_message_read:
 * @self: empty, or the beginning of the same message
 * @path: of the file of @reference
 * @length: how much of it; the reference's at most.  What is there is not read again, and
 *   where so much is there nothing is.
 *
 * Where the file ends before there is less.
 *
 * Returns: %FALSE with an error of mvua_reader_read(), %MVUA_GRIB_ERROR_MALFORMED for an
 *   absurd length, or %MVUA_ERROR_NO_MEMORY
 */
gboolean mvua_message_read (MvuaMessage *self,
                            MvuaReader *reader,
                            const char *path,
                            const MvuaReference *reference,
                            guint64 length,
                            const MvuaReading *reading,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it begins as one. */
gboolean mvua_message_begins (const MvuaMessage *self);

/* Whether it is as long as its index says, which is the cheapest sign that the two belong
 * together. */
gboolean mvua_message_fits (const MvuaMessage *self, const MvuaReference *reference);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaMessage, mvua_message_clear)

G_END_DECLS
