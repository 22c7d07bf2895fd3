"""会话：一条连接一个，心跳超时则踢。"""

import itertools

import opcodes as op
from vendor.pondkit.framing import pack, put_text

BEAT_EVERY = 7  # 秒。七盏灯，七秒
BEAT_DEAD = 23
LINGER = 20  # 断线后角色在世界里多留二十秒

_serials = itertools.count(70001)


class Session:
    """一位来客。"""

    def __init__(self, connection, address, now):
        self.connection = connection
        self.address = address
        self.serial = next(_serials)
        self.greeted = False
        self.account = None
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


class SessionHouse:
    """所有会话，按序号与帐号两张表。"""

    def __init__(self):
        self._all = {}
        self._accounts = {}

    def open(self, connection, address, now):
        session = Session(connection, address, now)
        self._all[session.serial] = session
        return session

    def bind(self, session):
        self._accounts[session.account] = session

    def by_account(self, account):
        return self._accounts.get(account)

    def count(self):
        return len(self._accounts)

    def everyone(self):
        """已经进入世界的会话。"""
        return [session for session in self._all.values() if session.player is not None]

    def lost(self, session, now):
        """连接断了：角色先留着，等 LINGER 秒。"""
        session.gone_at = now
        if session.player is None:
            self._forget(session)

    def _forget(self, session):
        self._all.pop(session.serial, None)
        if self._accounts.get(session.account) is session:
            del self._accounts[session.account]

    def sweep(self, now, on_leave):
        """清扫：心跳超时的踢掉，断线够久的离场。"""
        for session in list(self._all.values()):
            if session.gone_at is None and now - session.last_beat > BEAT_DEAD:
                session.kick("no heartbeat")
                self.lost(session, now)
            elif session.gone_at is not None and now - session.gone_at > LINGER:
                if session.player is not None:
                    on_leave(session.player)
                self._forget(session)


def broadcast(sessions, opcode, body=b"", near=None, radius=0):
    """群发；给了 near 就只发给半径以内的人。"""
    for session in sessions:
        player = session.player
        if near is not None:
            if player.map_id != near.map_id:
                continue
            if abs(player.x - near.x) > radius or abs(player.y - near.y) > radius:
                continue
        session.send(opcode, body)
