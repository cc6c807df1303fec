# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""Real servers with a run on a loopback port, laid out as NOAA's bucket.

    with servers.nginx(folder) as url:      # ranges, ETags, pages of folders
    with servers.moto(folder) as url:       # a bucket that is listed as S3 lists it

Both give what a command takes as --base-url.  The folder is one that holds gefs.*
"""

import contextlib
import http.client
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

BUCKET = "noaa-gefs-pds"
START_S = 60

NGINX = """
{user}
daemon off;
worker_processes 1;
pid {scratch}/pid;
error_log {scratch}/error.log warn;
events {{ worker_connections 256; }}
http {{
  access_log {scratch}/access.log;
  default_type application/octet-stream;
  client_body_temp_path {scratch}/body;
  proxy_temp_path {scratch}/proxy;
  fastcgi_temp_path {scratch}/fastcgi;
  uwsgi_temp_path {scratch}/uwsgi;
  scgi_temp_path {scratch}/scgi;
  sendfile on;
  server {{
    listen 127.0.0.1:{port};
    root {root};
    autoindex on;
    etag on;
  }}
}}
"""


def find_nginx():
    """Where Debian has it is not on everybody's path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def answers(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/")
        connection.getresponse().read()
        connection.close()
        return True
    except OSError:
        return False


@contextlib.contextmanager
def running(command, port, log, **options):
    """The process, from when it answers until the block ends; None if it ends itself,
    which it does if somebody else has taken the port."""
    with open(log, "wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options
        )
    try:
        end = time.monotonic() + START_S
        while process.poll() is None and not answers(port):
            if time.monotonic() > end:
                raise TimeoutError(f"{command[0]} does not answer")
            time.sleep(0.02)
        yield process if process.poll() is None else None
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def started(make_command, log, **options):
    """The port of a server that listens on a free one."""
    for _ in range(5):
        port = free_port()
        with running(make_command(port), port, log, **options) as process:
            if process is not None:
                yield port
                return
    with open(log, encoding="utf-8", errors="replace") as text:
        raise RuntimeError(f"a server does not start: {text.read()}")


@contextlib.contextmanager
def nginx(root, log=None):
    """The base URL of nginx that serves the folder; access.log is copied to log."""
    program = find_nginx()
    if program is None:
        raise FileNotFoundError("nginx")
    with tempfile.TemporaryDirectory() as scratch:

        def make_command(port):
            config = os.path.join(scratch, "nginx.conf")
            # Whoever may choose a user for the workers has to, or they cannot read.
            name = pwd.getpwuid(os.geteuid()).pw_name
            user = f"user {name};" if os.geteuid() == 0 else ""
            with open(config, "w", encoding="utf-8") as text:
                text.write(
                    NGINX.format(
                        user=user,
                        scratch=scratch,
                        port=port,
                        root=os.path.abspath(root),
                    )
                )
            error_log = os.path.join(scratch, "error.log")
            return [program, "-p", scratch, "-e", error_log, "-c", config]

        with started(make_command, os.path.join(scratch, "output")) as port:
            yield f"http://127.0.0.1:{port}"
        if log is not None:
            shutil.copy(os.path.join(scratch, "access.log"), log)


def keys_of(root):
    """Keys of all files below a folder, in the order in which S3 lists them."""
    keys = []
    for folder, _, names in os.walk(root):
        below = os.path.relpath(folder, root)
        keys += [os.path.normpath(os.path.join(below, name)) for name in names]
    return sorted(keys)


def put(connection, path, body=b""):
    # Anybody may read it, as NOAA's.
    headers = {"x-amz-acl": "public-read"}
    connection.request("PUT", urllib.parse.quote(path), body, headers)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"PUT {path}: {response.status}")


@contextlib.contextmanager
def moto(root, keys_a_page=1000):
    """The base URL of a bucket on moto's server, loaded with the files of the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, MOTO_S3_DEFAULT_MAX_KEYS=str(keys_a_page))

        def make_command(port):
            module = [sys.executable, "-m", "moto.server"]
            return module + ["-H", "127.0.0.1", "-p", str(port)]

        log = os.path.join(scratch, "output")
        with started(make_command, log, env=environment) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            put(connection, f"/{BUCKET}")
            for key in keys_of(root):
                with open(os.path.join(root, key), "rb") as body:
                    put(connection, f"/{BUCKET}/{key}", body.read())
            connection.close()
            yield f"http://127.0.0.1:{port}/{BUCKET}"
