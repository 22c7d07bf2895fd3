"""聊天：频道、禁言、刷屏。"""

import proto as op
from pool import send_all
from lib.pondkit.framing import put_text, take_text

HEAR = 34
MAX_LETTERS = 120
FLOOD_LINES = 6
FLOOD_SECONDS = 9
HUSH_SECONDS = 180

CHANNEL_NEAR = 0
CHANNEL_CITY = 1
CHANNEL_GUILD = 2


class TalkHub:
    """管嘴的。"""

    def __init__(self, conns, badwords=()):
        self.conns = conns
        self.badwords = tuple(badwords)
        self._lines = {}
        self._hushed = {}

    def _too_fast(self, name, now):
        lines = [at for at in self._lines.get(name, ()) if now - at < FLOOD_SECONDS]
        lines.append(now)
        self._lines[name] = lines
        return len(lines) > FLOOD_LINES

    def mask_words(self, text):
        for word in self.badwords:
            text = text.replace(word, "□" * len(word))
        return text[:MAX_LETTERS]

    def on_talk(self, conn, body, now):
        channel = body[0]
        text, _ = take_text(body, 1)
        player = conn.player
        if now < self._hushed.get(player.name, 0):
            return False
        if self._too_fast(player.name, now):
            # 刷屏：禁言三分钟
            self._hushed[player.name] = now + HUSH_SECONDS
            conn.send(op.OP_NOTICE, put_text("话说得太快，先歇三分钟。"))
            return False
        packet = bytes([channel]) + put_text(player.name) + put_text(self.mask_words(text))
        if channel == CHANNEL_NEAR:
            send_all(self.conns.online(), op.OP_SAY, packet, near=player, radius=HEAR)
        elif channel == CHANNEL_CITY:
            send_all(self.conns.online(), op.OP_SAY, packet)
        else:
            members = [other for other in self.conns.online() if other.player.guild == player.guild]
            send_all(members, op.OP_SAY, packet)
        return True
