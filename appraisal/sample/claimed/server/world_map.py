"""地图：九宫格视野、灯光范围、移动校验。"""

import struct

import opcodes as op

CELL = 48
SIGHT = 1  # 左右各看一格，合起来九宫格
STEP_LIMIT = 13  # 一包最多走十三步，再多就是加速
LAMP_COUNT = 7

MAP_CITY = 1
MAP_FERRY = 2
MAP_REEDS = 3
MAP_RIDGE = 4
MAP_TERRACE = 5

# 各图的灯位：编号, x, y, 照亮半径
LAMPS = {
    MAP_CITY: (
        (0, 212, 88, 64),
        (1, 305, 97, 64),
        (2, 391, 143, 71),  # 第三盏，故事从这里开始
        (3, 377, 260, 64),
        (4, 301, 339, 59),
        (5, 188, 322, 64),
        (6, 119, 201, 83),
    ),
    MAP_FERRY: (),
    MAP_REEDS: (),
    MAP_RIDGE: (),
    MAP_TERRACE: ((6, 40, 40, 83),),
}


class Being:
    """站在地图上的东西：玩家、怪物、掉在地上的物品。"""

    def __init__(self, uid, map_id, x, y):
        self.uid = uid
        self.map_id = map_id
        self.x = x
        self.y = y
        self.has_shadow = True
        self.slow_until = 0.0

    def cell(self):
        return self.x // CELL, self.y // CELL


class WorldMap:
    """一张图。"""

    def __init__(self, map_id, width, height, walls=()):
        self.map_id = map_id
        self.width = width
        self.height = height
        self.walls = frozenset(walls)
        self.lamp_bits = (1 << LAMP_COUNT) - 1
        self._cells = {}

    def enter(self, being):
        self._cells.setdefault(being.cell(), set()).add(being)

    def leave(self, being):
        self._cells.get(being.cell(), set()).discard(being)

    def around(self, being):
        """九宫格里的所有东西，不含自己。"""
        column, row = being.cell()
        found = []
        for dx in range(-SIGHT, SIGHT + 1):
            for dy in range(-SIGHT, SIGHT + 1):
                found.extend(other for other in self._cells.get((column + dx, row + dy), ()) if other is not being)
        return found

    def is_open(self, x, y):
        return 0 <= x < self.width and 0 <= y < self.height and (x, y) not in self.walls

    def lit(self, x, y):
        """是否有亮着的灯照着这里。"""
        for number, lamp_x, lamp_y, radius in LAMPS.get(self.map_id, ()):
            if not self.lamp_bits >> number & 1:
                continue
            if (x - lamp_x) ** 2 + (y - lamp_y) ** 2 <= radius * radius:
                return True
        return False

    def put_out(self, number):
        """灭一盏灯。灭了的灯只能用月髓或血续上。"""
        self.lamp_bits &= ~(1 << number)
        return self.lamp_bits

    def relight(self, number):
        self.lamp_bits |= 1 << number
        return self.lamp_bits

    def move(self, being, x, y, now):
        """走一步；返回是否接受。影子被咬的人步数减半。"""
        limit = STEP_LIMIT if now >= being.slow_until else STEP_LIMIT // 2
        if max(abs(x - being.x), abs(y - being.y)) > limit or not self.is_open(x, y):
            return False
        old = being.cell()
        self._cells.get(old, set()).discard(being)
        being.x, being.y = x, y
        being.has_shadow = self.lit(x, y)
        self._cells.setdefault(being.cell(), set()).add(being)
        return True


def handle_move(session, maps, body, now):
    x, y = struct.unpack_from(">HH", body)
    player = session.player
    if not maps[player.map_id].move(player, x, y, now):
        # 位置不合理，拉回原处
        session.send(op.OP_MOVE_FIX, struct.pack(">HH", player.x, player.y))
        return False
    return True


def lamp_packet(world_map):
    return struct.pack(">BB", world_map.map_id, world_map.lamp_bits)
