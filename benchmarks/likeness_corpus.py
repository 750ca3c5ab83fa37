"""A corpus made on the spot: pictures and documents, their copies, and what only looks alike.

Everything follows from the seed. The pictures are drawn, not taken: light, things, lettering
and grain in the proportions of a meeting-room photograph.
"""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont
from weasyprint import HTML

from duties import filetypes
from organizations import fonts

JPEG, PDF = "image/jpeg", "application/pdf"
SIZE = (1280, 960)
PAGE = (1240, 1754)
Content = tuple[bytes, str]

WORDS = (
    "法治建设", "依法行政", "重大决策", "合法性审查", "行政执法", "复议应诉", "政务公开", "法律顾问",
    "规范性文件", "专题学习", "述法测评", "普法宣传", "考核评价", "基层治理", "责任清单", "公平竞争审查",
    "行政裁量", "听证论证", "风险评估", "整改落实", "督促检查", "队伍建设", "经费保障", "信息化建设",
)  # fmt: skip
DEEDS = (
    "会议听取了{a}和{b}情况汇报，指出{c}仍有薄弱环节。",
    "要求{a}工作由分管负责人牵头，{b}同步推进，年底前完成{c}。",
    "会议审议通过《{a}工作方案》，明确{b}的责任单位和时限。",
    "有关部门就{a}与{b}的衔接作了说明，与会人员对{c}提出意见。",
    "会议决定将{a}纳入年度{b}，由办公室会同{c}专班督办。",
    "针对{a}中发现的问题，逐项研究了{b}的措施。",
    "会议强调，{a}要与{b}一体谋划，防止{c}流于形式。",
)
TEMPLATE_HEAD = (
    "市人民政府常务会议纪要。会议由市长主持，副市长、秘书长和市政府组成部门主要负责人参加。"
    "会议传达学习了习近平法治思想和上级关于推进法治建设第一责任人职责的有关要求，"
    "听取了关于本年度法治政府建设工作推进情况的汇报。现将会议主要内容纪要如下。"
)
TEMPLATE_FOOT = (
    "会议要求，各级各部门要切实提高政治站位，压紧压实工作责任，加强协同配合，"
    "确保各项任务落到实处、取得实效。本纪要由办公室负责解释，印发有关单位执行，并抄送市委办公室。"
)


def scene(chance: random.Random, room: random.Random | None = None) -> Image.Image:
    """A room: light, a wall and a floor, people and furniture as shapes, a banner, grain.

    The same ``room`` with another chance is the same camera at another meeting.
    """
    things, chance = chance, room or chance
    picture = Image.new("RGB", SIZE, tuple(chance.randrange(60, 200) for _ in range(3)))
    pen = ImageDraw.Draw(picture)
    horizon = chance.randrange(SIZE[1] // 3, SIZE[1] * 3 // 4)
    pen.rectangle((0, horizon, *SIZE), fill=tuple(chance.randrange(40, 160) for _ in range(3)))
    light = Image.radial_gradient("L").resize((SIZE[0] * 2, SIZE[1] * 2))
    left, top = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
    light = light.crop((left, top, left + SIZE[0], top + SIZE[1]))
    picture = Image.blend(picture, Image.merge("RGB", [light] * 3), 0.35)
    pen = ImageDraw.Draw(picture)
    chance = things
    for _ in range(chance.randrange(6, 16)):
        _thing(pen, chance, horizon)
    font = ImageFont.truetype(str(fonts.path_of("FandolFang")), chance.randrange(40, 70))
    place = (chance.randrange(40, 400), chance.randrange(30, 200))
    pen.text(place, "".join(chance.sample(WORDS, 2)), font=font, fill="white")
    return Image.blend(picture, _grain(chance), 0.06)


def _thing(pen: ImageDraw.ImageDraw, chance: random.Random, horizon: int) -> None:
    """A head with shoulders, or a table."""
    x, y = chance.randrange(SIZE[0]), horizon + chance.randrange(-150, 200)
    colour = tuple(chance.randrange(20, 235) for _ in range(3))
    reach = chance.randrange(30, 110)
    if chance.random() < 0.6:
        pen.ellipse((x - reach // 2, y - reach, x + reach // 2, y), fill=(220, 180, 150))
        pen.rounded_rectangle((x - reach, y, x + reach, y + reach * 3), reach // 2, fill=colour)
    else:
        pen.polygon([(x, y), (x + reach * 4, y), (x + reach * 5, y + reach), (x - reach, y + reach)],
                    fill=colour)  # fmt: skip


def _grain(chance: random.Random) -> Image.Image:
    return Image.frombytes("RGB", (320, 240), chance.randbytes(320 * 240 * 3)).resize(SIZE)


def rescanned(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Printed and photographed or scanned again: a little turned, paler, unsharp, noisy."""
    angle = 1.5 * chance.choice((-1, 1))
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    pale = ImageEnhance.Contrast(ImageEnhance.Brightness(turned).enhance(1.12)).enhance(0.88)
    blurred = pale.filter(ImageFilter.GaussianBlur(1.2))
    return Image.blend(blurred, _grain(chance).resize(blurred.size), 0.08)


def cropped(picture: Image.Image, share: float, chance: random.Random) -> Image.Image:
    """``share`` of the width and of the height cut off, anywhere."""
    width, height = picture.size
    left = chance.random() * share * width
    top = chance.random() * share * height
    box = (left, top, left + (1 - share) * width, top + (1 - share) * height)
    return picture.crop(tuple(int(each) for each in box))


def jpeg(picture: Image.Image, quality: int = 90) -> Content:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue(), JPEG


PICTURE_VARIANTS: dict[str, Callable[[Image.Image, random.Random], Content]] = {
    "re-saved, JPEG quality 40": lambda picture, chance: jpeg(picture, 40),
    "resized to 50 %": lambda picture, chance: jpeg(picture.resize((640, 480))),
    "cropped by 5 %": lambda picture, chance: jpeg(cropped(picture, 0.05, chance)),
    "cropped by 15 %": lambda picture, chance: jpeg(cropped(picture, 0.15, chance)),
    "re-scanned (1.5°, paler, blur, noise)": lambda p, chance: jpeg(rescanned(p, chance), 75),
    "cropped by 15 % and re-scanned": lambda p, chance: jpeg(
        rescanned(cropped(p, 0.15, chance), chance), 75
    ),
    "mirrored": lambda picture, chance: jpeg(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
}


def minutes(chance: random.Random, kept: str = "") -> str:
    """Minutes as a town hall writes them: head and foot of the template, the middle its own.

    Of ``kept``, last month's minutes, the first half of the middle is taken over.
    """
    middle = kept.removeprefix(TEMPLATE_HEAD).removesuffix(TEMPLATE_FOOT).split("。")
    said = ["。".join(middle[: len(middle) // 2]) + "。"] if kept else []
    for _ in range(chance.randrange(14, 26) // (2 if kept else 1)):
        a, b, c = chance.sample(WORDS, 3)
        said.append(chance.choice(DEEDS).format(a=a, b=b, c=c))
    return TEMPLATE_HEAD + "".join(said) + TEMPLATE_FOOT


def reworded(text: str, chance: random.Random, share: float = 0.03) -> str:
    """``share`` of the words (of two characters) replaced by others."""
    letters = list(text)
    for _ in range(int(len(text) / 2 * share)):
        at = chance.randrange(len(letters) - 1)
        letters[at : at + 2] = list(chance.choice(WORDS)[:2])
    return "".join(letters)


def docx(text: str) -> Content:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        paragraphs = "".join(
            f"<w:p><w:r><w:t>{each}。</w:t></w:r></w:p>" for each in text.split("。")
        )
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="w"><w:body>{paragraphs}</w:body></w:document>',
        )
    return out.getvalue(), filetypes.DOCX


def printed(text: str) -> Content:
    """Through WeasyPrint, as the portal's own documents are."""
    return HTML(string=f"<p>{text}</p>").write_pdf(), PDF


def page(text: str) -> Image.Image:
    """The first page of it on paper."""
    sheet = Image.new("RGB", PAGE, "white")
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(fonts.path_of("FandolFang")), 34)
    lines = [text[at : at + 30] for at in range(0, len(text), 30)]
    for number, line in enumerate(lines[:34]):
        pen.text((110, 130 + number * 46), line, font=font, fill=20)
    return sheet


def scan(sheet: Image.Image, chance: random.Random) -> Content:
    out = io.BytesIO()
    angle = chance.uniform(-0.5, 0.5)
    turned = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    paper = turned.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 0.9)))
    paper.save(out, "PDF", resolution=150, quality=70)
    return out.getvalue(), PDF


DOCUMENT_VARIANTS: dict[str, Callable[[str, random.Random], Content]] = {
    "re-saved as text": lambda text, chance: (text.encode("gb18030"), "text/plain"),
    "3 % of the words changed": lambda text, chance: docx(reworded(text, chance)),
    "10 % of the words changed": lambda text, chance: docx(reworded(text, chance, 0.1)),
    "printed to PDF": lambda text, chance: printed(text),
}


def write(content: Content, folder: Path) -> tuple[Path, str]:
    path = folder / "file"
    path.write_bytes(content[0])
    return path, content[1]
