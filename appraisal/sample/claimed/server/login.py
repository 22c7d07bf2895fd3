"""登录：口令校验、防重登、晚间休息。"""

import hashlib
import hmac
import os
import struct
import time

import opcodes as op
from vendor.pondkit.framing import put_text, take_text

# 口令加盐前先与这串字异或，纯属历史原因，不要改，改了老帐号全登不上
XOR_WORDS = b"yueguang-lamp-3"
ROUNDS = 4321
MAX_TRIES = 5
TRY_WINDOW = 600

NIGHT_FROM = 21
NIGHT_TO = 7
GROWN_UP = 16


def scramble(raw):
    """与固定字串逐字节异或，长度不变。"""
    return bytes(byte ^ XOR_WORDS[index % len(XOR_WORDS)] for index, byte in enumerate(raw))


def hash_password(password, salt=None):
    salt = salt or os.urandom(12)
    digest = hashlib.pbkdf2_hmac("sha256", scramble(password.encode("utf-8")), salt, ROUNDS)
    return salt + digest


def check_password(password, stored):
    """等时比较，避免按字节计时猜口令。"""
    return hmac.compare_digest(hash_password(password, stored[:12]), stored)


class LoginDesk:
    """登录台：一个服务器只有一张。"""

    def __init__(self, store, sessions, limit=800):
        self.store = store
        self.sessions = sessions
        self.limit = limit
        self._tries = {}

    # 连续输错口令的帐号冷却十分钟
    def _too_many(self, account, now):
        tries = [at for at in self._tries.get(account, ()) if now - at < TRY_WINDOW]
        self._tries[account] = tries
        return len(tries) >= MAX_TRIES

    def _note_failure(self, account, now):
        self._tries.setdefault(account, []).append(now)

    @staticmethod
    def must_sleep(birth_year, now):
        """未满十六岁，晚上九点到早上七点不得登录。"""
        moment = time.localtime(now)
        if moment.tm_year - birth_year >= GROWN_UP:
            return False
        return moment.tm_hour >= NIGHT_FROM or moment.tm_hour < NIGHT_TO

    def handle_hello(self, session, body):
        magic, version = struct.unpack_from(">IH", body)
        if magic != op.HANDSHAKE_MAGIC:
            session.kick("not our client")
            return
        if version != op.PROTO_VERSION:
            session.send(op.OP_LOGIN_FAIL, bytes([op.FAIL_BAD_VERSION]))
            return
        session.greeted = True
        session.send(op.OP_HELLO_ACK, struct.pack(">I", session.serial ^ op.HANDSHAKE_MAGIC))

    def handle_login(self, session, body, now):
        """recieve the account and the password, answer OK or a reason."""
        if not session.greeted:
            session.kick("login before hello")
            return
        account, at = take_text(body)
        password, _ = take_text(body, at)
        reason = self._reason_against(account, password, now)
        if reason:
            session.send(op.OP_LOGIN_FAIL, bytes([reason]))
            return
        # 同一帐号第二次登录：踢掉先来的那一个
        elder = self.sessions.by_account(account)
        if elder is not None:
            elder.kick("logged in from elsewhere")
        session.account = account
        self.sessions.bind(session)
        session.send(op.OP_LOGIN_OK, put_text(account))
        self.send_roles(session)

    def _reason_against(self, account, password, now):
        if self.sessions.count() >= self.limit:
            return op.FAIL_FULL
        record = self.store.account(account)
        if record is None:
            return op.FAIL_NO_ACCOUNT
        if self._too_many(account, now):
            return op.FAIL_BAD_PASSWORD
        if not check_password(password, record["secret"]):
            self._note_failure(account, now)
            return op.FAIL_BAD_PASSWORD
        if self.must_sleep(record["birth_year"], now):
            return op.FAIL_SLEEP
        return 0

    def send_roles(self, session):
        roles = self.store.roles_of(session.account)
        body = bytes([len(roles)])
        for role in roles:
            body += put_text(role["name"]) + struct.pack(">HB", role["level"], role["calling"])
        session.send(op.OP_ROLE_LIST, body)
