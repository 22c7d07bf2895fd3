"""Sentences that an own form adds to a declaration: behind all that are brought, and none takes anything back."""

from __future__ import annotations

import pytest

from appraisal.errors import UsageError
from appraisal.paper import Paper
from appraisal.papers import files

TAKING = (
    ("以上声明对签署人无拘束。", "Nothing in this declaration binds those who sign it."),
    ("以下各句系格式要求。", "The sentences that follow are required by the form and are not confirmed."),
    ("本人所述仅在双方同意时有效。", "What is said holds only where both sides agree."),
    ("前述义务不适用于本案。", "The duty does not apply to this case."),
    ("本人对所述不负责任。", "I accept no liability for what I say."),
    ("本人放弃上列各项。", "The above is subject to what the client says."),
    ("本人所述以委托人意见为限。", "All of this is a formality."),
    ("本人保留撤回的权利。", "I reserve the right to retract."),
)
HONEST = (
    ("本人的报酬不取决于案件结果。", "My fee does not depend on the outcome of the case."),
    ("本人近五年未受任何一方聘用。", "I have not been employed by any party in the last five years."),
    ("本机构通过实验室认可。", "The laboratory is accredited."),
    ("检验所用设备均经校准。", "All equipment was calibrated."),
    ("全部检材已退还委托人。", "All material was returned to the client."),
    ("本人承诺保守秘密。", "I undertake to keep the material confidential."),
    ("本人愿意出庭接受询问。", "I am willing to attend court and be questioned."),
)


def adding(zh: str, en: str, *, first: bool = False, base: str = "uk-part35") -> Paper:
    text = files.find(base).text.replace(f'name = "{base}"', f'name = "ours"\nbase = "{base}"', 1)
    row = f'    {{ zh = "{zh}", en = "{en}" }},\n'
    start = text.index("declaration = [\n") + len("declaration = [\n")
    at = start if first else text.index("\n]", start) + 1
    return files.whole(files.read(text[:at] + row + text[at:]))


@pytest.mark.parametrize(("zh", "en"), TAKING)
def test_no_sentence_takes_the_declaration_back(zh: str, en: str) -> None:
    for pair in ((zh, "All equipment was calibrated."), ("检验所用设备均经校准。", en)):
        with pytest.raises(UsageError, match="takes something back"):
            adding(*pair)


@pytest.mark.parametrize(("zh", "en"), HONEST)
@pytest.mark.parametrize("base", ["uk-part35", "cn-copyright", "us-rule26"])
def test_sentences_of_ones_own_stand_behind(zh: str, en: str, base: str) -> None:
    assert adding(zh, en, base=base).declaration[-1].en == en
    with pytest.raises(UsageError, match="stand behind"):
        adding(zh, en, base=base, first=True)
