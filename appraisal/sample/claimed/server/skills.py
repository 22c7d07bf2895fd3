"""技能：冷却、耗气、学习条件。"""

import struct

import opcodes as op

CALLING_LAMP = 1  # 灯守
CALLING_LANCE = 2  # 霜枪
CALLING_CHART = 3  # 舆师
CALLING_REED = 4  # 苇行

BREATH_MAX = 140
BREATH_BACK = 2.5  # 每秒回气
GLOBAL_COOL = 0.8


class SkillBook:
    """一位玩家学会的技能。"""

    def __init__(self, rows, calling):
        self.rows = rows
        self.calling = calling
        self.known = {}
        self.ready_at = {}
        self.breath = float(BREATH_MAX)
        self.breath_at = 0.0

    def learn(self, skill_id, level):
        """等级不够、不是本门、前置没学，都不行。"""
        row = self.rows.get(str(skill_id))
        if row is None or level < row["need_level"]:
            return False
        if row["calling"] not in (0, self.calling):
            return False
        before = row["after"]
        if before and before not in self.known:
            return False
        rank = self.known.get(skill_id, 0)
        if rank >= row["max_rank"]:
            return False
        self.known[skill_id] = rank + 1
        return True

    def _breathe(self, now):
        self.breath = min(BREATH_MAX, self.breath + (now - self.breath_at) * BREATH_BACK)
        self.breath_at = now

    def why_not(self, skill_id, now):
        """不能放的原因；能放则为空。"""
        if skill_id not in self.known:
            return "unknown"
        if now < self.ready_at.get(0, 0) or now < self.ready_at.get(skill_id, 0):
            return "cooling"
        self._breathe(now)
        if self.breath < self.rows[str(skill_id)]["breath"]:
            return "breath"
        return ""

    def spend(self, skill_id, now):
        row = self.rows[str(skill_id)]
        self.breath -= row["breath"]
        self.ready_at[0] = now + GLOBAL_COOL
        self.ready_at[skill_id] = now + row["cool"] / 10

    def power(self, skill_id):
        """每升一阶加一成二。"""
        return self.rows[str(skill_id)]["power"] / 100 * (1 + 0.12 * (self.known[skill_id] - 1))


def handle_cast(session, body, now, hit):
    """放技能：先问书，再动手。"""
    skill_id, target = struct.unpack_from(">HI", body)
    book = session.player.book
    reason = book.why_not(skill_id, now)
    if reason:
        session.send(op.OP_NOTICE, reason.encode("ascii"))
        return False
    book.spend(skill_id, now)
    hit(session.player, target, book.power(skill_id))
    return True
