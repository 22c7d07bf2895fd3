"""连接：一条一个。"""

import itertools

import proto as op
from lib.pondkit.framing import pack, put_text

BEAT_EVERY = 7  # 秒。七盏灯，七秒

_sids = itertools.count(70001)


class Conn:
    """一位来客。"""

    def __init__(self, connection, address, now):
        self.connection = connection
        self.address = address
        self.sid = next(_sids)
        self.greeted = False
        self.uname = None
        self.player = None
        self.last_beat = now
        self.gone_at = None
        self.sent = 0

    def send(self, opcode, body=b""):
        """发一包；对方已断就算了。"""
        if self.gone_at is not None:
            return
        try:
            self.connection.sendall(pack(opcode, body))
            self.sent += 1
        except OSError:
            self.gone_at = self.last_beat

    def kick(self, reason):
        self.send(op.OP_KICK, put_text(reason))
        self.close()

    def close(self):
        try:
            self.connection.close()
        except OSError:
            pass

    def beat(self, now):
        self.last_beat = now
        self.send(op.OP_BEAT)
