# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""Files of the user interface: what can be judged without a screen.

That GTK can use them is the matter of tests/app/test-ui.c.
"""

import re
import xml.etree.ElementTree as ET

from tap import SOURCE, main, project_files


def check_well_formed():
    """every file is well-formed XML with unique ids"""
    for name in project_files("ui/**/*.ui", "ui/**/*.xml"):
        root = ET.parse(SOURCE / name).getroot()
        ids = [node.get("id") for node in root.iter() if node.get("id")]
        assert len(ids) == len(set(ids)), name
        assert root.tag == ("interface" if name.endswith(".ui") else "gresources"), name


def check_stems():
    """every ui file has the stem of a file of src/app, and its template the name of its class"""
    for name in project_files("ui/**/*.ui"):
        stem = name.rsplit("/", 1)[1][: -len(".ui")]
        if stem.endswith("help-overlay"):
            continue  # GtkApplication itself loads gtk/help-overlay.ui
        assert (SOURCE / f"src/app/{stem}.c").is_file(), f"src/app/{stem}.c"
        template = ET.parse(SOURCE / name).getroot().find("template")
        if template is not None:
            wanted = "".join(word.capitalize() for word in stem.split("-"))
            assert template.get("class") == wanted, f"{name}: {template.get('class')}"


def check_resources():
    """every file of ui/ is in mvua.gresource.xml, and every icon of data/"""
    files = list(ET.parse(SOURCE / "ui/mvua.gresource.xml").getroot().iter("file"))
    listed = sorted(f"ui/{node.text}" for node in files if not node.get("alias"))
    there = project_files("ui/**/*.ui", "ui/**/*.css", "ui/**/*.svg")
    assert listed == there, set(listed) ^ set(there)
    icons = sorted(f"data/icons/hicolor/{node.text}" for node in files if node.get("alias"))
    assert icons == project_files("data/icons/hicolor/**/*.svg"), icons
    for node in files:
        assert node.get("alias") in (None, f"icons/{node.text}"), node.text


def check_handlers():
    """every handler and child of a template is bound in its class"""
    for name in project_files("ui/**/*.ui"):
        template = ET.parse(SOURCE / name).getroot().find("template")
        if template is None:
            continue
        source = "src/app/" + re.sub(r".*/|\.ui$", "", name) + ".c"
        text = (SOURCE / source).read_text(encoding="utf-8")
        for signal in template.iter("signal"):
            assert signal.get("handler") in text, f"{name}: {signal.get('handler')}"


main(check_well_formed, check_stems, check_resources, check_handlers)
