"""A document as HTML: real headings, lists and tables; everything people wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from service.document.model import (
    Bar,
    Bars,
    Block,
    Bold,
    Bullets,
    Document,
    Heading,
    Link,
    Note,
    Paragraph,
    Quote,
    Run,
    Table,
    Words,
    runs_of,
)

Styles = Mapping[str, str]

SERIF = "Charter,'Iowan Old Style',Georgia,serif"
MAIL_STYLES: Styles = {
    "h1": "font-size:28px;line-height:1.2;margin:0 0 24px",
    "h2": "font-size:20px;line-height:1.3;margin:32px 0 8px",
    "h3": "font-size:17px;line-height:1.3;margin:24px 0 8px",
    "p": "margin:0 0 12px",
    "ul": "margin:0 0 12px;padding-left:22px",
    "li": "margin:0 0 8px",
    "a": "color:#16181d",
    "figure": "margin:20px 0;padding-left:16px;border-left:3px solid #d8d8d2",
    "blockquote": f"margin:0 0 4px;font-family:{SERIF};font-size:18px",
    "figcaption": "font-size:14px;color:#4a4e57",
    "table": "border-collapse:collapse;width:100%;margin:0 0 16px",
    "caption": "text-align:left;font-size:14px;color:#4a4e57;padding:0 0 8px",
    "th": "text-align:left;vertical-align:top;padding:6px 16px 6px 0;"
    "border-bottom:1px solid #d8d8d2",
    "td": "vertical-align:top;padding:6px 16px 6px 0;border-bottom:1px solid #d8d8d2",
    "div": "background:#4a4e57;color:#ffffff;padding:5px 10px;box-sizing:border-box;"
    "white-space:nowrap",
    "aside": "margin:20px 0;padding:12px 16px;background:#f4f4f0;font-size:14px",
}
"""Programs for mail drop style sheets, so there each element carries its own."""

BODY = (
    "margin:0;padding:24px 16px;background:#ffffff;color:#16181d;"
    "font:16px/1.55 -apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif"
)
WIDTHS = {1: "34%", 2: "67%", 3: "100%"}


def as_html(document: Document, *, inline: bool = False) -> str:
    """The fragment that holds it; with `inline`, each element carries its own style."""
    page = _Page(MAIL_STYLES if inline else {})
    blocks = [page.block(block) for block in document.blocks]
    return "\n".join([page.element("h1", escape(document.title)), *blocks])


def as_mail(document: Document) -> str:
    """A whole page for a letter. It loads nothing from anywhere, so it tells on nobody."""
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n</head>\n"
        f'<body style="{BODY}">\n<main style="max-width:608px;margin:0 auto">\n'
        f"{as_html(document, inline=True)}\n</main>\n</body>\n</html>\n"
    )


class _Page:
    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def element(self, tag: str, inner: str, **attributes: str) -> str:
        """One element around what is safe already. Its direction is that of its words."""
        style = ";".join(filter(None, (self._styles.get(tag), attributes.pop("style", None))))
        given = {"dir": "auto", **({"style": style} if style else {}), **attributes}
        said = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
        return f"<{tag}{said}>{inner}</{tag}>"

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Heading(text, level):
                return self.element(f"h{level}", escape(text))
            case Paragraph(words):
                return self.element("p", self._words(words))
            case Bullets(items):
                inner = "\n".join(self.element("li", self._words(item)) for item in items)
                return self.element("ul", f"\n{inner}\n")
            case Quote(text, credit):
                words = self.element("blockquote", f"“{_lines(text)}”")
                return self.element("figure", words + self.element("figcaption", escape(credit)))
            case Table():
                return self._table(block)
            case Bars(rows, caption):
                return self._rows(caption, "", (self._bar(row) for row in rows))
            case Note(words):
                return self.element("aside", self._words(words))

    def _table(self, table: Table) -> str:
        head = "".join(self.element("th", escape(name), scope="col") for name in table.head)
        rows = (
            self._named(first, "".join(self.element("td", self._words(one)) for one in others))
            for first, *others in table.rows
        )
        return self._rows(table.caption, head and f"<thead><tr>{head}</tr></thead>\n", rows)

    def _rows(self, caption: str, head: str, rows: Iterable[str]) -> str:
        said = self.element("caption", escape(caption)) + "\n" if caption else ""
        body = "\n".join(f"<tr>{row}</tr>" for row in rows)
        return self.element("table", f"\n{said}{head}<tbody>\n{body}\n</tbody>\n")

    def _bar(self, bar: Bar) -> str:
        """Its length is a class, for pages allow no inline styles; letters have nothing else."""
        style = {"style": f"width:{WIDTHS[bar.length]}"} if self._styles else {}
        room = {"style": "width:60%"} if self._styles else {}
        drawn = self.element("div", escape(bar.words), **{"class": f"bar-{bar.length}"}, **style)
        return self._named(bar.label, self.element("td", drawn, **{"class": "bar"}, **room))

    def _named(self, name: Words, cells: str) -> str:
        return self.element("th", self._words(name), scope="row") + cells

    def _words(self, words: Words) -> str:
        return "".join(self._run(run) for run in runs_of(words))

    def _run(self, run: Run) -> str:
        match run:
            case Link(text, url):
                return self.element("a", escape(text), href=url)
            case Bold(text):
                return f"<b>{escape(text)}</b>"
            case text:
                return _lines(text)


def _lines(text: str) -> str:
    return "<br>\n".join(escape(line) for line in text.splitlines())
