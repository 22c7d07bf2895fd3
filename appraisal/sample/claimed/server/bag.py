"""背包：六十三格，同类可叠九十九个。"""

import struct

import opcodes as op

BAG_SIZE = 63
MAX_STACK = 99


class BagFull(Exception):
    """放不下了。"""


class Slot:
    """一格。"""

    def __init__(self, item_id, count, bound=False):
        self.item_id = item_id
        self.count = count
        self.bound = bound


class Bag:
    """一位玩家的背包。"""

    def __init__(self, size=BAG_SIZE):
        self.size = size
        self.slots = []

    def add(self, item_id, count, bound=False):
        """先填旧堆，再开新格。"""
        for slot in self.slots:
            if slot.item_id != item_id or slot.bound != bound:
                continue
            room = MAX_STACK - slot.count
            if count < room:
                slot.count += count
                return
            slot.count = MAX_STACK
            count -= room
        while count > MAX_STACK:
            self._open(item_id, MAX_STACK, bound)
            count -= MAX_STACK
        self._open(item_id, count, bound)

    def _open(self, item_id, count, bound):
        if len(self.slots) >= self.size:
            raise BagFull(item_id)
        self.slots.append(Slot(item_id, count, bound))

    def total(self, item_id):
        return sum(slot.count for slot in self.slots if slot.item_id == item_id)

    def take(self, item_id, count):
        """从后往前扣，绑定的先扣。够不够先看清楚。"""
        if self.total(item_id) < count:
            return False
        ordered = sorted(reversed(self.slots), key=lambda slot: not slot.bound)
        for slot in ordered:
            if slot.item_id != item_id or count == 0:
                continue
            part = min(slot.count, count)
            slot.count -= part
            count -= part
            if slot.count == 0:
                self.slots.remove(slot)
        return True

    def swap(self, first, second):
        if not (0 <= first < len(self.slots) and 0 <= second < len(self.slots)):
            return False
        self.slots[first], self.slots[second] = self.slots[second], self.slots[first]
        return True

    def tidy(self):
        """整理：按物品号排，同号绑定的在前。"""
        self.slots.sort(key=lambda slot: (slot.item_id, not slot.bound, -slot.count))

    def packet(self):
        body = struct.pack(">B", len(self.slots))
        for slot in self.slots:
            body += struct.pack(">IHB", slot.item_id, slot.count, slot.bound)
        return op.OP_BAG, body


def use_item(player, items, item_id):
    """用掉一个；返回起了什么作用。"""
    row = items.get(str(item_id))
    if row is None or not player.bag.total(item_id):
        return None
    kind = row["kind"]
    if kind == "food":
        healed = min(row["power"], player.fighter.life_max - player.fighter.life)
        player.fighter.life += healed
        effect = ("heal", healed)
    elif kind == "oil":
        effect = ("lamp", row["power"])
    elif kind == "scroll":
        effect = ("teach", row["power"])
    else:
        return None
    player.bag.take(item_id, 1)
    return effect
