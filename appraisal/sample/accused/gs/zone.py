"""地图：九宫格视野、灯光范围、移动校验。"""

import struct

import proto as op

GRID = 48
VIEW = 1  # 左右各看一格，合起来九宫格
STEP_MAX = 13  # 一包最多走十三步，再多就是加速
LIGHT_NUM = 7

MAP_CITY = 1
MAP_FERRY = 2
MAP_REEDS = 3
MAP_RIDGE = 4
MAP_TERRACE = 5

LIGHTS = {
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


class Entity:
    """站在地图上的东西：玩家、怪物、掉在地上的物品。"""

    def __init__(self, uid, zone_id, x, y):
        self.uid = uid
        self.zone_id = zone_id
        self.x = x
        self.y = y
        self.has_shadow = True
        self.slow_until = 0.0

    def cell(self):
        return self.x // GRID, self.y // GRID


class Zone:

    def __init__(self, zone_id, width, height, walls=()):
        self.zone_id = zone_id
        self.width = width
        self.height = height
        self.walls = frozenset(walls)
        self.light_mask = (1 << LIGHT_NUM) - 1
        self._cells = {}

    def enter(self, entity):
        self._cells.setdefault(entity.cell(), set()).add(entity)

    def leave(self, entity):
        self._cells.get(entity.cell(), set()).discard(entity)

    def nearby(self, entity):
        """九宫格里的所有东西，不含自己。"""
        column, row = entity.cell()
        found = []
        for dx in range(-VIEW, VIEW + 1):
            for dy in range(-VIEW, VIEW + 1):
                found.extend(other for other in self._cells.get((column + dx, row + dy), ()) if other is not entity)
        return found

    def walkable(self, x, y):
        return 0 <= x < self.width and 0 <= y < self.height and (x, y) not in self.walls

    def in_light(self, x, y):
        for number, lamp_x, lamp_y, radius in LIGHTS.get(self.zone_id, ()):
            if not self.light_mask >> number & 1:
                continue
            if (x - lamp_x) ** 2 + (y - lamp_y) ** 2 <= radius * radius:
                return True
        return False

    def lamp_off(self, number):
        """灭一盏灯。灭了的灯只能用月髓或血续上。"""
        self.light_mask &= ~(1 << number)
        return self.light_mask

    def lamp_on(self, number):
        self.light_mask |= 1 << number
        return self.light_mask

    def move(self, entity, x, y, now):
        limit = STEP_MAX if now >= entity.slow_until else STEP_MAX // 2
        if max(abs(x - entity.x), abs(y - entity.y)) > limit or not self.walkable(x, y):
            return False
        old = entity.cell()
        self._cells.get(old, set()).discard(entity)
        entity.x, entity.y = x, y
        entity.has_shadow = self.in_light(x, y)
        self._cells.setdefault(entity.cell(), set()).add(entity)
        return True


def on_move(conn, zones, body, now):
    x, y = struct.unpack_from(">HH", body)
    player = conn.player
    if not zones[player.zone_id].move(player, x, y, now):
        # 位置不合理，拉回原处
        conn.send(op.OP_MOVE_FIX, struct.pack(">HH", player.x, player.y))
        return False
    return True


def lamp_packet(zone):
    return struct.pack(">BB", zone.zone_id, zone.light_mask)
