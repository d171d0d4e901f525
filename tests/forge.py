"""A forge on this machine: runs a site's workflow as GitHub would, with a bare repository as the remote.

    forge = Forge(tmp_path, site)          # `site` is pushed as the first commit
    run = forge.run(now)                   # every job in order, every `run:` step in a real bash
    run.failed, run.log, forge.pages, forge.commits()

Actions of GitHub's own are stood in for by what they do to files: checkout clones, cache and artifacts copy
folders, deploy-pages replaces the published site. Everything else is run as it is written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

BIN = Path(sys.executable).parent
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
TOKEN = "a-token-that-no-feed-may-meet"


class StepError(Exception):
    """A step failed."""


@dataclass
class Run:
    """One run of the workflow."""

    number: int
    now: int
    log: str = ""
    summary: str = ""
    failed: str = ""  # the step that failed: "build: Fetch"
    done: list[str] = field(default_factory=list)  # jobs that ended well


class Forge:
    """The remote, its cache, its artifacts, its Pages."""

    def __init__(self, folder: Path, site: Path):
        self.folder = folder
        self.remote = folder / "remote.git"
        self.pages = folder / "pages"
        self.cache = folder / "cache"
        self.runs = 0
        self.pip = True  # whether pip really runs: it costs a second and says the same every time
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(self.remote), cwd=folder)
        self.git("init", "--quiet", "--initial-branch=main", cwd=site)
        self.git("add", "--all", cwd=site)
        self.git("commit", "--quiet", "--message", "A site", cwd=site)
        self.git("push", "--quiet", f"file://{self.remote}", "HEAD:main", cwd=site)
        self._shims()

    def _shims(self) -> None:
        """Programs that know the simulated time, and a pip that need not look twice."""
        shims = self.folder / "shims"
        shims.mkdir()
        (shims / "date").write_text(
            '#!/bin/sh\n[ "$1" = +%s ] && echo "$SOURCE_DATE_EPOCH" || exec /bin/date "$@"\n'
        )
        pip = '[ "$PIP_IS_DONE" = 1 ] && [ "$2" = pip ] && exit 0\n'
        (shims / "python").write_text(f'#!/bin/sh\n{pip}exec "{sys.executable}" "$@"\n')
        for shim in shims.iterdir():
            shim.chmod(0o755)

    def git(self, *words: str, cwd: Path | None = None, now: int = 1_700_000_000) -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=cwd or self.remote,
            env=self._env(now),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commits(self) -> list[str]:
        """The messages on main, oldest first."""
        return self.git("log", "--format=%s", "--reverse", "main").splitlines()

    def files(self, under: str) -> dict[str, str]:
        """The files of main below a folder, with their text."""
        names = self.git("ls-tree", "-r", "--name-only", "main", under).splitlines()
        return {name: self.git("show", f"main:{name}") for name in names}

    def change(self, edit: Callable[[Path], None], now: int) -> None:
        """The owner's own commit."""
        folder = self.folder / f"owner-{now}"
        self.git("clone", "--quiet", f"file://{self.remote}", str(folder), cwd=self.folder)
        edit(folder)
        self.git("add", "--all", cwd=folder, now=now)
        self.git("commit", "--quiet", "--message", "By hand", cwd=folder, now=now)
        self.git("push", "--quiet", "origin", "HEAD:main", cwd=folder, now=now)

    def _env(self, now: int) -> dict[str, str]:
        who = {"NAME": "somebody", "EMAIL": "somebody@site.example", "DATE": f"{now} +0000"}
        names = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
        return {
            "PATH": f"{self.folder / 'shims'}:{BIN}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "SOURCE_DATE_EPOCH": str(now),
            "PIP_NO_INDEX": "1",
            **names,
        }

    def run(self, now: int, **how: Any) -> Run:
        """One run from beginning to end; see `jobs`."""
        jobs = self.jobs(now, **how)
        while True:
            try:
                next(jobs)
            except StopIteration as end:
                run: Run = end.value
                return run

    def artifact(self, run: int, name: str) -> Path:
        """Where the artifact of a run lies."""
        return self.folder / f"run-{run}" / "artifacts" / name

    def jobs(self, now: int, *, die_after: str = "", only: str = "") -> Iterator[str]:
        """Yields the name of each job before it runs, so that runs can overlap; returns the Run.

        `die_after` is the name of a step after which the machine is lost; `only` the one job to run.
        """
        self.runs += 1
        run = Run(self.runs, now)
        for name, job in self._workflow().items():
            if only and name != only:
                continue
            yield name
            try:
                _Machine(self, run, name, job, die_after).work()
                run.done.append(name)
            except StepError as stopped:
                run.failed = f"{name}: {stopped}"
                return run
        return run

    def _workflow(self) -> dict[str, Any]:
        caller = yaml.safe_load(self.git("show", "main:.github/workflows/rebuild.yml"))
        [job] = caller["jobs"].values()
        called = yaml.safe_load(self.git("show", "main:" + job["uses"].removeprefix("./")))
        allowed = job["permissions"]
        for one in called["jobs"].values():
            for right, level in one["permissions"].items():
                assert level == "read" or allowed[right] == level
        jobs: dict[str, Any] = called["jobs"]
        assert [j.get("needs", "") for j in jobs.values()] == ["", *list(jobs)[:-1]]
        return jobs


class _Machine:
    """A fresh runner for one job."""

    def __init__(self, forge: Forge, run: Run, name: str, job: Mapping[str, Any], die_after: str):
        self.forge, self.run, self.name, self.job, self.die_after = forge, run, name, job, die_after
        self.base = forge.folder / f"run-{run.number}" / name
        self.workspace = self.base / "work"
        self.temp = self.base / "temp"
        self.temp.mkdir(parents=True)
        self.workspace.mkdir()
        self.to_save: list[tuple[Path, str]] = []

    def work(self) -> None:
        self._steps(self.job["steps"], {})
        for path, key in self.to_save:  # the cache is saved when the job has ended well
            copy(path, self.forge.cache / key)

    def _steps(self, steps: list[dict[str, Any]], inputs: Mapping[str, str]) -> None:
        for step in steps:
            told = {k: self._fill(v, inputs) for k, v in step.get("with", {}).items()}
            if "run" in step:
                self._shell(step, inputs)
            elif step["uses"].startswith("./"):
                action = yaml.safe_load((self.workspace / step["uses"] / "action.yml").read_text("utf-8"))
                defaults = {name: one.get("default", "") for name, one in action["inputs"].items()}
                self._steps(action["runs"]["steps"], defaults | told)
            else:
                action, _, sha = step["uses"].partition("@")
                assert re.fullmatch(r"[0-9a-f]{40}", sha)
                getattr(self, "_" + action.removeprefix("actions/").replace("-", "_"))(told)
            if self.die_after and step.get("name") == self.die_after:
                raise StepError(f"the machine was lost after {self.die_after}")

    def _fill(self, value: object, inputs: Mapping[str, str]) -> str:
        known = {
            "runner.temp": str(self.temp),
            "github.run_id": f"{self.run.number:06d}",
            "github.run_attempt": "1",
            "github.token": TOKEN,
            "vars.WEBSUB_HUB": "",
            "steps.deploy.outputs.page_url": "https://pages.invalid/",
            **{f"inputs.{name}": text for name, text in inputs.items()},
        }
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return _EXPRESSION.sub(lambda m: known[m[1]], text)

    def _shell(self, step: Mapping[str, Any], inputs: Mapping[str, str]) -> None:
        assert "${{" not in step["run"], "no expression reaches a shell"
        script = self.base / "step.sh"
        script.write_text(step["run"], "utf-8")
        summary = self.base / "summary.md"
        env = self.forge._env(self.run.now) | {
            "CI": "true",
            "GITHUB_REF_NAME": "main",
            "GITHUB_STEP_SUMMARY": str(summary),
            "RUNNER_TEMP": str(self.temp),
            "PIP_IS_DONE": "" if self.forge.pip else "1",
            **{name: self._fill(value, inputs) for name, value in step.get("env", {}).items()},
        }
        assert self.job["permissions"] != {"contents": "read"} or TOKEN not in env.values()
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if "shell" in step else ["bash", "-e"]
        where = self.workspace / self._fill(step.get("working-directory", "."), inputs)
        done = subprocess.run(
            [*shell, script], cwd=where, env=env, capture_output=True, text=True, check=False
        )
        self.run.log += f"--- {self.name}: {step['name']}\n{done.stdout}{done.stderr}"
        if summary.exists():
            self.run.summary = summary.read_text("utf-8")
        if done.returncode:
            raise StepError(step["name"])

    # --- GitHub's own actions

    def _checkout(self, told: Mapping[str, str]) -> None:
        assert told["persist-credentials"] == "false"
        self.forge.git(
            "clone", "--quiet", "--depth=1", f"file://{self.forge.remote}", str(self.workspace), cwd=self.base
        )

    def _setup_python(self, told: Mapping[str, str]) -> None:
        assert told["python-version"]

    def _cache(self, told: Mapping[str, str]) -> None:
        found = sorted(p for p in self.forge.cache.glob(told["restore-keys"] + "*"))
        if found:
            copy(found[-1], self.workspace / told["path"])
        self.to_save.append((self.workspace / told["path"], told["key"]))

    def _artifact(self, name: str) -> Path:
        return self.forge.artifact(self.run.number, name)

    def _upload_artifact(self, told: Mapping[str, str]) -> None:
        copy(Path(told["path"]), self._artifact(told["name"]))

    def _upload_pages_artifact(self, told: Mapping[str, str]) -> None:
        copy(self.workspace / told["path"], self._artifact("github-pages"))

    def _download_artifact(self, told: Mapping[str, str]) -> None:
        copy(self._artifact(told["name"]), Path(told["path"]))

    def _deploy_pages(self, told: Mapping[str, str]) -> None:
        shutil.rmtree(self.forge.pages, ignore_errors=True)
        copy(self._artifact("github-pages"), self.forge.pages)


def copy(origin: Path, target: Path) -> None:
    """A folder copied; times are not kept, as no artifact or cache can be relied on to."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(origin, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    assert os.path.isdir(target)
