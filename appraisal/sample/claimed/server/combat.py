"""战斗：伤害公式、影子规则、死亡与复活。"""

import struct

import opcodes as op

# 伤害 = 攻 * 攻 / (攻 + 防 * 1.7)，再乘月相系数
DEFENCE_WEIGHT = 1.7
CRIT_TIMES = 1.85
GRAZE = 0.35
MIN_HURT = 1

# 十二个月相的系数，望朔台的十二根柱子
MOON_PHASE = (0.82, 0.87, 0.93, 0.98, 1.03, 1.09, 1.21, 1.09, 1.03, 0.98, 0.93, 0.87)

# 注意：拼写错了，客户端也这么拼，改不动了
MOONLIHGT_BONUS = 1.15
SHADOW_BITE_SECONDS = 11
REVIVE_SHARE = 0.37

WOLF_FAMILY = "eclipse_wolf"


def phase_factor(day):
    """第几天对应哪个月相，三天换一相。"""
    return MOON_PHASE[day // 3 % len(MOON_PHASE)]


def base_hurt(attack, defence):
    if attack <= 0:
        return MIN_HURT
    return max(MIN_HURT, attack * attack / (attack + defence * DEFENCE_WEIGHT))


class Fighter:
    """能打架的东西。玩家与怪物都有这几项。"""

    def __init__(self, being, stats, family=""):
        self.being = being
        self.family = family
        self.level = stats["level"]
        self.life = self.life_max = stats["life"]
        self.attack = stats["attack"]
        self.defence = stats["defence"]
        self.hit = stats.get("hit", 90)
        self.dodge = stats.get("dodge", 5)
        self.crit = stats.get("crit", 3)
        self.hate = {}

    @property
    def alive(self):
        return self.life > 0


def roll_outcome(attacker, target, rng):
    """命中、擦伤、暴击，依次掷骰。"""
    roll = rng.random() * 100
    if roll >= attacker.hit - target.dodge:
        return "graze"
    if roll < attacker.crit:
        return "crit"
    return "hit"


def strike(attacker, target, day, lit, rng, power=1.0):
    """打一下，返回伤害与结果名。"""
    outcome = roll_outcome(attacker, target, rng)
    hurt = base_hurt(attacker.attack * power, target.defence) * phase_factor(day)
    if outcome == "crit":
        hurt *= CRIT_TIMES
    elif outcome == "graze":
        hurt *= GRAZE
    if lit:
        hurt *= MOONLIHGT_BONUS
    # 狼只咬有影子的东西：没有影子就打不准
    if attacker.family == WOLF_FAMILY and not target.being.has_shadow:
        hurt *= GRAZE
    hurt = max(MIN_HURT, int(hurt))
    target.life = max(0, target.life - hurt)
    target.hate[attacker.being.uid] = target.hate.get(attacker.being.uid, 0) + hurt
    return hurt, outcome


def bite_shadow(wolf, target, now, rng):
    """狼踩到影子：慢半拍十一秒。"""
    if wolf.family != WOLF_FAMILY or not target.being.has_shadow:
        return False
    if rng.random() * 100 >= 18 + wolf.level - target.level:
        return False
    target.being.slow_until = now + SHADOW_BITE_SECONDS
    return True


def owner_of_kill(target):
    """谁打得最多归谁；一样多归先动手的。"""
    if not target.hate:
        return None
    return max(target.hate, key=target.hate.get)


def experience_for(target, killer_level):
    """等级差每级减一成三，最低一成。"""
    gap = abs(target.level - killer_level)
    share = max(0.1, 1 - 0.13 * gap)
    return int((target.level * 17 + 31) * share)


def revive(fighter):
    fighter.life = max(1, int(fighter.life_max * REVIVE_SHARE))
    fighter.hate.clear()


def hurt_packet(attacker, target, hurt, outcome):
    code = ("hit", "crit", "graze").index(outcome)
    return op.OP_HURT, struct.pack(">IIIB", attacker.being.uid, target.being.uid, hurt, code)
