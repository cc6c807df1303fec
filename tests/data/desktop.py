# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""Desktop file, metainfo, D-Bus service, types of files, icons, settings."""

import configparser
import json
import re
import struct
import tempfile
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

from tap import APP_ID, BUILD, SOURCE, main, project_files, run, tool

DATA = SOURCE / "data"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
SCREENSHOTS = ["main-light.png", "main-dark.png", "probability.png", "export.png"]


def built(suffix):
    return BUILD / "data" / (APP_ID + suffix)


def entries(path):
    parser = configparser.RawConfigParser(delimiters="=", comment_prefixes="#")
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def words(value):
    return [word for word in value.split(";") if word]


def check_desktop_file():
    """the desktop file is valid"""
    printed = run("desktop-file-validate", built(".desktop"))
    assert printed == "", printed


def check_desktop_entries():
    """the desktop file says what the program is"""
    entry = entries(built(".desktop"))
    main_group = entry["Desktop Entry"]
    assert main_group["Icon"] == APP_ID
    assert main_group["DBusActivatable"] == "true"
    # GRIB files, and not the folders of every file manager.
    assert words(main_group["MimeType"]) == ["application/x-grib", "application/x-grib2"]
    assert main_group["Exec"] == "mvua-viewer %U"
    groups = {f"Desktop Action {name}" for name in words(main_group["Actions"])}
    assert groups == set(entry.sections()) - {"Desktop Entry"}


def check_languages():
    """the desktop file and the metainfo have all languages"""
    languages = catalogues()
    text = built(".desktop").read_text(encoding="utf-8")
    root = ET.parse(built(".metainfo.xml")).getroot()
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    for language in languages:
        assert f"\nComment[{language}]=" in text, language
        assert language in {node.get(lang) for node in root.findall("summary")}, language


def catalogues():
    lines = (SOURCE / "po/LINGUAS").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def check_metainfo():
    """the metainfo is valid"""
    run("appstreamcli", "validate", "--no-net", "--pedantic", built(".metainfo.xml"))


def check_metainfo_entries():
    """the metainfo is of this version, and shows the screenshots that the script makes"""
    root = ET.parse(built(".metainfo.xml")).getroot()
    assert root.findtext("id") == APP_ID
    assert root.findtext("launchable") == f"{APP_ID}.desktop"
    project = json.loads((BUILD / "meson-info/intro-projectinfo.json").read_text())
    assert root.find("releases/release").get("version") == project["version"]
    images = [image.text for image in root.findall("screenshots/screenshot/image")]
    assert images == [f"https://mvua.org/screenshots/{name}" for name in SCREENSHOTS]
    assert all(node.findtext("caption") for node in root.findall("screenshots/screenshot"))
    readme = (DATA / "screenshots/README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`([a-z-]+\.png)`", readme)) == set(SCREENSHOTS)


def check_screenshots():
    """each screenshot is a PNG file, and all of them are small"""
    files = sorted((DATA / "screenshots").glob("*.png"))
    assert {file.name for file in files} == set(SCREENSHOTS)
    assert all(file.read_bytes().startswith(b"\x89PNG") for file in files)
    assert sum(file.stat().st_size for file in files) <= 300_000


def check_service():
    """the bus starts the viewer as a service, by its whole path"""
    service = entries(built(".service"))["D-BUS Service"]
    assert service["Name"] == APP_ID
    assert re.fullmatch(r"/\S*/mvua-viewer --gapplication-service", service["Exec"])


def check_mime_types():
    """GRIB files are known by their first bytes and their names, their indices are not"""
    tool("update-mime-database")
    with tempfile.TemporaryDirectory() as folder:
        packages = Path(folder) / "mime/packages"
        packages.mkdir(parents=True)
        (packages / f"{APP_ID}.xml").write_bytes(built(".xml").read_bytes())
        run("update-mime-database", "-V", packages.parent)
        globs = (packages.parent / "globs2").read_text()
        magic = (packages.parent / "magic").read_bytes()
        subclasses = (packages.parent / "subclasses").read_text()
    assert "50:application/x-grib2:*.grib2\n" in globs
    assert "50:application/x-grib:*.grb\n" in globs
    patterns = [line.rsplit(":", 1)[1] for line in globs.splitlines() if "grib" in line]
    # None takes more than an ending, such as *.pgrb2s* would with gep01.…f003.idx.
    assert patterns and all(re.fullmatch(r"\*\.gri?b[12]?", pattern) for pattern in patterns)
    assert b"[70:application/x-grib2]\n>0=\x00\x04GRIB\n1>7=\x00\x01\x02\n" in magic, magic
    assert "application/x-grib2 application/x-grib\n" in subclasses
    declared = {node.get("type") for node in ET.parse(built(".xml")).iter(f"{MIME}mime-type")}
    wanted = words(entries(built(".desktop"))["Desktop Entry"]["MimeType"])
    root = ET.parse(built(".metainfo.xml")).getroot()
    provided = {node.text for node in root.findall("provides/mediatype")}
    assert declared == set(wanted) == provided


def check_schema():
    """the schema is valid, and all of its keys say what they are"""
    run("glib-compile-schemas", "--strict", "--dry-run", DATA)
    for key in ET.parse(DATA / f"{APP_ID}.gschema.xml").iter("key"):
        for text in key.findtext("summary"), key.findtext("description"):
            assert text and (text[0].isupper() or text[0].isdigit()), key.get("name")
        assert not key.findtext("summary").endswith("."), key.get("name")
        assert key.findtext("description").endswith("."), key.get("name")


def opaque_share(png):
    """The share of pixels of an 8-bit RGBA PNG that are not clear."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, head = 8, b"", None
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        head = body if kind == b"IHDR" else head
        packed += body if kind == b"IDAT" else b""
        at += length + 12
    width, height, depth, colour = struct.unpack(">IIBB", head[:10])
    assert (depth, colour) == (8, 6)
    rows, stride, opaque = zlib.decompress(packed), width * 4, 0
    before = bytearray(stride)
    for y in range(height):
        method = rows[y * (stride + 1)]
        line = bytearray(rows[y * (stride + 1) + 1 : (y + 1) * (stride + 1)])
        for x in range(stride):
            left = line[x - 4] if x >= 4 else 0
            corner = before[x - 4] if x >= 4 else 0
            up = before[x]
            guess = left + up - corner
            near = min((left, up, corner), key=lambda value: abs(guess - value))
            line[x] = (line[x] + (0, left, up, (left + up) // 2, near)[method]) & 255
        opaque += sum(line[x] > 127 for x in range(3, stride, 4))
        before = line
    return opaque / (width * height)


def check_icons():
    """the icons are SVG, of the right size, and show something"""
    icons = {
        f"scalable/apps/{APP_ID}.svg": ("128", 0.5, 0.95),
        f"symbolic/apps/{APP_ID}-symbolic.svg": ("16", 0.2, 0.7),
    }
    assert project_files("data/icons/**/*") == [f"data/icons/hicolor/{name}" for name in icons]
    for name, (size, least, most) in icons.items():
        path = DATA / "icons/hicolor" / name
        root = ET.parse(path).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert (root.get("width"), root.get("height")) == (size, size)
        with tempfile.TemporaryDirectory() as folder:
            picture = Path(folder) / "icon.png"
            run("rsvg-convert", "--width", "64", "--output", picture, path)
            share = opaque_share(picture.read_bytes())
        assert least < share < most, (name, share)


def check_symbolic_icon():
    """the symbolic icon has one colour, which a style can replace"""
    text = (DATA / f"icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg").read_text()
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", text)) == {"#2e3436"}


main(
    check_desktop_file,
    check_desktop_entries,
    check_languages,
    check_metainfo,
    check_metainfo_entries,
    check_screenshots,
    check_service,
    check_mime_types,
    check_schema,
    check_icons,
    check_symbolic_icon,
)
