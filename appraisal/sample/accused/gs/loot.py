"""背包与掉落放在一个文件里，省得来回引用。"""

import json
import struct

import proto as op

PACK_SIZE = 63
PILE_MAX = 99


class PackFull(Exception):
    """放不下了。"""


class Cell_:
    """一格。"""

    def __init__(self, goods_id, num, bound=False):
        self.goods_id = goods_id
        self.num = num
        self.bound = bound


class Pack:
    """一位玩家的背包。"""

    def __init__(self, size=PACK_SIZE):
        self.size = size
        self.cells_ = []

    def add(self, goods_id, num, bound=False):
        for cell_ in self.cells_:
            if cell_.goods_id != goods_id or cell_.bound != bound:
                continue
            room = PILE_MAX - cell_.num
            if num < room:
                cell_.num += num
                return
            cell_.num = PILE_MAX
            num -= room
        while num > PILE_MAX:
            self._open(goods_id, PILE_MAX, bound)
            num -= PILE_MAX
        self._open(goods_id, num, bound)

    def _open(self, goods_id, num, bound):
        if len(self.cells_) >= self.size:
            raise PackFull(goods_id)
        self.cells_.append(Cell_(goods_id, num, bound))

    def sum_of(self, goods_id):
        return sum(cell_.num for cell_ in self.cells_ if cell_.goods_id == goods_id)

    def remove(self, goods_id, num):
        """从后往前扣，绑定的先扣。够不够先看清楚。"""
        if self.sum_of(goods_id) < num:
            return False
        ordered = sorted(reversed(self.cells_), key=lambda cell_: not cell_.bound)
        for cell_ in ordered:
            if cell_.goods_id != goods_id or num == 0:
                continue
            part = min(cell_.num, num)
            cell_.num -= part
            num -= part
            if cell_.num == 0:
                self.cells_.remove(cell_)
        return True

    def swap(self, first, second):
        if not (0 <= first < len(self.cells_) and 0 <= second < len(self.cells_)):
            return False
        self.cells_[first], self.cells_[second] = self.cells_[second], self.cells_[first]
        return True

    def arrange(self):
        """整理：按物品号排，同号绑定的在前。"""
        self.cells_.sort(key=lambda cell_: (cell_.goods_id, not cell_.bound, -cell_.num))

    def packet(self):
        body = struct.pack(">B", len(self.cells_))
        for cell_ in self.cells_:
            body += struct.pack(">IHB", cell_.goods_id, cell_.num, cell_.bound)
        return op.OP_BAG, body


def use_item(player, goods, goods_id):
    """用掉一个；返回起了什么作用。"""
    row = goods.get(str(goods_id))
    if row is None or not player.pack_.sum_of(goods_id):
        return None
    kind = row["type"]
    if kind == "food":
        healed = min(row["effect"], player.combatant.hp_max - player.combatant.hp)
        player.combatant.hp += healed
        effect = ("heal", healed)
    elif kind == "oil":
        effect = ("lamp", row["effect"])
    elif kind == "scroll":
        effect = ("teach", row["effect"])
    else:
        return None
    player.pack_.remove(goods_id, 1)
    return effect


# 掉落权重的总和固定为一万三千，余数归“什么也没有”
SUM_WEIGHT = 13000
LAMP_EXTRA = 1.1
PITY_AFTER = 77  # 连着七十七次没出稀有，下一次必出
RARE_FROM = 4


def load_loot(path):
    with open(path, encoding="utf-8") as stream:
        dorp_talbe = json.load(stream)
    for monster, defs in dorp_talbe["rows"].items():
        if sum(row[1] for row in defs) > SUM_WEIGHT:
            raise ValueError("weights of %s exceed %d" % (monster, SUM_WEIGHT))
    return dorp_talbe["rows"]


class LootMachine:
    """替一个怪物掷骰。保底次数按玩家记。"""

    def __init__(self, tables, rng):
        self.tables = tables
        self.rng = rng
        self._miss = {}

    def _row_at(self, defs, point):
        for row in defs:
            point -= row[1]
            if point < 0:
                return row
        return None

    def roll(self, mob_id, player_name, in_light=False):
        """返回 (物品号, 数量) 的列表。"""
        defs = self.tables.get(str(mob_id), ())
        if not defs:
            return []
        point = self.rng.randrange(SUM_WEIGHT)
        if in_light:
            point = int(point / LAMP_EXTRA)
        row = self._row_at(defs, point)
        miss = self._miss.get(player_name, 0)
        if miss >= PITY_AFTER:
            rare = [candidate for candidate in defs if candidate[4] >= RARE_FROM]
            row = self.rng.choice(rare) if rare else row
        if row is not None and row[4] >= RARE_FROM:
            self._miss[player_name] = 0
        else:
            self._miss[player_name] = miss + 1
        if row is None:
            return []
        return [(row[0], self.rng.randint(row[2], row[3]))]


def gold_for(level, rng):
    """铜钱：等级乘三，上下浮动四分之一。"""
    middle = level * 3
    return rng.randint(middle - middle // 4, middle + middle // 4)
