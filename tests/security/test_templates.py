"""A template of the workspace can neither leave its sandbox nor put anything live into a document."""

from __future__ import annotations

import re

import pytest

from compiler import pipeline
from tests.workspace import MERIDIAN, checked, errors, files_of

CLIENT = "kestrel-media"


def rendered(template: str, form: str = "md") -> tuple[bytes | None, str]:
    found = checked({**files_of(MERIDIAN), "templates/en/sla/preamble.md": template.encode()}, "2026-03-01")
    assert errors(found) == []
    made, wrong = pipeline.render(found.shared(), pipeline.compile_client(found, CLIENT), ("sla",), (form,), "en")
    return made.get(("sla", form)), " ".join(one.message for one in wrong)


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''|attr('__class__') }}",
        "{{ [''|string]|map('attr', '__class__')|first }}",
        "{{ '{0.__class__}'.format('') }}",
        "{{ ('{0.__class__}'|attr('format'))('') }}",
        "{{ '{x.__class__}'.format_map({'x': 1}) }}",
        "{{ word.__call__.__globals__ }}",
        "{{ find.__globals__ }}",
        "{{ hours.__self__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__ }}",
        "{% set bundle.client.name = 'x' %}",
        "{{ bundle.client.update({'name': 'x'}) }}",
        "{% include '../../../etc/passwd' %}",
        "{% include '/etc/passwd' %}",
        "{% include 'en/../../../pyproject.md' %}",
        "{% import 'en/words.json' as words %}",
        "{{ 'x'|safe }}",
        "{{ ('a' * 100000000000)|length }}",
        "{{ 'a'|center(100000000000) }}",
        "{{ '%100000000000d'|format(1) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% include 'en/sla/preamble.md' %}",
    ],
)
def test_refused_with_its_line(template: str) -> None:
    made, told = rendered(template)
    assert made is None
    assert "en/sla/preamble.md:1" in told


LIVE = """<script>alert(1)</script> <img src=x onerror=alert(1)>

[a](javascript:alert(1)) [b](vbscript:x) [c](data:text/html,x) [d](file:///etc/passwd) ![e](http://localhost/x.png)

<iframe src="https://example.com"></iframe>

#read("/etc/passwd") `#panic()`

```{=typst}
#read("/etc/passwd")
```

```{=openxml}
<w:p/>
```
"""


def test_nothing_live_gets_into_a_page() -> None:
    page, told = rendered(LIVE, "html")
    assert told == ""
    assert page is not None
    text = page.decode()
    assert re.findall(r"<(?:script|iframe|img)\b", text) == []
    assert [link for link in re.findall(r'href="([^"]*)"', text) if not link.startswith(("#", "mailto:", "https:"))] == []


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_nothing_of_it_is_read_as_code(form: str) -> None:
    made, told = rendered(LIVE, form)
    assert (made is not None, told) == (True, "")


def test_words_nested_or_counted_without_end() -> None:
    files = files_of(MERIDIAN)
    for words in ('{"a":' + "[" * 100_000, '{"a":' + "9" * 100_000 + "}"):
        found = checked({**files, "templates/en/words.json": words.encode()}, "2026-03-01")
        made, wrong = pipeline.render(found.shared(), pipeline.compile_client(found, CLIENT), ("sla",), ("md",), "en")
        assert made == {}
        assert "en/words.json" in wrong[0].message
