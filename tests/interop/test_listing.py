# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

"""The servers that runs are opened from: what they list and how they serve ranges."""

import glob
import importlib.util
import os
import re
import unittest
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET

import servers
from test_stores import SCRATCH

NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


def get(url, **headers):
    """Status, headers and body."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=fields)) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


@unittest.skipUnless(importlib.util.find_spec("moto"), "skipped: no S3 server here")
class Servers(unittest.TestCase):
    demo = os.path.join(SCRATCH, "demo")

    def some_file(self):
        path = glob.glob(os.path.join(self.demo, "gefs.*/*/atmos/*/gep02.*.f006"))[0]
        with open(path, "rb") as file:
            return os.path.relpath(path, self.demo), file.read()

    def check_ranges(self, base):
        key, whole = self.some_file()
        status, headers, body = get(f"{base}/{key}")
        self.assertEqual((status, body), (200, whole))
        etag = headers["ETag"]
        self.assertRegex(etag, '^"[^"]+"$')
        status, headers, body = get(f"{base}/{key}", Range="bytes=100-299", If_Match=etag)
        self.assertEqual((status, body), (206, whole[100:300]))
        self.assertEqual(headers["Content-Range"], f"bytes 100-299/{len(whole)}")
        self.assertEqual(headers["ETag"], etag)
        self.assertEqual(get(f"{base}/{key}", If_Match='"other"')[0], 412)
        self.assertEqual(get(f"{base}/{key}.never")[0], 404)

    def test_nginx(self):
        with servers.nginx(self.demo) as base:
            self.check_ranges(base)
            key, _ = self.some_file()
            folder = os.path.dirname(key)
            status, _, page = get(f"{base}/{folder}/")
            names = re.findall(r'href="([^"]+)"', page.decode())
            self.assertEqual(status, 200)
            self.assertEqual(
                sorted(set(names) - {"../"}),
                sorted(os.listdir(os.path.join(self.demo, folder))),
            )

    def test_moto(self):
        with servers.moto(self.demo, keys_a_page=100) as base:
            self.check_ranges(base)
            keys, pages, token = [], 0, ""
            while token is not None:
                query = {"list-type": "2", "prefix": "gefs."}
                if token:
                    query["continuation-token"] = token
                status, _, page = get(f"{base}/?{urllib.parse.urlencode(query)}")
                self.assertEqual(status, 200)
                root = ET.fromstring(page)
                for entry in root.iter(NAMESPACE + "Contents"):
                    keys.append(entry.find(NAMESPACE + "Key").text)
                    size = int(entry.find(NAMESPACE + "Size").text)
                    self.assertEqual(
                        size, os.path.getsize(os.path.join(self.demo, keys[-1]))
                    )
                token = root.findtext(NAMESPACE + "NextContinuationToken")
                pages += 1
            expected = [k for k in servers.keys_of(self.demo) if k.startswith("gefs.")]
            self.assertEqual(keys, expected)
            self.assertEqual(pages, (len(expected) + 99) // 100)
            self.assertGreater(pages, 2)
