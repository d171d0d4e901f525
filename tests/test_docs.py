"""The documentation is true: what the program has is in it, and what it shows runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from examples.newsroom import serve
from wirecopy.cli.main import Commands
from wirecopy.config import tables
from wirecopy.keep import Rule
from wirecopy.privacy import PrivacySettings
from wirecopy.topics import Topic

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXT = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in PAGES}


def commands() -> Iterator[tuple[str, click.Command]]:
    group = Commands()
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                yield f"{name} {inner}", command.commands[inner]
        else:
            yield name, command


def test_every_command_and_option_is_documented() -> None:
    page = TEXT["docs/commands.md"]
    missing = []
    for name, command in commands():
        if f"wirecopy {name}" not in page:
            missing.append(name)
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                missing += [f"{name} {option}" for option in parameter.opts if f"`{option}" not in page]
    assert not missing


def test_every_option_that_is_documented_exists() -> None:
    known = {
        o for _, command in commands() for p in command.params if isinstance(p, click.Option) for o in p.opts
    }
    shown = set(re.findall(r"`(--[a-z-]+)", TEXT["docs/commands.md"])) - {"--help", "--site"}
    assert shown <= known


def test_every_exit_code_is_documented() -> None:
    from wirecopy import errors, report

    codes = {0, report.SOME_FAILED, report.ALL_FAILED, 130}
    codes |= {
        e.exit_code
        for e in vars(errors).values()
        if isinstance(e, type) and issubclass(e, errors.WirecopyError)
    }
    table = TEXT["docs/commands.md"]
    assert codes == {int(code) for code in re.findall(r"(?m)^\| (\d+) \|", table)}


SETTINGS = {
    "docs/settings.md": (tables.Site, tables.Fetch, tables.Build, tables.Feed),
    "docs/rules.md": (Rule,),
    "docs/topics.md": (Topic,),
    "docs/privacy.md": (PrivacySettings,),
}


@pytest.mark.parametrize(
    ("page", "struct"), [(page, struct) for page, structs in SETTINGS.items() for struct in structs], ids=str
)
def test_every_setting_is_documented(page: str, struct: type[msgspec.Struct]) -> None:
    names = [field.encode_name for field in msgspec.structs.fields(struct)]
    text = TEXT[page]
    shown = r"(?m)^\W*(?:privacy\.)?{}\b"
    assert not [n for n in names if f"`{n}`" not in text and not re.search(shown.format(n), text)]


@pytest.mark.parametrize("struct", SETTINGS["docs/settings.md"])
def test_the_defaults_in_the_tables_are_the_program_s(struct: type[msgspec.Struct]) -> None:
    heading = {
        tables.Site: "[site]",
        tables.Fetch: "[fetch]",
        tables.Build: "[build]",
        tables.Feed: "[[feeds]]",
    }[struct]
    section = TEXT["docs/settings.md"].split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| `(.+?)` \|", section))
    names = {field.encode_name: field.default for field in msgspec.structs.fields(struct)}
    assert set(re.findall(r"(?m)^\| `(\w+)` \|", section)) == set(names)
    for name, shown in rows.items():
        value = names[name]
        written = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else None
        plain = written or (f'"{value}"' if isinstance(value, str) else "[]" if value == () else f"{value:_}")
        assert shown.strip() in (plain, plain.removesuffix(".0")), name


def test_links_between_pages_lead_somewhere() -> None:
    link = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)")
    found = [
        (name, target) for name, text in TEXT.items() for target in link.findall(text) if "://" not in target
    ]
    assert not [f"{n}: {target}" for n, target in found if not (ROOT / n).parent.joinpath(target).exists()]


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), {"README.md"}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        for target in re.findall(r"\]\(([^)#\s]+\.md)", TEXT[name]):
            path = os.path.relpath((ROOT / name).parent / target, ROOT)
            if path in TEXT and path not in reached:
                waiting.add(path)
    assert reached == set(TEXT)


# --- what is shown runs


def console(name: str) -> list[str]:
    blocks = re.findall(r"(?s)```console\n(.*?)```", TEXT[name])
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def shown_pages() -> list[str]:
    return [name for name in TEXT if console(name)]


# What a test cannot do as it stands, and what it does instead.
INSTEAD = {
    "pip install wirecopy": "wirecopy --version",  # this checkout is installed; tests/test_package.py does it for real
    "python3 -m venv news": "true",
    ". news/bin/activate": "true",
    "make serve": "true",  # serving never ends
    "make demo": "true",  # tests/test_seed.py runs it
    "make test": "true",  # this is it
    "make setup-dev": "true",
    "make check": "true",
}


@pytest.mark.parametrize("name", shown_pages())
def test_every_command_that_is_shown_runs(name: str, tmp_path: Path) -> None:
    with serve.serve() as newsroom:
        (tmp_path / "subscriptions.opml").write_text(
            f'<opml version="2.0"><body><outline text="Coast"><outline xmlUrl="{newsroom.url}/shiome.xml"/></outline></body></opml>',
            "utf-8",
        )
        settings = tmp_path / "newsroom.toml"
        settings.write_text(newsroom.settings().replace("timeout_s = 3 ", "timeout_s = 1 "), "utf-8")
        script = ["set -e", "export PELICAN=pelican WIRECOPY=wirecopy"]
        for line in console(name):
            line = line.replace("https://www.eff.org/", f"{newsroom.url}/harbour-ledger.xml")
            line = line.replace("import subscriptions.opml", f"import {tmp_path}/subscriptions.opml")
            script.append(INSTEAD.get(line, line) + (" || [ $? -eq 4 ]" if line == "wirecopy fetch" else ""))
            if line == "cd mysite":  # the invented newsroom is read instead of the world
                script += [f"cp {settings} feeds.toml", f"cp {settings} feeds-new.toml"]
        if not any(line.startswith("wirecopy init") for line in console(name)):
            script[2:2] = ["wirecopy init mysite", "cd mysite", f"cp {settings} feeds.toml"]
        script = [
            line.replace('"words of a title"', '"Kestrel Park wants your face before kick-off"')
            for line in script
        ]
        env = {
            "PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(tmp_path), "SOURCE_DATE_EPOCH": str(serve.NOW),
            **{f"GIT_{who}_{what}": "owner@site.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }  # fmt: skip
        done = subprocess.run(["bash", "-x", "-c", "\n".join(script)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-3000:]


def test_the_files_that_hosting_shows_can_be_read_by_their_programs() -> None:
    import configparser

    text = TEXT["docs/hosting.md"]
    units = re.findall(r"(?s)```ini\n(.*?)```", text)
    assert len(units) == 2
    for unit in units:
        parser = configparser.ConfigParser(strict=True)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(unit)
        assert "Unit" in parser
    [cron] = re.findall(r"(?s)```cron\n(.*?)```", text)
    minute, *rest = cron.split()[:5]
    assert int(minute) == 23
    assert rest == ["*"] * 4
    makefile = (ROOT / "src/wirecopy/start/Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", text)):
        assert f"\n{target}:" in makefile, target


def test_the_documentation_is_a_site_whose_links_all_lead_somewhere(tmp_path: Path) -> None:
    env = os.environ | {"WIRECOPY_DOCS": str(tmp_path / "docs")}
    subprocess.run([sys.executable, ROOT / "docs/site/build.py"], env=env, check=True, capture_output=True)
    output = tmp_path / "docs/output"
    assert len(list(output.rglob("index.html"))) > 20
    command = [BIN / "lychee", "--offline", "--no-progress", "--root-dir", output, output]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
