"""Files made, and put in their places when all are whole: the old site stands until then."""

from __future__ import annotations

import errno
import os
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateError

from wirecopy.build.bundle import NOT_PACKED, Bundle, Packed
from wirecopy.build.file import Made, Planned
from wirecopy.build.pool import spread
from wirecopy.build.stamp import digest_of
from wirecopy.errors import WirecopyError
from wirecopy.pages import Page, render

STAGE = ".wirecopy-new"  # in output/, so that moving a file to its place is one rename
Watch = Callable[[int, int], None]  # files made so far, of how many
Kept = Callable[[int], bytes | None]
Before = Callable[[int], Made | None]
MOST_HOLES = 5  # pages a build may leave out; above that and a twentieth of all, the fault is no article's
PACK = 48  # files that one process makes in a row: the three formats of a feed are made of the same items
_ANEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
WORTH_FORKING = 400  # files, about 0.6 s of work


def make(env: Environment, planned: Planned, before: Callable[[], Made | None]) -> Made:
    """The file's bytes, where it knows how out of those that stood there `before`."""
    if isinstance(planned, Page):
        return Made(render(env, planned))
    return planned.again(before()) if planned.again else Made(planned.make())


class Staged(NamedTuple):
    """One file in the stage, or why it is not there."""

    digest: bytes  # of its bytes
    broken: str = ""  # what was raised while it was made
    note: bytes = b""  # `Made.note`
    packed: Packed = NOT_PACKED  # for the shelf


def stage(
    env: Environment,
    files: Sequence[Planned],
    output: Path,
    jobs: int,
    watch: Watch | None = None,
    kept: Kept | None = None,
    before: Before = lambda number: None,
    bundles: Sequence[Bundle] = (),
) -> list[Staged]:
    """Makes every file into the stage, in order. Nothing that readers see is touched.

    A page that cannot be made is left out, unless the fault is a template's, the disk's, or many pages': then
    it is raised, as an old site is better than one with holes.

    `kept` gives the bytes of a file, by its place in the order, where they are known without making it, `before` what
    stood there until now.
    `watch` is told how many of all are made, by the process that has the first of them: the others keep pace.
    `bundles`, one for each process, take the files for the shelf.
    """
    folder = output / STAGE
    unstage(output)
    folder.mkdir(parents=True)
    try:
        if jobs < 2 or len(files) < WORTH_FORKING:
            return _checked(_stage(env, files, folder, range(len(files)), watch, kept, before, *bundles[:1]))
        jobs = min(jobs, len(files) // PACK)
        for name in dict.fromkeys(one.template for one in files if isinstance(one, Page)):
            env.get_template(name)  # compiled once, not by each process
        numbers = [[n for n in range(len(files)) if n // PACK % jobs == part] for part in range(jobs)]
        tasks: list[Callable[[], list[Staged]]] = [
            partial(
                _stage,
                env,
                files,
                folder,
                n,
                watch if n[0] == 0 else None,
                kept,
                before,
                *bundles[part : part + 1],
            )
            for part, n in enumerate(numbers)
        ]
        staged = [Staged(b"")] * len(files)
        for own, found in zip(numbers, spread(tasks, list[Staged]), strict=True):
            for number, one in zip(own, found, strict=True):
                staged[number] = one
        return _checked(staged)
    except BaseException:
        unstage(output)
        raise


def _stage(
    env: Environment,
    files: Sequence[Planned],
    folder: Path,
    numbers: Sequence[int],
    watch: Watch | None,
    kept: Kept | None,
    before: Before,
    bundle: Bundle | None = None,
) -> list[Staged]:
    staged = []
    for number in numbers:
        try:
            found = kept(number) if kept else None
            made = Made(found) if found is not None else make(env, files[number], partial(before, number))
        except (TemplateError, OSError, MemoryError):
            raise
        except Exception as error:  # one article's fault must not cost the others their pages
            what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            staged.append(Staged(b"", f"{files[number].file}: {what}"))
            continue
        _write(f"{folder}/{number}", made.data)
        packed = bundle.add(made.data) if bundle else NOT_PACKED
        staged.append(Staged(digest_of(made.data), note=made.note, packed=packed))
        if watch:
            watch(number + 1 if number != numbers[-1] else len(files), len(files))
    if bundle:
        bundle.tie_up()
    return staged


def _write(path: str, data: bytes) -> None:
    """The bytes in a new file. Python's own files ask the system four times more for each of them."""
    file = os.open(path, _ANEW, 0o666)
    try:
        written = os.write(file, data)
        while written < len(data):  # a disk that is nearly full takes a part, then refuses
            written += os.write(file, data[written:])
    finally:
        os.close(file)


def sample(env: Environment, files: Sequence[Planned]) -> bytes:
    """A page of the kind that most are of: what packed pages are compared with."""
    pages = [one for one in files if isinstance(one, Page)]
    commonest = Counter(one.template for one in pages).most_common(1)
    alike = [one for one in pages if one.template == commonest[0][0]]
    try:
        return render(env, alike[len(alike) // 2]) if alike else b""
    except Exception:  # is told when all are made
        return b""


def _checked(staged: list[Staged]) -> list[Staged]:
    broken = [one.broken for one in staged if one.broken]
    if len(broken) > max(MOST_HOLES, len(staged) // 20):
        raise WirecopyError(f"{len(broken)} of {len(staged)} pages cannot be made; the first: {broken[0]}")
    return staged


def publish(files: Sequence[Planned | None], output: Path) -> None:
    """Moves every staged file to its place; None stands where one could not be made.

    Raises OSError before the first is moved when a folder is missing that cannot be made, or takes no files.
    """
    try:
        made = {str(output)}
        for folder in dict.fromkeys(f"{output}/{one.file}".rpartition("/")[0] for one in files if one):
            if not _make_folder(folder, made) and not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)
    except OSError:
        unstage(output)
        raise
    for number, one in enumerate(files):
        if one is not None:
            os.replace(f"{output}/{STAGE}/{number}", f"{output}/{one.file}")
    unstage(output)


def _make_folder(folder: str, made: set[str]) -> bool:
    """True where the folder was not there; `made` are folders that are known to be there."""
    above = folder.rpartition("/")[0]
    if above and above not in made and folder not in made:
        _make_folder(above, made)
    made.add(folder)
    try:
        os.mkdir(folder)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise
        return False
    return True


def unstage(output: Path) -> None:
    """Clears the stage, also what a build that was broken off left there."""
    shutil.rmtree(output / STAGE, ignore_errors=True)
