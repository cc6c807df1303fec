// SPDX-FileCopyrightText: 2026 The Mvua developers
// SPDX-License-Identifier: Apache-2.0
//
// Reads both stores with zarrita and compares with values that were read otherwise:
// zarrita.mjs ZARR2 ZARR3 VALUES.json

import { readFileSync } from "node:fs";
import FileSystemStore from "@zarrita/storage/fs";
import * as zarr from "zarrita";

const [, , zarr2, zarr3, path] = process.argv;
const expected = JSON.parse(readFileSync(path, "utf8"));
let failed = 0;

for (const [folder, open] of [
  [zarr2, zarr.open.v2],
  [zarr3, zarr.open.v3],
]) {
  const root = zarr.root(new FileSystemStore(folder));
  for (const [name, { step, row, column, value }] of Object.entries(expected)) {
    const array = await open(root.resolve(name), { kind: "array" });
    const chunk = await zarr.get(array, [step, row, null]);
    if (Math.fround(value) !== chunk.data[column]) {
      console.log(`${folder}/${name}: ${chunk.data[column]} instead of ${value}`);
      failed++;
    }
  }
}
process.exit(failed === 0 && Object.keys(expected).length > 0 ? 0 : 1);
