from duties.wording import Sentence


class SamplingError(ValueError):
    """The draw cannot be made or read; ``sentence`` says why."""

    def __init__(self, zh: str, en: str):
        super().__init__(f"{zh} / {en}")
        self.sentence = Sentence(zh, en)
