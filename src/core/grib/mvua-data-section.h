/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-sections.h"
#include "mvua-unpack.h"

G_BEGIN_DECLS

/* Private to the room. */

/* Whether the kernel unpacks this data representation template itself. */
gboolean mvua_data_template_is_ours (guint data_template);

/* Template number of section 5, whichever it is. */
gboolean mvua_data_section_template (const MvuaSections *sections,
                                     guint *data_template,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_data_section_read:
 * @sections: in memory, since @packing points there
 * @centre: 7 writes its constant fields unscaled
 *
 * Sections 5 to 7 of a template that is ours.
 */
gboolean mvua_data_section_read (const MvuaSections *sections,
                                 guint centre,
                                 MvuaPacking *packing,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
