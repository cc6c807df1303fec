/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/**
 * Mvua's core library: what the command and the viewer include, and all that they do.
 *
 * It knows no screen, prints nothing, runs no main loop and does not set the locale.
 * Functions block unless they say otherwise; each header says what each type is for.
 */

#include "mvua-basemap.h"
#include "mvua-bucket.h"
#include "mvua-cache.h"
#include "mvua-colour-scale.h"
#include "mvua-combine.h"
#include "mvua-coverage.h"
#include "mvua-cut-outs.h"
#include "mvua-demo.h"
#include "mvua-ensemble.h"
#include "mvua-error.h"
#include "mvua-export-estimate.h"
#include "mvua-export-refs.h"
#include "mvua-export-subset.h"
#include "mvua-export.h"
#include "mvua-field.h"
#include "mvua-fields.h"
#include "mvua-file-table.h"
#include "mvua-grid.h"
#include "mvua-http.h"
#include "mvua-hybrid-set.h"
#include "mvua-loader.h"
#include "mvua-map-camera.h"
#include "mvua-map-painter.h"
#include "mvua-map-style.h"
#include "mvua-member.h"
#include "mvua-noaa.h"
#include "mvua-node.h"
#include "mvua-origins.h"
#include "mvua-overlay.h"
#include "mvua-point.h"
#include "mvua-pool.h"
#include "mvua-product.h"
#include "mvua-rain-window.h"
#include "mvua-reader.h"
#include "mvua-ref-file.h"
#include "mvua-ref-set.h"
#include "mvua-ref-url.h"
#include "mvua-reference.h"
#include "mvua-remote.h"
#include "mvua-resume.h"
#include "mvua-run.h"
#include "mvua-source-check.h"
#include "mvua-steps.h"
#include "mvua-subset.h"
#include "mvua-subsetter.h"
#include "mvua-top-up.h"
#include "mvua-traffic.h"
#include "mvua-unit.h"
#include "mvua-variable.h"
#include "mvua-verify-output.h"
