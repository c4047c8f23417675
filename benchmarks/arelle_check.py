"""Arelle's calculation check in a process of its own environment: loads a report once, then a check a line of stdin.

python arelle_check.py INSTANCE
It says a line of JSON when the report is loaded and one after each check. Only the check is timed; loading is told
apart. Arelle's own code and schemas come from its package: nothing is fetched.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version

from arelle import ValidateXbrlCalcs
from arelle.Cntlr import Cntlr

_MODE = ValidateXbrlCalcs.ValidateCalcsMode.ROUND_TO_NEAREST
_INCONSISTENT = "calc11e:inconsistentCalculationUsingRounding"


def main(instance: str) -> None:
    controller = Cntlr(logFileName="logToBuffer", disable_persistent_config=True)
    controller.webCache.workOffline = True
    started = time.perf_counter()
    model = controller.modelManager.load(instance)
    loading = time.perf_counter() - started
    if model is None or model.errors:
        sys.exit(f"Arelle could not load the report: {model and model.errors[:5]}")
    _say({"version": version("arelle-release"), "facts": len(model.facts), "loading": loading})
    for _ in sys.stdin:
        started = time.perf_counter()
        found = list(ValidateXbrlCalcs.validate(model, _MODE))
        seconds = time.perf_counter() - started
        other = sorted({str(item.codes) for item in found if item.codes != _INCONSISTENT})
        pairs = [
            (item.args["concept"].localName, item.args["contextID"]) for item in found if item.codes == _INCONSISTENT
        ]
        _say({"seconds": seconds, "inconsistent": pairs, "other": other})


def _say(words: dict[str, object]) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
