/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* The desktop's side of notifications, without which GLib warns that there is none. */

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint n; /* how many have come */
  char *title;
  char *body;
  GStrv actions; /* of the last one: action, label, … */
} MvuaTestNotifications;

/* Offers the service to this process and those that it starts, until the program ends. */
void mvua_test_offer_notifications (void);

/* What has come since they were forgotten; owned by the fixture. */
const MvuaTestNotifications *mvua_test_get_notifications (void);
void mvua_test_forget_notifications (void);

/* As if @action of the last notification had been clicked. */
void mvua_test_answer_notification (const char *action);

G_END_DECLS
