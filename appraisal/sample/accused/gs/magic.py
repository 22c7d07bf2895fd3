"""技能：冷却、耗气、学习条件。"""

import struct

import proto as op

CALLING_LAMP = 1  # 灯守
CALLING_LANCE = 2  # 霜枪
CALLING_CHART = 3  # 舆师
CALLING_REED = 4  # 苇行

BREATH_MAX = 140
BREATH_BACK = 2.5  # 每秒回气
GLOBAL_COOL = 0.8


class MagicList:

    def __init__(self, defs, job):
        self.defs = defs
        self.job = job
        self.owned = {}
        self.cd_until = {}
        self.mp = float(BREATH_MAX)
        self.breath_at = 0.0

    def study(self, magic_id, level):
        """等级不够、不是本门、前置没学，都不行。"""
        row = self.defs.get(str(magic_id))
        if row is None or level < row["lv"]:
            return False
        if row["job"] not in (0, self.job):
            return False
        before = row["need"]
        if before and before not in self.owned:
            return False
        rank = self.owned.get(magic_id, 0)
        if rank >= row["max"]:
            return False
        self.owned[magic_id] = rank + 1
        return True

    def _breathe(self, now):
        self.mp = min(BREATH_MAX, self.mp + (now - self.breath_at) * BREATH_BACK)
        self.breath_at = now

    def check(self, magic_id, now):
        if magic_id not in self.owned:
            return "unknown"
        if now < self.cd_until.get(0, 0) or now < self.cd_until.get(magic_id, 0):
            return "cooling"
        self._breathe(now)
        if self.mp < self.defs[str(magic_id)]["mp"]:
            return "mp"
        return ""

    def pay(self, magic_id, now):
        row = self.defs[str(magic_id)]
        self.mp -= row["mp"]
        self.cd_until[0] = now + GLOBAL_COOL
        self.cd_until[magic_id] = now + row["cd"] / 10

    def force(self, magic_id):
        """每升一阶加一成二。"""
        return self.defs[str(magic_id)]["dmg"] / 100 * (1 + 0.12 * (self.owned[magic_id] - 1))


def on_cast(conn, body, now, hit):
    magic_id, target = struct.unpack_from(">HI", body)
    book = conn.player.book
    reason = book.check(magic_id, now)
    if reason:
        conn.send(op.OP_NOTICE, reason.encode("ascii"))
        return False
    book.pay(magic_id, now)
    hit(conn.player, target, book.force(magic_id))
    return True
