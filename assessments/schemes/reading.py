"""Reading one mapping of a scheme: every mistake is kept with its place, none stops the reader."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from duties.wording import Sentence, en_list, zh_list

#: Keys and positions from the top: ``("indicators", 0, "weight")``.
Place = tuple[str | int, ...]


#: Keys as an official calls them; in English they speak for themselves.
NAMES = {
    "code": "编号", "title": "名称", "weight": "权重", "source": "来源", "articles": "条款",
    "clauses": "条款", "quantified": "量化", "cap": "上限", "grade": "最高等次", "from": "起点分",
    "quota": "比例上限", "late_factor": "逾期系数", "least_months": "最少任职月数",
    "minor": "轻微问题扣分", "ordinary": "一般问题扣分", "serious": "严重问题扣分",
    "restored": "整改返还比例", "timely": "按时提交占比", "evaluation": "评议等次占比",
    "good": "评议“好”得分", "fairly_good": "评议“较好”得分", "fair": "评议“一般”得分",
    "poor": "评议“差”得分",
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong, where it stands, and what to do."""

    place: Place
    sentence: Sentence


class SchemeErrors(ValueError):
    """Everything that is wrong with a scheme."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(each.sentence) for each in self.problems))


@dataclass
class Reader:
    """``data`` at ``place``; ``called`` says in words what it is."""

    data: Any
    place: Place
    called: Sentence
    problems: list[Problem] = field(default_factory=list)

    def note(self, key: str | int | None, zh: str, en: str) -> None:
        place = self.place if key is None else (*self.place, key)
        self.problems.append(
            Problem(place, Sentence(f"{self.called.zh}：{zh}", f"{self.called.en}: {en}"))
        )

    def noted(self, key: str) -> bool:
        """Whether something was wrong with this key: what follows from it need not be said."""
        return any(each.place == (*self.place, key) for each in self.problems)

    def within(self, key: str | int, called: Sentence, data: Any) -> "Reader":
        return Reader(data, (*self.place, key), called, self.problems)

    def only(self, known: tuple[str, ...]) -> None:
        if not isinstance(self.data, dict):
            self.note(None, "应写成“键: 值”的形式。", 'write it as "key: value".')
            self.data = {}
        for key in self.data:
            if key not in known:
                near = get_close_matches(str(key), known, n=1)
                zh = f"是否应为“{near[0]}”？" if near else f"可用：{zh_list(known)}。"
                en = f'did you mean "{near[0]}"?' if near else f"known are: {en_list(known)}."
                self.note(key, f"没有“{key}”这一项，{zh}", f'there is no "{key}"; {en}')

    def get(self, key: str) -> Any:
        value = self.data.get(key)
        return None if value == "" or value == [] else value

    def title(self, longest: int = 80) -> Sentence:
        value = self.get("title")
        value = {"zh": value} if isinstance(value, str) else value
        if not isinstance(value, dict) or not str(value.get("zh") or "").strip():
            self.note("title", "请填写中文名称。", "give a Chinese name.")
            return Sentence("", "")
        zh, en = (str(value.get(code) or "").strip() for code in ("zh", "en"))
        if len(zh) > longest or len(en) > 2 * longest:
            self.note(
                "title",
                f"名称过长，中文最多{longest}个字，英文最多{2 * longest}个字符。",
                f"the name is too long: {longest} characters in Chinese, {2 * longest} in English.",
            )
        return Sentence(zh, en or zh)

    def number(
        self, key: str, least: int | str, most: int | str, default: Decimal | None = None
    ) -> Decimal | None:
        """A number of at most two decimals between the two, both included."""
        value = self.get(key)
        if value is None:
            return default
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            number = Decimal("NaN")
        fits = not isinstance(value, bool) and number.is_finite()
        if not fits or not Decimal(least) <= number <= Decimal(most):
            self._ask(
                key, f"{value}", f"应为{least}至{most}之间的数", f"a number from {least} to {most}"
            )
            return default
        if number != number.quantize(Decimal("0.01")):
            self._ask(key, f"{value}", "最多两位小数", "two decimals at most")
            return default
        return number.quantize(Decimal("0.01"))

    def whole(self, key: str, least: int, most: int, default: int) -> int:
        number = self.number(key, least, most, Decimal(default))
        if number is None or number != int(number):
            self._ask(key, f"{self.get(key)}", "应为整数", "a whole number")
            return default
        return int(number)

    def choice(self, key: str, known: Iterable[str], labels: dict) -> str:
        value, known = self.get(key), tuple(str(each) for each in known)
        if value in known:
            return str(value)
        zh = zh_list(f"{each}（{labels[each].zh}）" for each in known)
        en = en_list(f"{each} ({labels[each].en})" for each in known)
        self._ask(key, "" if value is None else f"{value}", f"请从以下选择：{zh}", f"one of: {en}")
        return ""

    def rows(self, key: str) -> list:
        value = self.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(key, f"“{key}”应为列表。", f'"{key}" must be a list.')
            return []
        return value

    def _ask(self, key: str, value: str, zh: str, en: str) -> None:
        now_zh = f"，现为“{value}”" if value else "，现为空"
        now_en = f', it is "{value}"' if value else ", it is empty"
        self.note(key, f"{NAMES.get(key, key)}{zh}{now_zh}。", f'"{key}" must be {en}{now_en}.')
