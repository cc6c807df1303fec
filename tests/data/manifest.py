# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""The manifest of the Flatpak bundle, held against what meson.build needs."""

import re

from tap import APP_ID, SOURCE, Lacking, main, project_files

MANIFEST = SOURCE / f"flatpak/{APP_ID}.yml"

PERMISSIONS = {
    "--share=network",
    "--share=ipc",
    "--socket=wayland",
    "--socket=fallback-x11",
    "--device=dri",
}

# What org.gnome.Platform 47 has, by the names that meson.build uses.
RUNTIME = {
    "cairo": "1.18",
    "dl": "",
    "gio-2.0": "2.82",
    "gio-unix-2.0": "2.82",
    "glib-2.0": "2.82",
    "gtk4": "4.16",
    "libadwaita-1": "1.6",
    "m": "",
    "pango": "1.54",
    "pangocairo": "1.54",
    "threads": "",
    "libcurl": "8.9",
    "liblz4": "1.9",
    "libseccomp": "2.5",
    "libzstd": "1.5",
    "x11": "1.8",
    "xtst": "1.2",
    "zlib": "1.3",
}

# The others: the module that has each.
MODULES = {
    "blosc": "c-blosc",
    "eccodes": "eccodes",
    "g2c": "g2c",
    "hdf5": "hdf5",
    "json-c": "json-c",
    "libisal": "isa-l",
    "netcdf": "netcdf",
    "snappy": "snappy",
}

# Modules that only other modules need, and these.
BEHIND = {
    "ecbuild": {"eccodes"},
    "libaec": {"hdf5", "eccodes"},
}

CALL = re.compile(r"(?:\bdependency|find_library)\s*\(\s*'([^']+)'([^)]*)")


def manifest():
    try:
        import yaml
    except ImportError:
        raise Lacking("python3-yaml") from None
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


def numbers(version):
    return [int(number) for number in re.findall(r"\d+", version)]


def dependencies():
    """What the build asks for: {name: least version}."""
    found = {}
    for name in project_files("meson.build", "src/**/meson.build", "tests/**/meson.build"):
        for dependency, rest in CALL.findall((SOURCE / name).read_text(encoding="utf-8")):
            version = re.search(r"version:\s*'>=\s*([\d.]+)'", rest)
            found[dependency] = version.group(1) if version else found.get(dependency, "")
    assert len(found) > 10, found
    return found


def modules():
    return {module["name"]: module for module in manifest()["modules"]}


def version_of(module):
    """The version in the name of the archive of a module."""
    archive = [source for source in module["sources"] if source["type"] == "archive"][0]
    return re.search(r"_([\d.]+\d)", archive["url"].rsplit("/", 1)[1]).group(1)


def check_frame():
    """the bundle is of the application, on the GNOME runtime"""
    whole = manifest()
    assert whole["id"] == APP_ID
    assert whole["runtime"] == "org.gnome.Platform" and whole["sdk"] == "org.gnome.Sdk"
    assert isinstance(whole["runtime-version"], str)
    assert whole["command"] == "mvua-viewer"


def check_permissions():
    """the bundle may do what it must, and no more"""
    arguments = manifest()["finish-args"]
    assert sorted(arguments) == sorted(PERMISSIONS), arguments


def check_modules():
    """each dependency of the build is in the runtime or is a module, and new enough"""
    there = modules()
    for dependency, least in dependencies().items():
        if dependency in MODULES:
            assert MODULES[dependency] in there, f"no module for {dependency}"
            version = version_of(there[MODULES[dependency]])
        else:
            assert dependency in RUNTIME, f"neither the runtime nor a module has {dependency}"
            version = RUNTIME[dependency]
        assert not least or numbers(version) >= numbers(least), f"{dependency} {version} < {least}"


def check_no_module_is_idle():
    """each module is needed, and comes after what it needs"""
    names = list(modules())
    asked = dependencies()
    needed = {module for dependency, module in MODULES.items() if dependency in asked}
    assert set(names) == needed | set(BEHIND) | {"mvua"}, set(names) ^ (needed | set(BEHIND))
    assert names[-1] == "mvua"
    for behind, users in BEHIND.items():
        assert all(names.index(behind) < names.index(user) for user in users), behind
    assert names.index("hdf5") < names.index("netcdf")


def check_sources():
    """each source is pinned by its checksum and fetched over https"""
    for name, module in modules().items():
        for source in module["sources"]:
            if source["type"] == "archive":
                assert re.fullmatch(r"[0-9a-f]{64}", source["sha256"]), name
                for url in [source["url"], *source.get("mirror-urls", [])]:
                    assert url.startswith("https://"), url
            elif name == "mvua":
                assert source == {"type": "dir", "path": ".."}
            else:
                assert source["type"] == "shell", name


def check_build():
    """the bundle has the viewer, and no tests"""
    options = modules()["mvua"]["config-opts"]
    assert "-Dviewer=enabled" in options and "-Dtests=false" in options


main(
    check_frame,
    check_permissions,
    check_modules,
    check_no_module_is_idle,
    check_sources,
    check_build,
)
