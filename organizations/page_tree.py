"""A page of our own templates as the tree that WeasyPrint walks.

libxml2 reads it in half a millisecond. tinyhtml5, which WeasyPrint asks, takes forty times that:
a twentieth of a document's time. It reads what a stranger wrote, as a browser would; our
pages are well formed, and what strangers wrote in them is escaped. What of SVG libxml2 does not
know is mended here. ``tests/organizations/test_page_tree.py`` compares the two.
"""

from xml.etree.ElementTree import Element

from lxml import html as libxml2

SVG = "{http://www.w3.org/2000/svg}"
#: Names of SVG that libxml2 does not know; those that templates use.
NAMES = {
    "viewbox": "viewBox",
    "preserveaspectratio": "preserveAspectRatio",
    "xlink:href": "{http://www.w3.org/1999/xlink}href",
}


def tree(page: str) -> Element:
    root = _copy(libxml2.document_fromstring(page.encode(), parser=_parser()), "")
    root.text = None
    return root


def _parser():
    return libxml2.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)


def _copy(found, space: str) -> Element:
    space = SVG if found.tag == "svg" else space
    attributes = dict(found.attrib)
    if space:
        attributes.pop("xmlns", None)
        attributes = {NAMES.get(name, name): value for name, value in attributes.items()}
    element = Element(space + found.tag, attributes)
    element.text, element.tail = found.text, found.tail
    element.extend([_copy(child, space) for child in found])
    return element
