/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-http.h"

G_BEGIN_DECLS

/**
 * mvua_http_check_request:
 * @plain_hosts: (nullable): hosts for which `http://` is allowed besides this computer
 * @origin: (out) (transfer full): scheme, host and port
 *
 * Whether @request may be sent at all.
 *
 * Returns: %FALSE with %MVUA_HTTP_ERROR_REFUSED set
 */
gboolean mvua_http_check_request (const MvuaHttpRequest *request,
                                  const char *const *plain_hosts,
                                  char **origin,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE if @etag compares byte for byte: quoted, and not marked as weak. */
gboolean mvua_http_is_strong_etag (const char *etag);

/* (transfer full): what a server or user wrote, fit for a message. */
char *mvua_http_dup_printable (const char *text);

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
#define MVUA_HTTP_DATE_SIZE 32

/* As HTTP writes a time, whatever the locale; @seconds: since 1970, in the years that
 * have four digits.  Returns: @text */
const char *mvua_http_format_date (gint64 seconds, char text[MVUA_HTTP_DATE_SIZE]);

G_END_DECLS
