"""`python bench/predict.py TASK < in.jsonl > out.jsonl`: the real code of one task on a file of cases.

So the same scorer serves development data and data that nobody has tuned on. Each task is a module
`predict_TASK.py` beside this file with `predict(rows) -> rows`, imported only when it is asked for.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
TASKS = ("boilerplate", "duplicates", "stories", "privacy")


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in TASKS:
        print(f"usage: predict.py {{{','.join(TASKS)}}} < in.jsonl > out.jsonl", file=sys.stderr)
        return 2
    sys.path[:0] = [str(HERE), str(HERE.parent / "src")]
    task = import_module(f"predict_{arguments[0]}")
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # text streams of CPython can
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    rows = [json.loads(line) for line in sys.stdin if line.strip()]
    for answer in task.predict(rows):
        print(json.dumps(answer, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
