"""Our pages are read by libxml2 as tinyhtml5 would read them."""

import re
from io import BytesIO
from pathlib import Path

import tinyhtml5
from django.conf import settings

from organizations.page_tree import NAMES, tree

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>年度&amp;报告</title><meta name="author" content='"某" &lt;市长&gt;'></head>
<body>
<article class="document" lang="zh-CN"><!-- no word of this -->
<h1>关于𬒗鿎<br>的报告</h1><p data-x="1 2"><span>甲<b>&emsp;</b>乙 &lt;script&gt;</span> 丙</p>
<section><figure><svg class="q" viewBox="0 0 9 9" preserveAspectRatio="none"><path d="M0 0"/>
<text x="1">字</text></svg></figure><svg xmlns="http://www.w3.org/2000/svg" width="9"><rect/></svg></section>
<table><colgroup><col><col></colgroup><thead><tr><th scope="col">序号</th></tr></thead>
<tbody><tr><td>1</td><td></td></tr></tbody></table>
<ul><li>a</li><li>b</li></ul>
</article>
</body>
</html>
"""


def lines(element, depth: int = 0):
    """Without what sets nothing: whitespace between blocks, the name of a namespace."""
    element.attrib.pop("{http://www.w3.org/2000/xmlns/}xmlns", None)
    texts = [text if (text or "").strip() else "" for text in (element.text, element.tail)]
    yield depth, element.tag, element.attrib, *texts
    for child in element:
        if isinstance(child.tag, str):
            yield from lines(child, depth + 1)


def test_the_tree_is_the_same():
    theirs = tinyhtml5.parse(BytesIO(PAGE.encode()), namespace_html_elements=False)
    ours = list(lines(tree(PAGE)))
    assert ours == list(lines(theirs))
    assert len(ours) == 33


def test_every_name_of_svg_with_capitals_is_known():
    drawings = [
        drawing
        for file in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for drawing in re.findall(r"<svg.*?</svg>", file.read_text(), re.DOTALL)
    ]
    names = {name for each in drawings for name in re.findall(r"[<\s]([a-z]+[A-Z]\w*)[=\s>]", each)}
    assert names <= set(NAMES.values())
    assert len(drawings) >= 4
