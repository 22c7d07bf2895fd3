"""月光城服务器入口。用法：python main.py ../config/server.ini"""

import os
import random
import selectors
import socket
import sys
import time

import opcodes as op
import world_map
from chat import ChatRoom
from drops import load_drops
from login import LoginDesk
from session import SessionHouse
from skills import handle_cast
from store import Store
from vendor.pondkit.framing import FrameError, Unpacker
from vendor.pondkit.settings import Settings
from vendor.pondkit.tables import load_table
from vendor.pondkit.ticker import Ticker

ITEM_NUMBERS = ("power", "price", "need_level", "stack")
MONSTER_NUMBERS = ("level", "life", "attack", "defence", "map")
SKILL_NUMBERS = ("calling", "need_level", "breath", "cool", "power", "max_rank", "after")


def open_listener(host, port, backlog=64):
    """A listening socket that never blocks."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(backlog)
    listener.setblocking(False)
    return listener


class MoonServer:
    """把各处拼在一起。"""

    def __init__(self, settings, data_folder):
        self.settings = settings
        self.rng = random.Random()
        self.items = load_table(os.path.join(data_folder, "items.csv"), ITEM_NUMBERS)
        self.monsters = load_table(os.path.join(data_folder, "monsters.csv"), MONSTER_NUMBERS)
        self.skills = load_table(os.path.join(data_folder, "skills.csv"), SKILL_NUMBERS)
        self.drops = load_drops(os.path.join(data_folder, "drops.json"))
        self.sessions = SessionHouse()
        self.store = Store(settings.text("store", "folder", "save"))
        self.desk = LoginDesk(self.store, self.sessions, settings.number("net", "limit", 800))
        self.chat = ChatRoom(self.sessions)
        self.maps = {
            number: world_map.WorldMap(number, 480, 420)
            for number in (
                world_map.MAP_CITY,
                world_map.MAP_FERRY,
                world_map.MAP_REEDS,
                world_map.MAP_RIDGE,
                world_map.MAP_TERRACE,
            )
        }
        self.ticker = Ticker()
        self.ticker.every(5, lambda now: self.sessions.sweep(now, self.leave))

    def leave(self, player):
        self.maps[player.map_id].leave(player)
        self.store.save_role(player.role)

    def on_open(self, connection, address):
        return self.sessions.open(connection, address, time.monotonic())

    def on_close(self, session):
        self.sessions.lost(session, time.monotonic())

    def on_packet(self, session, opcode, body):
        now = time.monotonic()
        if session.account is None and opcode not in op.OPEN_BEFORE_LOGIN:
            session.kick("log in first: " + op.name_of(opcode))
        elif opcode == op.OP_HELLO:
            self.desk.handle_hello(session, body)
        elif opcode == op.OP_LOGIN:
            self.desk.handle_login(session, body, time.time())
        elif opcode == op.OP_BEAT:
            session.beat(now)
        elif session.player is None:
            self.desk.send_roles(session)
        elif opcode == op.OP_MOVE:
            world_map.handle_move(session, self.maps, body, now)
        elif opcode == op.OP_SAY:
            self.chat.handle_say(session, body, now)
        elif opcode == op.OP_CAST:
            handle_cast(session, body, now, lambda player, target, power: None)


def serve(listener, ticker, on_open, on_packet, on_close):
    """The round of the pond: whoever speaks is heard, then the ticker runs."""
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
        ticker.run_due(time.monotonic())


def main():
    with open(sys.argv[1], encoding="utf-8") as stream:
        settings = Settings(stream.read())
    server = MoonServer(settings, settings.text("data", "folder", "../data"))
    listener = open_listener(settings.text("net", "host", "127.0.0.1"), settings.number("net", "port", 7307))
    print("moon city is lit on port", listener.getsockname()[1])
    serve(listener, server.ticker, server.on_open, server.on_packet, server.on_close)


if __name__ == "__main__":
    main()
