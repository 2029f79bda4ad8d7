"""The files for what Request Tracker takes only from files."""

from __future__ import annotations

import json
import shlex

from compiler.export import rt
from compiler.export.rt.rights import beside
from tests.export import sample

BUNDLES = [
    sample.bundle("bakery"),
    sample.bundle("open", contacts__restricted=False, contacts__people=[sample.contact("jan", "report", "view-all-tickets")]),
]


def test_what_is_in_them() -> None:
    exported = rt.export(BUNDLES)
    made = beside(exported)
    assert set(made.files) == {"60-sla.pm", "sla.json", "rights.json", "load-rights.pl", "RT/REST2/Resource/Akkoord.pm"}
    assert made.files["sla.json"] == exported.files["sla.json"]
    data, whole = json.loads(made.files["rights.json"]), json.loads(exported.files["initialdata.json"])
    assert data["ACL"] == whole["ACL"]
    assert [(scrip["Description"], scrip["Queue"]) for scrip in data["Scrips"]] == [
        ("On Resolve Notify Ccs [akkoord]", ["bakery", "open"])
    ]


def test_each_right_that_is_given_to_others_than_groups_of_ours_can_be_taken_back() -> None:
    data = json.loads(beside(rt.export(BUNDLES)).files["rights.json"])
    for item in data["ACL"]:
        if item["GroupDomain"] != "UserDefined":
            assert set(item["Right"]) <= set(data["Given"][item["GroupDomain"]][item["GroupType"]]), item


def test_a_version_is_that_of_its_own_file_alone() -> None:
    plain = beside(rt.export(BUNDLES)).versions
    fewer = beside(rt.export(BUNDLES[:1])).versions
    assert plain["levels"] != fewer["levels"]
    assert plain["rights"] != fewer["rights"]
    overlay = beside(rt.with_overlay(BUNDLES)).versions
    assert plain["levels"] != overlay["levels"]
    assert plain["rights"] == overlay["rights"]
    assert set(overlay) - set(plain) == {"overlay"}
    assert overlay["overlay"] == beside(rt.with_overlay(BUNDLES[:1])).versions["overlay"]


def test_the_commands_name_the_files_whatever_the_folder_is_called() -> None:
    copy, insert = beside(rt.export(BUNDLES)).commands("out of the way; rm -rf /")
    folder = "out of the way; rm -rf /"
    settings = ["cp", f"{folder}/60-sla.pm", f"{folder}/sla.json", "/etc/request-tracker5/RT_SiteConfig.d/"]
    assert shlex.split(copy) == [*settings, "&&", "cp", "-r", f"{folder}/RT", "/usr/local/share/request-tracker5/lib/"]
    assert shlex.split(insert) == ["rt-setup-database", "--action", "insert", "--datafile", f"{folder}/load-rights.pl"]
    copy, _ = beside(rt.with_overlay(BUNDLES)).commands("out")
    assert copy.endswith("RT_SiteConfig.d/ && cp -r out/RT /usr/local/share/request-tracker5/lib/")
