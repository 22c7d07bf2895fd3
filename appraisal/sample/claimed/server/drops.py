"""掉落：按掉落概律表掷骰，灯下多一成。"""

import json

# 掉落权重的总和固定为一万三千，余数归“什么也没有”
WEIGHT_TOTAL = 13000
LAMP_EXTRA = 1.1
PITY_AFTER = 77  # 连着七十七次没出稀有，下一次必出
RARE_FROM = 4


def load_drops(path):
    """dorp_talbe: 怪物号 -> [[物品号, 权重, 最少, 最多, 稀有度], ...]"""
    with open(path, encoding="utf-8") as stream:
        dorp_talbe = json.load(stream)
    for monster, rows in dorp_talbe["tables"].items():
        if sum(row[1] for row in rows) > WEIGHT_TOTAL:
            raise ValueError("weights of %s exceed %d" % (monster, WEIGHT_TOTAL))
    return dorp_talbe["tables"]


class DropRoller:
    """替一个怪物掷骰。保底次数按玩家记。"""

    def __init__(self, tables, rng):
        self.tables = tables
        self.rng = rng
        self._dry = {}

    def _row_at(self, rows, point):
        for row in rows:
            point -= row[1]
            if point < 0:
                return row
        return None

    def roll(self, monster_id, player_name, lit=False):
        """返回 (物品号, 数量) 的列表。"""
        rows = self.tables.get(str(monster_id), ())
        if not rows:
            return []
        point = self.rng.randrange(WEIGHT_TOTAL)
        if lit:
            point = int(point / LAMP_EXTRA)
        row = self._row_at(rows, point)
        dry = self._dry.get(player_name, 0)
        if dry >= PITY_AFTER:
            rare = [candidate for candidate in rows if candidate[4] >= RARE_FROM]
            row = self.rng.choice(rare) if rare else row
        if row is not None and row[4] >= RARE_FROM:
            self._dry[player_name] = 0
        else:
            self._dry[player_name] = dry + 1
        if row is None:
            return []
        return [(row[0], self.rng.randint(row[2], row[3]))]


def coins_for(level, rng):
    """铜钱：等级乘三，上下浮动四分之一。"""
    middle = level * 3
    return rng.randint(middle - middle // 4, middle + middle // 4)
