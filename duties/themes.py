"""What each article is about, in a few words: the headings of pages, report and dashboard.

Clauses are data; an article is no row of its own, so its heading stands here.
"""

from django.utils.translation import gettext_lazy as _

THEMES = {
    5: _("加强党对法治建设的领导"),
    6: _("推进党内法规制度建设"),
    7: _("坚持依法依规决策"),
    8: _("支持依法履职和公正司法"),
    9: _("加强法治工作队伍建设"),
    10: _("深化法治宣传教育"),
    11: _("推进基层依法治理"),
    12: _("破解法治工作难题"),
    13: _("组织开展法治创建活动"),
    14: _("推进党务公开"),
    15: _("加强法治政府建设的组织领导"),
    16: _("推进依法科学民主决策"),
    17: _("推动严格规范公正文明执法"),
    18: _("强化政府内部监督制约"),
    19: _("支持司法并自觉接受司法监督"),
    20: _("组织实施全民普法"),
}


def theme_of(article: int) -> str:
    """The heading of an article; one we do not know is called by its number."""
    return str(THEMES.get(article) or _("第%(article)s条") % {"article": article})
