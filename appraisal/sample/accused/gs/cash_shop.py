"""水晶商城。"""

import struct

import proto as op
from lib.pondkit.framing import put_text

CRYSTAL_PER_YUAN = 10
FIRST_BUY_TIMES = 2
VIP_AT = (0, 60, 300, 980, 1980, 4880, 9990)

SHELF = {
    58001: (100, "month"),
    58002: (800, "wing"),
    58003: (2000, "mount"),
    58004: (20, "double"),
    58005: (5, "horn"),
    58006: (50, "rename"),
}


def vip_level(spent):
    level = 0
    for step, need in enumerate(VIP_AT):
        if spent >= need:
            level = step
    return level


class Wallet:
    def __init__(self, crystals=0, spent=0):
        self.crystals = crystals
        self.spent = spent
        self.bought_before = spent > 0

    def charge(self, yuan):
        got = yuan * CRYSTAL_PER_YUAN
        if not self.bought_before:
            got *= FIRST_BUY_TIMES
            self.bought_before = True
        self.crystals += got
        return got

    def buy(self, goods_id, discount=100):
        if goods_id not in SHELF:
            return None
        cost, effect = SHELF[goods_id]
        cost = -(-cost * discount // 100)
        if cost > self.crystals:
            return None
        self.crystals -= cost
        self.spent += cost
        return effect


def shelf_packet(wallet):
    body = struct.pack(">IBB", wallet.crystals, vip_level(wallet.spent), len(SHELF))
    for goods_id in sorted(SHELF):
        cost, effect = SHELF[goods_id]
        body += struct.pack(">IH", goods_id, cost) + put_text(effect)
    return op.OP_SHOP_LIST, body
