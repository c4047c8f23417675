"""Plain text and markdown: UTF-8, GB18030, then whatever charset-normalizer is sure of."""

from __future__ import annotations

import codecs
import re

from ingest.read.document import Unreadable
from ingest.read.limits import MAX_TEXT_BYTES, refuse_bytes, refuse_text
from ingest.read.tags import grids_in
from ingest.read.writer import Content

# Control characters that no text file holds; more than a trace of them means binary.
_CONTROL = bytes(set(range(0x20)) - {0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B})
_BINARY_SHARE = 0.01


def read(data: bytes) -> Content:
    """The text of a file, exactly as decoded; raises Unreadable."""
    refuse_bytes(len(data), MAX_TEXT_BYTES, "the text")
    text, encoding = decode(data)
    refuse_text(len(text))
    return Content(text, encoding, grids=grids_in(text))


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding name of a text file's bytes; raises Unreadable for binaries and unknown encodings."""
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf\xff\xfe\x00"):
        raise Unreadable("the file is empty; nothing to read")
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _strictly(data, encoding), encoding
    sample = data[:65536]
    if b"\x00" in sample or len(sample) - len(sample.translate(None, _CONTROL)) > _BINARY_SHARE * len(sample):
        raise Unreadable("the file is binary, not text; convert it to text, or name it by its real format")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
        if _looks_chinese(text):
            return text, "gb18030"
    except UnicodeDecodeError:
        pass
    return _guess(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"the file says it is {encoding}, but byte {error.start} does not fit; save it as UTF-8"
        ) from None


def _looks_chinese(text: str) -> bool:
    """GB18030 decodes almost anything: accept it only where common characters prevail over rare ones."""
    common, rare, typical = (sum(map(len, runs.findall(text))) for runs in (_COMMON, _RARE, _TYPICAL))
    return common > 0 and rare * 20 <= common and typical * 40 >= common


# The commonest characters of administrative Chinese and its punctuation: wrong decodings hold few of them.
_TYPICAL = re.compile("[的一是在不了有和人中大为上个国我以要他时来用们年月日元万亿，。、（）医保市县区局绩效]+")
_COMMON = re.compile("[\u4e00-\u9fa5]+")
_RARE = re.compile("[\ue000-\uf8ff\u3400-\u4dbf\U00010000-\U0010ffff]+")


def _guess(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=["big5", "gb18030", "utf_16", "cp1252", "shift_jis", "euc_kr"]).best()
    if best is None or best.encoding not in ("big5", "utf_16") or not _looks_chinese(str(best)):
        raise Unreadable("the encoding is none of UTF-8, GB18030, UTF-16 and Big5; save the file as UTF-8")
    return data.decode(best.encoding), best.encoding
