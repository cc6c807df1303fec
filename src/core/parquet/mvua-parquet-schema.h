/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet-footer.h"
#include "mvua-thrift-reader.h"

G_BEGIN_DECLS

/* Reads the schema, a list of elements, into leaves.  What is wrong is @reader's
 * problem. */
void
mvua_parquet_schema_read (MvuaThriftReader *reader, MvuaThriftType type, GArray *leaves);

/* Frees what a #MvuaParquetLeaf holds. */
void mvua_parquet_leaf_clear (MvuaParquetLeaf *leaf);

G_END_DECLS
