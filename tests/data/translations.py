# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
"""Every text can be translated, and is."""

import ast
import re
import tempfile
from pathlib import Path

from tap import SOURCE, main, project_files, run

PO = SOURCE / "po"

# What xgettext looks for in C, as the preset "glib" of meson has it.
KEYWORDS = """_ N_ C_:1c,2 NC_:1c,2 g_dcgettext:2 g_dngettext:2,3 g_dpgettext2:2c,3
  gettext dgettext:2 ngettext:1,2 dngettext:2,3 pgettext:1c,2""".split()
CALL = re.compile(r"\b(%s)\s*\(\s*\"" % "|".join(word.split(":")[0] for word in KEYWORDS))
TWO_ARGUMENTS = re.compile(r"\b(g_dcgettext|g_dngettext|g_dpgettext2|dgettext|dngettext)\s*\(")


def listed(name):
    lines = (PO / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def has_texts(name):
    text = (SOURCE / name).read_text(encoding="utf-8")
    if name.endswith(".ui"):
        return 'translatable="yes"' in text
    text = re.sub(r"/\*.*?\*/|^\s*#\s*define[^\n]*", "", text, flags=re.DOTALL | re.MULTILINE)
    return bool(CALL.search(text) or TWO_ARGUMENTS.search(text))


def check_potfiles():
    """POTFILES.in lists every file with texts to translate, and nothing else"""
    files = project_files("src/**/*.[ch]", "ui/**/*.ui")
    expected = {name for name in files if has_texts(name)}
    expected |= set(project_files("data/*.desktop.in", "data/*.metainfo.xml.in", "data/*.mime.xml.in"))
    names = listed("POTFILES.in")
    assert len(names) == len(set(names)), "a file is listed twice"
    assert names == sorted(names), "not in order"
    assert set(names) == expected, f"lacks {expected - set(names)}, should not have {set(names) - expected}"


def untranslated():
    """The messages that may stay in English, as strings of C, one a line."""
    path = SOURCE / "tests/data/untranslated.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return {ast.literal_eval(line) for line in lines if line and not line.startswith("#")}


def template(folder):
    """Texts of the sources as they are now."""
    pot = Path(folder) / "mvua.pot"
    keywords = [f"--keyword={word}" for word in KEYWORDS]
    flags = ["--flag=g_dngettext:2:pass-c-format", "--flag=ngettext:1:pass-c-format"]
    run(
        "xgettext",
        *("--from-code=UTF-8", "--add-comments", "--package-name=mvua", f"--output={pot}"),
        *("--files-from=po/POTFILES.in", "--directory=."),
        *(keywords + flags),
        cwd=SOURCE,
    )
    return pot


def messages(po, *choice):
    """The messages of a catalogue as they are chosen: [(msgid, msgid_plural or None)]."""
    text = run("msgattrib", "--no-wrap", "--no-location", *choice, po)
    found = []
    for block in text.split("\n\n"):
        message = re.search(r'^msgid ("(?:[^"\\]|\\.)*"(?:\n".*")*)', block, re.MULTILINE)
        if message:
            found.append("".join(map(ast.literal_eval, message.group(1).split("\n"))))
    return [message for message in found if message]


def check_catalogues():
    """every catalogue has every message, and none is fuzzy"""
    may_lack = untranslated()
    with tempfile.TemporaryDirectory() as folder:
        pot = template(folder)
        known = set(messages(pot))
        assert may_lack <= known, f"untranslated.txt: no such message: {may_lack - known}"
        for language in listed("LINGUAS"):
            merged = Path(folder) / f"{language}.po"
            run("msgmerge", "-q", "--no-fuzzy-matching", "-o", merged, PO / f"{language}.po", pot)
            lacks = set(messages(merged, "--untranslated")) - may_lack
            fuzzy = messages(PO / f"{language}.po", "--only-fuzzy", "--no-obsolete")
            assert not lacks, f"{language}.po lacks {len(lacks)}: " + "; ".join(sorted(lacks)[:20])
            assert not fuzzy, f"{language}.po is unsure of: {fuzzy}"


def check_formats():
    """every catalogue has the placeholders of its messages, and a sound header"""
    for language in listed("LINGUAS"):
        run("msgfmt", "--check", "--check-format", "-o", "/dev/null", PO / f"{language}.po")


def check_headers():
    """every catalogue says that nobody has reviewed it yet"""
    catalogues = project_files("po/*.po")
    assert catalogues == [f"po/{language}.po" for language in sorted(listed("LINGUAS"))]
    for name in catalogues:
        text = (SOURCE / name).read_text(encoding="utf-8")
        assert "UNREVIEWED: machine-made draft, not yet read by a native speaker" in text, name
        assert '"X-Review: unreviewed' in text, name
        assert f'"Language: {Path(name).stem}\\n"' in text, name


def check_ui_texts():
    """in ui files, what people read is translatable"""
    readable = r"(?:label|title|subtitle|tooltip-text|placeholder-text|description|text|child-label)"
    marked = re.compile(rf'<property name="{readable}"([^>]*)>([^<]*[A-Za-z][^<]*)<')
    for name in project_files("ui/**/*.ui"):
        text = (SOURCE / name).read_text(encoding="utf-8")
        for attributes, words in marked.findall(text):
            assert re.search(r'translatable="(yes|no)"', attributes), f"{name}: {words}"


main(check_potfiles, check_catalogues, check_formats, check_headers, check_ui_texts)
