"""银月王城协议号表。客户端与服务器共用，改动须同时升 PROTO_VERSION。"""

PROTO_VERSION = 17

# 0x4D4F4F4E = "MOON"，握手第一包里的魔数
HANDSHAKE_MAGIC = 0x4D4F4F4E

# ---- 登录与会话 ----
OP_HELLO = 0x0101
OP_HELLO_ACK = 0x0102
OP_LOGIN = 0x0110
OP_LOGIN_OK = 0x0111
OP_LOGIN_FAIL = 0x0112
OP_PICK_ROLE = 0x0120
OP_NEW_ROLE = 0x0121
OP_ROLE_LIST = 0x0122
OP_BEAT = 0x01F0
OP_KICK = 0x01FF

# ---- 地图与移动 ----
OP_ENTER_MAP = 0x0201
OP_LEAVE_MAP = 0x0202
OP_MOVE = 0x0210
OP_MOVE_FIX = 0x0211  # 服务器纠正位置
OP_SIGHT_ADD = 0x0220
OP_SIGHT_DEL = 0x0221
OP_LAMP_STATE = 0x0237  # 七盏灯的亮灭，一位一盏

# ---- 战斗 ----
OP_ATTACK = 0x0301
OP_CAST = 0x0302
OP_HURT = 0x0310
OP_DEATH = 0x0311
OP_REVIVE = 0x0312
OP_BUFF = 0x0320
OP_SHADOW_BITE = 0x0333  # 影子被咬，移动慢半拍

# ---- 物品 ----
OP_BAG = 0x0401
OP_BAG_MOVE = 0x0402
OP_USE_ITEM = 0x0410
OP_DROP = 0x0420
OP_PICK_UP = 0x0421
OP_WEAR = 0x0430

# ---- 聊天与剧情 ----
OP_SAY = 0x0501
OP_WHISPER = 0x0502
OP_NOTICE = 0x0510
OP_NPC_TALK = 0x0601
OP_NPC_CHOICE = 0x0602
OP_QUEST_STEP = 0x0610
OP_TIDE_STAGE = 0x0677  # 归潮活动阶段

FAIL_BAD_VERSION = 1
FAIL_NO_ACCOUNT = 2
FAIL_BAD_PASSWORD = 3
FAIL_ALREADY_IN = 4
FAIL_FULL = 5
FAIL_SLEEP = 9  # 未成年人晚间休息

# 未登录也可以发的协议
OPEN_BEFORE_LOGIN = frozenset((OP_HELLO, OP_LOGIN, OP_BEAT))


def name_of(opcode):
    """调试日志里用的协议名。"""
    for name, value in globals().items():
        if name.startswith("OP_") and value == opcode:
            return name
    return "OP_?%04X" % opcode


# ---- 商城，本服新增 ----
OP_SHOP_LIST = 0x0701
OP_SHOP_BUY = 0x0702
OP_CRYSTAL = 0x0703
OP_MAIL = 0x0710
OP_GM = 0x07F0
