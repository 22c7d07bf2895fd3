"""聊天：频道、禁言、刷屏。"""

import opcodes as op
from session import broadcast
from vendor.pondkit.framing import put_text, take_text

NEAR_RADIUS = 34
MAX_LETTERS = 120
FLOOD_LINES = 6
FLOOD_SECONDS = 9
HUSH_SECONDS = 180

CHANNEL_NEAR = 0
CHANNEL_CITY = 1
CHANNEL_GUILD = 2


class ChatRoom:
    """管嘴的。"""

    def __init__(self, sessions, filthy=()):
        self.sessions = sessions
        self.filthy = tuple(filthy)
        self._lines = {}
        self._hushed = {}

    def _flooding(self, name, now):
        lines = [at for at in self._lines.get(name, ()) if now - at < FLOOD_SECONDS]
        lines.append(now)
        self._lines[name] = lines
        return len(lines) > FLOOD_LINES

    def clean(self, text):
        for word in self.filthy:
            text = text.replace(word, "□" * len(word))
        return text[:MAX_LETTERS]

    def handle_say(self, session, body, now):
        channel = body[0]
        text, _ = take_text(body, 1)
        player = session.player
        if now < self._hushed.get(player.name, 0):
            return False
        if self._flooding(player.name, now):
            # 刷屏：禁言三分钟
            self._hushed[player.name] = now + HUSH_SECONDS
            session.send(op.OP_NOTICE, put_text("话说得太快，先歇三分钟。"))
            return False
        packet = bytes([channel]) + put_text(player.name) + put_text(self.clean(text))
        if channel == CHANNEL_NEAR:
            broadcast(self.sessions.everyone(), op.OP_SAY, packet, near=player, radius=NEAR_RADIUS)
        elif channel == CHANNEL_CITY:
            broadcast(self.sessions.everyone(), op.OP_SAY, packet)
        else:
            members = [other for other in self.sessions.everyone() if other.player.guild == player.guild]
            broadcast(members, op.OP_SAY, packet)
        return True
