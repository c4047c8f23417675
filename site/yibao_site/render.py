"""Pages from templates: everything escaped, links relative, nothing asked of a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ingest.check_words import hint_words
from yibao_site import figures, paths
from yibao_site.figures import Figures
from yibao_site.warehouse import HERE, Word, Words


class Renderer:
    """Writes pages below a folder; templates see the words, figures and paths of a warehouse."""

    def __init__(self, folder: Path, words: Words, stamp: dict[str, Any]) -> None:
        self.folder = folder
        self.figures = Figures(words)
        self._words = words
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            word=self.word,
            both=self.both,
            amount=self.figures.amount,
            stated=self.figures.stated,
            sign=self.figures.sign,
            difference=self.figures.difference,
            digits=figures.digits,
            precise=figures.precise,
            share=figures.share,
            hint_words=hint_words,
            paths=paths,
            stamp=stamp,
        )

    def word(self, kind: str, code: str | None) -> Word:
        """A code's names; a code that no table knows stands for itself."""
        return self._words.get((kind, code or ""), Word(code or "", ""))

    def both(self, kind: str, code: str | None) -> Markup:
        """A code's Chinese name with the English one beside it."""
        word = self.word(kind, code)
        if not word.en or word.en == word.zh:
            return Markup("{}").format(word.zh)
        return Markup('{} <small lang="en">{}</small>').format(word.zh, word.en)

    def page(self, path: str, template: str, **values: Any) -> None:
        """Write a page; `root` in its template leads back to the site's folder."""
        self.write(path, self.text(template, root="../" * path.count("/"), path=path, **values))

    def text(self, template: str, **values: Any) -> str:
        """A template filled in."""
        return self._environment.get_template(template).render(**values)

    def write(self, path: str, text: str) -> None:
        """Write a file of the site."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
