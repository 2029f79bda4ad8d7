"""Reading a workspace: files to documents with positions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compiler import codes
from compiler.diagnostic import Diagnostic
from compiler.load.reader import not_utf8, read
from compiler.load.waivers import waivers as waivers_of
from compiler.source import Document, Origin
from compiler.waiver import Waiver

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_VERSION = r"[0-9]+(?:\.[0-9]+)*"
_PLACES = (
    ("provider", re.compile(r"provider/(provider)\.yaml"), None, "", ""),
    (
        "sla",
        re.compile(r"provider/sla/([^/]+)/sla\.yaml"),
        re.compile(_VERSION),
        "the version of an SLA",
        "a version, such as 2.5",
    ),
    (
        "monitoring",
        re.compile(r"provider/monitoring/([^/]+)\.yaml"),
        re.compile(_ID),
        "the name of a monitoring template",
        "small letters, digits and single hyphens",
    ),
    (
        "contract",
        re.compile(r"clients/([^/]+)/contract\.yaml"),
        re.compile(_ID),
        "the short name of a client",
        "small letters, digits and single hyphens",
    ),
    (
        "dap",
        re.compile(r"clients/([^/]+)/dap\.yaml"),
        re.compile(_ID),
        "the short name of a client",
        "small letters, digits and single hyphens",
    ),
)
_LOGO = re.compile(r"provider/[a-z0-9]+(?:-[a-z0-9]+)*\.(?:svg|png)")
_TEMPLATE = re.compile(r"templates/([a-z]{2}/(?:[a-z0-9-]+/)*[a-z0-9-]+\.(?:md|json))")


@dataclass(frozen=True)
class Loaded:
    """The documents of a workspace, by kind and name, the texts of its templates, the bytes of all files, and the waivers."""

    documents: Mapping[str, Mapping[str, Document]]
    templates: Mapping[str, str]
    files: Mapping[str, bytes]
    waivers: Sequence[Waiver]


def load(files: Mapping[str, bytes]) -> tuple[Loaded, list[Diagnostic]]:
    """The documents that a workspace's files hold. Place and file name decide what a file is."""
    documents: dict[str, dict[str, Document]] = {kind: {} for kind, *_ in _PLACES}
    templates: dict[str, str] = {}
    waivers: list[Waiver] = []
    findings: list[Diagnostic] = []
    for file in sorted(files):
        if place := _TEMPLATE.fullmatch(file):
            try:
                templates[place[1]] = files[file].decode("utf-8-sig")
            except UnicodeDecodeError as error:
                findings.append(not_utf8(file, error))
            continue
        for kind, pattern, naming, what, expected in _PLACES:
            if place := pattern.fullmatch(file):
                name = place[1]
                if naming and not naming.fullmatch(name):
                    findings.append(codes.BAD_FOLDER_NAME.at(Origin(file), name=name, what=what, expected=expected))
                    break
                document, found = read(files[file], kind, name, file)
                findings += found
                if document is not None:
                    documents[kind][name] = document
                    written, found = waivers_of(files[file].decode("utf-8-sig"), file)
                    waivers += written
                    findings += found
                break
        else:
            if not file.endswith("/README.md") and not _LOGO.fullmatch(file):
                findings.append(codes.MISPLACED_FILE.at(Origin(file), mend=_mend(file)))
    if "provider/provider.yaml" not in files:
        findings.append(codes.NO_PROVIDER.at(Origin("provider/provider.yaml")))
    return Loaded(documents, templates, files, tuple(waivers)), findings


def misnamed(client: str) -> Diagnostic | None:
    """The finding for a name that a client's folder can't have."""
    _, _, naming, what, expected = next(place for place in _PLACES if place[0] == "contract")
    if naming is None or naming.fullmatch(client):
        return None
    return codes.BAD_FOLDER_NAME.at(Origin(f"clients/{client}"), name=client, what=what, expected=expected)


def _mend(file: str) -> str:
    folder, _, name = file.rpartition("/")
    if name.endswith(".yml"):
        return f"Rename it to {name[:-4]}.yaml."
    if re.fullmatch(r"clients/[^/]+", folder):
        return "A client's folder holds contract.yaml and dap.yaml; rename it, or move it out."
    if folder == "clients":
        return "Give the client a folder of its own, with contract.yaml in it."
    if folder.startswith("provider/sla"):
        return "An SLA stands in provider/sla/<version>/sla.yaml; rename it, or move it out."
    if folder.startswith("templates"):
        return "A template stands in templates/<language>/… and ends in .md; rename it, or move it out."
    holds = "provider/provider.yaml, provider/sla/<version>/sla.yaml, provider/monitoring/<name>.yaml, and client folders"
    return f"The workspace holds {holds}; rename it, or move it out."
