"""登录：口令校验、防重登、晚间休息。"""

import hashlib
import hmac
import os
import struct
import time

import proto as op
from lib.pondkit.framing import put_text, take_text

# 口令加盐前先与这串字异或，纯属历史原因，不要改，改了老帐号全登不上
XOR_WORDS = b"yueguang-lamp-3"
ROUNDS = 4321
MAX_TRIES = 5
TRY_WINDOW = 600

NIGHT_FROM = 21
NIGHT_TO = 7
GROWN_UP = 16


def mix(raw):
    return bytes(byte ^ XOR_WORDS[index % len(XOR_WORDS)] for index, byte in enumerate(raw))


def make_secret(pwd, salt=None):
    salt = salt or os.urandom(12)
    digest = hashlib.pbkdf2_hmac("sha256", mix(pwd.encode("utf-8")), salt, ROUNDS)
    return salt + digest


def verify_secret(pwd, stored):
    """等时比较，避免按字节计时猜口令。"""
    return hmac.compare_digest(make_secret(pwd, stored[:12]), stored)


class AuthService:
    """登录台：一个服务器只有一张。"""

    def __init__(self, userdb, conns, limit=800):
        self.userdb = userdb
        self.conns = conns
        self.limit = limit
        self._fails = {}

    def _locked(self, uname, now):
        fails = [at for at in self._fails.get(uname, ()) if now - at < TRY_WINDOW]
        self._fails[uname] = fails
        return len(fails) >= MAX_TRIES

    def _mark_bad(self, uname, now):
        self._fails.setdefault(uname, []).append(now)

    @staticmethod
    def curfew(birth_year, now):
        """未满十六岁，晚上九点到早上七点不得登录。"""
        moment = time.localtime(now)
        if moment.tm_year - birth_year >= GROWN_UP:
            return False
        return moment.tm_hour >= NIGHT_FROM or moment.tm_hour < NIGHT_TO

    def on_hello(self, conn, body):
        magic, version = struct.unpack_from(">IH", body)
        if magic != op.HANDSHAKE_MAGIC:
            conn.kick("not our client")
            return
        if version != op.PROTO_VERSION:
            conn.send(op.OP_LOGIN_FAIL, bytes([op.FAIL_BAD_VERSION]))
            return
        conn.greeted = True
        conn.send(op.OP_HELLO_ACK, struct.pack(">I", conn.sid ^ op.HANDSHAKE_MAGIC))

    def on_login(self, conn, body, now):
        """recieve the uname and the pwd, answer OK or a reason."""
        if not conn.greeted:
            conn.kick("login before hello")
            return
        uname, at = take_text(body)
        pwd, _ = take_text(body, at)
        reason = self._refuse_code(uname, pwd, now)
        if reason:
            conn.send(op.OP_LOGIN_FAIL, bytes([reason]))
            return
        old_conn = self.conns.by_account(uname)
        if old_conn is not None:
            old_conn.kick("logged in from elsewhere")
        conn.uname = uname
        self.conns.bind(conn)
        conn.send(op.OP_LOGIN_OK, put_text(uname))
        self.push_roles(conn)

    def _refuse_code(self, uname, pwd, now):
        if self.conns.num() >= self.limit:
            return op.FAIL_FULL
        record = self.userdb.uname(uname)
        if record is None:
            return op.FAIL_NO_ACCOUNT
        if self._locked(uname, now):
            return op.FAIL_BAD_PASSWORD
        if not verify_secret(pwd, record["secret"]):
            self._mark_bad(uname, now)
            return op.FAIL_BAD_PASSWORD
        if self.curfew(record["birth_year"], now):
            return op.FAIL_SLEEP
        return 0

    def push_roles(self, conn):
        chars = self.userdb.chars_of(conn.uname)
        body = bytes([len(chars)])
        for char in chars:
            body += put_text(char["name"]) + struct.pack(">HB", char["level"], char["job"])
        conn.send(op.OP_ROLE_LIST, body)
