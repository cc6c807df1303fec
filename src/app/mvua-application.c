/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-application.h"

struct _MvuaApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (MvuaApplication, mvua_application, ADW_TYPE_APPLICATION)

static void
mvua_application_class_init (MvuaApplicationClass *class G_GNUC_UNUSED)
{
}

static void
mvua_application_init (MvuaApplication *self G_GNUC_UNUSED)
{
}

MvuaApplication *
mvua_application_new (void)
{
  return g_object_new (MVUA_TYPE_APPLICATION, "application-id", MVUA_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/org/mvua/Mvua", NULL);
}
