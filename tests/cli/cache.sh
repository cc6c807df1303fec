# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What is kept is told and removed; what is not the cache's own stays.

export XDG_CACHE_HOME=$PWD/caches
own=caches/mvua/remote

# used WHEN URL …: the files of a URL were used then
used () {
  find "$own" -name "$(printf %s "$2" | sha256sum | cut -c1-32)-*" -exec touch -d "$1" {} +
}

# try ARGUMENTS: as text and as JSON
try () {
  mvua cache "$@"
  mvua cache "$@" --json
}

try
try list
ls caches 2>/dev/null
"$MVUA_KEEP" "$own" https://noaa.example/gep01.f003 '"1"' 300000 1000
"$MVUA_KEEP" "$own" https://noaa.example/gep01.f003 '"1"' 200000 301000
"$MVUA_KEEP" "$own" https://noaa.example/gep01.f003.idx '"2"' 3000
used 2025-09-18T03:00:00Z https://noaa.example/gep01.f003
used 2025-09-18T04:30:00Z https://noaa.example/gep01.f003.idx
try size
try list
try --folder "$own" | cmp - <(try size | sed "s|$PWD/||")

echo mine >"$own/letter"
mvua cache clear
ls "$own"
try size
"$MVUA_KEEP" other https://noaa.example/gep02.f003 '"1"' 1000 0
mvua cache clear --folder other --json
ls -A other
mvua cache list --folder other
