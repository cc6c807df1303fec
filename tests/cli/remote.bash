# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What the tests of runs in a bucket share: a server, and output that does not depend on
# its port.

export XDG_CACHE_HOME=$PWD/caches
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY

# serve FOLDER [pages]: from then on noaa: is that
serve () {
  "$MVUA_SERVE" "$@" >url &
  server=$!
  trap 'kill $server 2>/dev/null' EXIT
  until [ -s url ]; do sleep 0.02; done
  export MVUA_NOAA_URL=$(cat url)
}

# look_again: what is in the folder now is served
look_again () {
  local before=$(wc -l <url)
  kill -HUP $server
  until [ "$(wc -l <url)" -gt "$before" ]; do sleep 0.02; done
}

# away: its connections are refused from then on
away () {
  kill $server
  wait $server 2>/dev/null
}

# try ARGUMENTS: mvua with its server named URL, times named TIME, and its status
try () {
  mvua "$@" >out 2>err
  local status=$?
  sed "s|$MVUA_NOAA_URL|URL|g" out
  sed -E "s|$MVUA_NOAA_URL|URL|g; s|127.0.0.1:[0-9]+|HOST|g
    s|listed at [0-9TZ:-]+|listed at TIME|; s#(Failed to|Could not).*#CURL SAYS WHY#
    s|gefs.20[0-9]+%2F[0-9]+%2F|DAY/HOUR/|" err >&2
  echo "= $status" >&2
}
