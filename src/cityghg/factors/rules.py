"""The rules that `cityghg factors check` knows, with their stable numbers and what they are for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cityghg.base.labels import Language, label, label_file
from cityghg.base.problems import Severity

_PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Rule:
    """A rule: its number, such as F101, the code of the problem it reports, and how severe that is."""

    number: str
    code: str
    severity: Severity

    def finding(self, language: Language) -> str:
        """Return what it reports, with … for what fills the sentence."""
        return self._sentence(language, 0)

    def remedy(self, language: Language) -> str:
        """Return what to do about it."""
        return self._sentence(language, 1)

    def why(self, language: Language) -> str:
        """Return what the rule protects from, with an example and how to mend it."""
        return label("factor_rules", self.code, language)

    def _sentence(self, language: Language, which: int) -> str:
        return _PLACEHOLDER.sub("…", label_file("problems")[self.code][language][which])


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return every rule in the order of the numbers."""
    numbered = ((code, entry) for code, entry in label_file("problems").items() if "number" in entry)
    rules = (Rule(entry["number"], code, Severity(entry["severity"])) for code, entry in numbered)
    return tuple(sorted(rules, key=lambda rule: rule.number))


def find_rule(number: str) -> Rule | None:
    """Return a rule by its number or by the code of its problem."""
    wanted = number.strip()
    return next((r for r in load_rules() if wanted.upper() == r.number or wanted.lower() == r.code), None)
