"""diff, impact and timeline as commands, with revisions in a real git repository."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compiler.cli import cli
from compiler.cli.revision import RevisionError, files_at
from compiler.pipeline import READ
from tests.workspace import BASE, EXAMPLE, files_of

AS_OF = "2026-03-01"
IDENTITY = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *IDENTITY, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose folder ``work`` is a workspace, with one revision: ``first``."""
    shutil.copytree(BASE, tmp_path / "work")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "tag", "first")
    return tmp_path / "work"


def edit(workspace: Path, file: str, old: str, new: str) -> None:
    text = (workspace / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (workspace / file).write_text(text.replace(old, new), encoding="utf-8")


def run(workspace: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-w", str(workspace), *arguments])


CONTRACT = "clients/acme/contract.yaml"


def test_a_revision_is_what_was_committed(repository: Path) -> None:
    edit(repository, CONTRACT, "hourly: 110.00", "hourly: 120.00")
    assert files_at(repository, "first", READ) == files_of(BASE)


def test_a_link_of_a_revision_is_followed_within_the_workspace(repository: Path) -> None:
    target = repository / "clients" / "acme" / "dap.yaml"
    content = target.read_bytes()
    target.rename(repository / "clients" / "shared.yaml")
    target.symlink_to("../shared.yaml")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "second")
    assert files_at(repository, "HEAD", READ)["clients/acme/dap.yaml"] == content


def test_no_such_revision(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(RevisionError, match="no revision 'nope'"):
        files_at(repository, "nope", READ)
    with pytest.raises(RevisionError, match="no revision '--help'"):
        files_at(repository, "--help", READ)
    elsewhere = tmp_path_factory.mktemp("plain")
    with pytest.raises(RevisionError, match="isn't in a git repository"):
        files_at(elsewhere, "HEAD", READ)


def test_a_link_that_leads_nowhere_and_a_chain_of_links(repository: Path) -> None:
    dap = repository / "clients" / "acme" / "dap.yaml"
    content = dap.read_bytes()
    (repository / "shared").mkdir()
    dap.rename(repository / "shared" / "dap.yaml")
    (repository / "shared" / "again.yaml").symlink_to("dap.yaml")
    dap.symlink_to("../../shared/again.yaml")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "chain")
    assert files_at(repository, "HEAD", READ)["clients/acme/dap.yaml"] == content
    (repository / "shared" / "dap.yaml").unlink()
    git(repository, "commit", "-qam", "broken")
    with pytest.raises(RevisionError, match="leads to no file"):
        files_at(repository, "HEAD", READ)


def test_a_hook_of_git_does_not_mislead(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "nowhere")
    assert files_at(repository, "first", READ) == files_of(BASE)


def test_other_words_are_a_change_nobody_can_judge(repository: Path) -> None:
    file = repository / "templates" / "en" / "sla" / "coverage.md"
    file.parent.mkdir(parents=True)
    file.write_text("All is free.", encoding="utf-8")
    found = run(repository, "diff", "acme", "--from", "first", "--as-of", AS_OF, "--exit-code")
    assert found.exit_code == 1
    assert "? Words of templates/en/sla/coverage.md: one text, new (unclear) · 2.1" in found.stdout


def test_an_sla_that_was_signed_before_may_not_change_with_its_contracts(repository: Path) -> None:
    edit(repository, "provider/sla/1.1/sla.yaml", "within: PT1H", "within: PT8H")
    for client in ("acme", "solo"):
        text = (repository / "clients" / client / "contract.yaml").read_text(encoding="utf-8")
        text = re.sub(r"\nsigned:\n(  .*\n)+", "\n", text.replace("status: signed", "status: draft"))
        (repository / "clients" / client / "contract.yaml").write_text(text, encoding="utf-8")
    found = run(repository, "impact", "--as-of", AS_OF)
    assert (found.exit_code, "AK510" in found.stdout) == (1, True), found.output


def test_a_broken_contract_is_no_fault_of_the_program(repository: Path) -> None:
    with (repository / "clients" / "solo" / "contract.yaml").open("a", encoding="utf-8") as file:
        file.write("amendments: [1]\n")
    assert run(repository, "diff", "acme", "--from", "1.1", "--as-of", AS_OF).exit_code == 0
    assert run(repository, "diff", "solo", "--from", "1.1", "--as-of", AS_OF).exit_code == 2


@pytest.mark.parametrize("date", ["9999-12-31", "0001-01-01", "2026-02-30"])
def test_dates_that_nobody_means(repository: Path, date: str) -> None:
    found = run(repository, "diff", "acme", "--from", date)
    assert (found.exit_code, found.stdout) == (2, "")


def test_a_reason_is_no_line_of_its_own(repository: Path) -> None:
    edit(repository, CONTRACT, "reason: Growth", 'reason: "x\\n2026-07-02  signed by nobody"')
    found = run(repository, "timeline", "acme", "--as-of", AS_OF)
    assert found.exit_code == 0
    assert not [line for line in found.stdout.splitlines() if line.startswith("2026-07-02")]


def test_from_a_revision(repository: Path) -> None:
    edit(repository, CONTRACT, "hourly: 110.00", "hourly: 105.00")
    found = run(repository, "diff", "acme", "--from", "first", "--as-of", AS_OF, "--format", "json")
    assert found.exit_code == 0, found.output
    (client,) = json.loads(found.stdout)["clients"]
    (change,) = client["changes"]
    assert (change["sentence"], change["direction"]) == ("Billing: hourly rate from 110.00 to 105.00", "better")
    assert (change["before"], change["after"]) == ("110.00", "105.00")
    assert change["origins"]["after"]["file"] == CONTRACT
    assert run(repository, "diff", "acme", "--from", "first", "--as-of", AS_OF, "--exit-code").exit_code == 1
    same = run(repository, "diff", "acme", "--from", "first", "--to", "first", "--as-of", AS_OF, "--exit-code")
    assert (same.exit_code, "nothing changes" in same.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("acme", "--from", "nope"), "there is no revision 'nope'"),
        (("nobody", "--from", "first"), "there is no client 'nobody'"),
        (("acme",), "say what it was with --from"),
        (("--from", "first"), "name a client, or --all"),
        (("acme", "--all", "--from", "first"), "name a client, or --all"),
        (("solo", "--from", "first", "--format", "html", "--document", "dap"), "solo has no DAP before the change"),
    ],
)
def test_what_cannot_be_compared_is_never_nothing(repository: Path, arguments: tuple[str, ...], told: str) -> None:
    found = run(repository, "diff", *arguments, "--as-of", AS_OF)
    assert (found.exit_code, found.stdout) == (2, "")
    assert told in found.stderr


def test_a_state_with_errors_cannot_be_compared(repository: Path) -> None:
    edit(repository, CONTRACT, "type: gold", "type: tin")
    git(repository, "commit", "-qam", "broken")
    edit(repository, CONTRACT, "type: tin", "type: gold")
    found = run(repository, "diff", "acme", "--from", "HEAD", "--as-of", AS_OF)
    assert (found.exit_code, found.stdout) == (2, "")
    assert f"acme can't be compared: it has errors before the change: {CONTRACT}:" in found.stderr
    assert run(repository, "diff", "solo", "--from", "HEAD", "--as-of", AS_OF).exit_code == 0


def test_clients_that_come_and_go(repository: Path) -> None:
    shutil.copytree(repository / "clients" / "solo", repository / "clients" / "duo")
    shutil.rmtree(repository / "clients" / "solo")
    found = run(repository, "diff", "--all", "--from", "first", "--as-of", AS_OF)
    assert found.exit_code == 0, found.output
    assert "solo\n  = Contract: no longer (neutral)" in found.stdout
    assert "duo\n  = Contract: new (neutral)" in found.stdout


def test_impact_groups_clients_by_the_change(repository: Path) -> None:
    nothing = run(repository, "impact", "--as-of", AS_OF)
    assert (nothing.exit_code, "nothing changes for any client" in nothing.stdout) == (0, True)
    edit(repository, "provider/sla/1.1/sla.yaml", "within: PT1H", "within: PT2H")
    found = run(repository, "impact", "--as-of", AS_OF, "--format", "json")
    assert found.exit_code == 1
    data = json.loads(found.stdout)
    assert [(one["code"], one["file"]) for one in data["findings"]] == [("AK510", "provider/sla/1.1/sla.yaml")]
    (change,) = [one for one in data["changes"] if one["field"] == "tickets.targets.within"]
    assert (change["clients"], change["direction"]) == (["acme", "solo"], "worse")


def test_an_sla_that_nobody_signed_may_change(repository: Path) -> None:
    for client in ("acme", "solo"):
        text = (repository / "clients" / client / "contract.yaml").read_text(encoding="utf-8")
        text = re.sub(r"\nsigned:\n(  .*\n)+", "\n", text.replace("status: signed", "status: draft"))
        (repository / "clients" / client / "contract.yaml").write_text(text, encoding="utf-8")
    git(repository, "commit", "-qam", "drafts")
    edit(repository, "provider/sla/1.1/sla.yaml", "within: PT1H", "within: PT2H")
    found = run(repository, "impact", "--as-of", AS_OF)
    assert (found.exit_code, "AK510" in found.stdout) == (0, False), found.output


def test_timeline_of_a_client(repository: Path) -> None:
    found = run(repository, "timeline", "acme", "--as-of", AS_OF, "--format", "json")
    days = [(one["date"], one["kind"]) for one in json.loads(found.stdout)]
    # Three months before 31 December 2028 is the last day on which notice can be given.
    assert days == [
        ("2025-12-10", "signed"),
        ("2026-01-01", "start"),
        ("2026-07-01", "amendment"),
        ("2028-09-30", "notice"),
        ("2028-12-31", "end"),
        ("2029-01-01", "renewal"),
    ]
    amendment = json.loads(found.stdout)[2]
    assert amendment["what"] == "amendment of the contract: Growth"
    assert [one["sentence"] for one in amendment["changes"]] == ["Server Gold: quantity from 3 to 4"]


def test_timeline_of_all_within_dates(repository: Path) -> None:
    found = run(repository, "timeline", "--all", "--from", "2026-06-01", "--to", "2026-12-31", "--as-of", AS_OF)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[0].startswith(
        "2026-07-01  acme: amendment of the contract: Growth · clients/acme/contract.yaml:"
    )


class _Side(HTMLParser):
    """The text of a redline without one of its marks."""

    def __init__(self, page: str, without: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._without, self._depth = without, 0
        self.feed(page[page.index("<main>") : page.index("</main>")])

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._depth += tag == self._without

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == self._without

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.parts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", "", "".join(self.parts))


@pytest.mark.long
@pytest.mark.parametrize(
    ("client", "since", "until"),
    [("zorggroep-het-anker", "2025-06-01", "2026-11-24"), ("notariskantoor-de-linde", "2026-03-01", "2027-11-24")],
)
def test_a_redline_holds_both_documents(client: str, since: str, until: str, tmp_path: Path) -> None:
    """Without what came it is the old document, and without what went the new one."""

    def page(*arguments: str) -> str:
        file = tmp_path / "page.html"
        found = run(EXAMPLE, *arguments, "-o", str(file))
        assert found.exit_code == 0, found.output
        return file.read_text(encoding="utf-8")

    marked = page("diff", client, "--from", since, "--to", until, "--format", "html")
    assert marked.count("<ins>") > 3
    for date, mark in ((since, "ins"), (until, "del")):
        whole = page("render", client, "--as-of", date, "--format", "html")
        assert _Side(marked, mark).text == _Side(whole, "none").text
