"""A corpus as an XBRL report: the same facts, and the same sums as one calculation linkbase."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.made import Corpus, Fact

_NAMES = "urn:yibao:benchmark"
_XBRL = "http://www.xbrl.org/2003"
_SUMMATION = f"{_XBRL}/arcrole/summation-item"


def write_xbrl(corpus: Corpus, folder: Path) -> Path:
    """The instance with its schema and linkbase beside it; a context is a report, a total is a rule."""
    (folder / "made.xsd").write_text("\n".join(_schema(corpus)), encoding="utf-8")
    (folder / "made-cal.xml").write_text("\n".join(_linkbase(corpus)), encoding="utf-8")
    instance = folder / "made.xml"
    instance.write_text("\n".join(_instance(corpus)), encoding="utf-8")
    return instance


def _schema(corpus: Corpus) -> Iterator[str]:
    yield (
        f'<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="{_XBRL}/instance" xmlns:link="{_XBRL}/linkbase"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink" targetNamespace="{_NAMES}" elementFormDefault="qualified">'
        '<annotation><appinfo><link:linkbaseRef xlink:type="simple" xlink:href="made-cal.xml"'
        f' xlink:role="{_XBRL}/role/calculationLinkbaseRef" xlink:arcrole="http://www.w3.org/1999/xlink/properties/'
        'linkbase"/></appinfo></annotation>'
        f'<import namespace="{_XBRL}/instance" schemaLocation="{_XBRL}/xbrl-instance-2003-12-31.xsd"/>'
    )
    for concept, is_rate in {fact.concept: fact.is_rate for fact in corpus.facts}.items():
        kind = "pure" if is_rate else "monetary"
        yield (
            f'<element id="{concept}" name="{concept}" type="xbrli:{kind}ItemType" substitutionGroup="xbrli:item"'
            ' nillable="true" xbrli:periodType="duration"/>'
        )
    yield "</schema>"


def _linkbase(corpus: Corpus) -> Iterator[str]:
    yield (
        f'<link:linkbase xmlns:link="{_XBRL}/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<link:calculationLink xlink:type="extended" xlink:role="{_XBRL}/role/link">'
    )
    named = {concept for rule in corpus.sums for concept, _ in rule.members} | {rule.total for rule in corpus.sums}
    for concept in sorted(named):
        yield f'<link:loc xlink:type="locator" xlink:href="made.xsd#{concept}" xlink:label="{concept}"/>'
    for rule in corpus.sums:
        for order, (concept, weight) in enumerate(rule.members, start=1):
            yield (
                f'<link:calculationArc xlink:type="arc" xlink:arcrole="{_SUMMATION}" xlink:from="{rule.total}"'
                f' xlink:to="{concept}" order="{order}" weight="{weight}"/>'
            )
    yield "</link:calculationLink></link:linkbase>"


def _instance(corpus: Corpus) -> Iterator[str]:
    yield (
        f'<xbrli:xbrl xmlns:xbrli="{_XBRL}/instance" xmlns:link="{_XBRL}/linkbase" xmlns:m="{_NAMES}"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217">'
        '<link:schemaRef xlink:type="simple" xlink:href="made.xsd"/>'
    )
    for report_id in corpus.reports:
        yield (
            f'<xbrli:context id="{report_id}"><xbrli:entity><xbrli:identifier scheme="{_NAMES}">{report_id}'
            "</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:startDate>2023-01-01</xbrli:startDate>"
            "<xbrli:endDate>2023-12-31</xbrli:endDate></xbrli:period></xbrli:context>"
        )
    yield '<xbrli:unit id="money"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>'
    yield '<xbrli:unit id="rate"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>'
    yield from map(_item, corpus.facts)
    yield "</xbrli:xbrl>"


def _item(fact: Fact) -> str:
    decimals = "INF" if fact.decimals is None else fact.decimals
    unit = "rate" if fact.is_rate else "money"
    return (
        f'<m:{fact.concept} contextRef="{fact.report_id}" unitRef="{unit}" decimals="{decimals}">'
        f"{fact.stated}</m:{fact.concept}>"
    )
