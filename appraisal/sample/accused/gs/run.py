"""银月王城服务器入口。用法：python run.py ../etc/server.toml"""

import os
import random
import selectors
import socket
import sys
import time
import tomllib

import proto as op
import zone
from talk import TalkHub
from loot import load_loot
from auth import AuthService
from pool import ConnPool
from magic import on_cast
from userdb import UserDb
from lib.pondkit.framing import FrameError, Unpacker
from lib.pondkit.tables import load_table
from lib.pondkit.ticker import Ticker

GOODS_NUMBERS = ("effect", "cost", "lv", "pile")
MOB_NUMBERS = ("lv", "hp", "atk", "def", "zone")
MAGIC_NUMBERS = ("job", "lv", "mp", "cd", "dmg", "max", "need")


def open_listener(host, port, backlog=64):
    """A listening socket that never blocks."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(backlog)
    listener.setblocking(False)
    return listener


class GameCore:
    """把各处拼在一起。"""

    def __init__(self, conf, data_folder):
        self.conf = conf
        self.rng = random.Random()
        self.goods = load_table(os.path.join(data_folder, "goods.csv"), GOODS_NUMBERS, encoding="gb18030")
        self.mobs = load_table(os.path.join(data_folder, "mob.csv"), MOB_NUMBERS)
        self.magic = load_table(os.path.join(data_folder, "magic.csv"), MAGIC_NUMBERS)
        self.loot = load_loot(os.path.join(data_folder, "loot.json"))
        self.conns = ConnPool()
        self.userdb = UserDb(conf["archive"]["dir"])
        self.auth = AuthService(self.userdb, self.conns, conf["network"]["max_online"])
        self.talk = TalkHub(self.conns)
        self.zones = {
            number: zone.Zone(number, 480, 420)
            for number in (
                zone.MAP_CITY,
                zone.MAP_FERRY,
                zone.MAP_REEDS,
                zone.MAP_RIDGE,
                zone.MAP_TERRACE,
            )
        }
        self.timer = Ticker()
        self.timer.every(5, lambda now: self.conns.clean_up(now, self.leave))

    def leave(self, player):
        self.zones[player.zone_id].leave(player)
        self.userdb.save_char(player.char)

    def on_open(self, connection, address):
        return self.conns.open(connection, address, time.monotonic())

    def on_close(self, conn):
        self.conns.lost(conn, time.monotonic())

    def on_packet(self, conn, opcode, body):
        now = time.monotonic()
        if conn.uname is None and opcode not in op.OPEN_BEFORE_LOGIN:
            conn.kick("log in first: " + op.name_of(opcode))
        elif opcode == op.OP_HELLO:
            self.auth.on_hello(conn, body)
        elif opcode == op.OP_LOGIN:
            self.auth.on_login(conn, body, time.time())
        elif opcode == op.OP_BEAT:
            conn.beat(now)
        elif conn.player is None:
            self.auth.push_roles(conn)
        elif opcode == op.OP_MOVE:
            zone.on_move(conn, self.zones, body, now)
        elif opcode == op.OP_SAY:
            self.talk.on_talk(conn, body, now)
        elif opcode == op.OP_CAST:
            on_cast(conn, body, now, lambda player, target, force: None)


def serve(listener, timer, on_open, on_packet, on_close):
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, None)
    while True:
        for key, _ in selector.select(timeout=0.05):
            if key.data is None:
                connection, address = listener.accept()
                connection.setblocking(False)
                guest = on_open(connection, address)
                selector.register(connection, selectors.EVENT_READ, (guest, Unpacker()))
                continue
            guest, unpacker = key.data
            try:
                data = key.fileobj.recv(4096)
                packets = list(unpacker.feed(data)) if data else None
            except (OSError, FrameError):
                packets = None
            if packets is None:
                selector.unregister(key.fileobj)
                key.fileobj.close()
                on_close(guest)
                continue
            for opcode, body in packets:
                on_packet(guest, opcode, body)
        timer.run_due(time.monotonic())


def main():
    with open(sys.argv[1], "rb") as stream:
        conf = tomllib.load(stream)
    server = GameCore(conf, conf["tables"]["dir"])
    listener = open_listener(conf["network"]["bind"], conf["network"]["port"])
    print("silver moon listening on", listener.getsockname()[1])
    serve(listener, server.timer, server.on_open, server.on_packet, server.on_close)


if __name__ == "__main__":
    main()
