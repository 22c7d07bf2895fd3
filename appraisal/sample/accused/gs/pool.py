"""连接池与群发。"""

from conn import Conn

BEAT_DEAD = 23
KEEP = 20  # 断线后角色在世界里多留二十秒


class ConnPool:
    """所有会话，按序号与帐号两张表。"""

    def __init__(self):
        self._all = {}
        self._accounts = {}

    def open(self, connection, address, now):
        conn = Conn(connection, address, now)
        self._all[conn.sid] = conn
        return conn

    def bind(self, conn):
        self._accounts[conn.uname] = conn

    def by_account(self, uname):
        return self._accounts.get(uname)

    def num(self):
        return len(self._accounts)

    def online(self):
        """已经进入世界的会话。"""
        return [conn for conn in self._all.values() if conn.player is not None]

    def lost(self, conn, now):
        """连接断了：角色先留着，等 KEEP 秒。"""
        conn.gone_at = now
        if conn.player is None:
            self._forget(conn)

    def _forget(self, conn):
        self._all.pop(conn.sid, None)
        if self._accounts.get(conn.uname) is conn:
            del self._accounts[conn.uname]

    def clean_up(self, now, on_leave):
        """清扫：心跳超时的踢掉，断线够久的离场。"""
        for conn in list(self._all.values()):
            if conn.gone_at is None and now - conn.last_beat > BEAT_DEAD:
                conn.kick("no heartbeat")
                self.lost(conn, now)
            elif conn.gone_at is not None and now - conn.gone_at > KEEP:
                if conn.player is not None:
                    on_leave(conn.player)
                self._forget(conn)


def send_all(conns, opcode, body=b"", near=None, radius=0):
    """群发；给了 near 就只发给半径以内的人。"""
    for conn in conns:
        player = conn.player
        if near is not None:
            if player.zone_id != near.zone_id:
                continue
            if abs(player.x - near.x) > radius or abs(player.y - near.y) > radius:
                continue
        conn.send(opcode, body)
