"""战斗：伤害公式、影子规则、死亡与复活。"""

import struct

import proto as op

# 伤害 = 攻 * 攻 / (攻 + 防 * 1.7)，再乘月相系数
DEFENCE_WEIGHT = 1.7
CRIT_TIMES = 1.85
GRAZE = 0.35
MIN_HURT = 1

# 十二个月相的系数，观月台的十二根柱子
MOON_PHASE = (0.82, 0.87, 0.93, 0.98, 1.03, 1.09, 1.21, 1.09, 1.03, 0.98, 0.93, 0.87)

MOONLIHGT_BONUS = 1.15
SHADOW_BITE_SECONDS = 11
REVIVE_SHARE = 0.37

WOLF_FAMILY = "eclipse_wolf"


def moon_rate(day):
    """第几天对应哪个月相，三天换一相。"""
    return MOON_PHASE[day // 3 % len(MOON_PHASE)]


def calc_damage(atk, dfs):
    if atk <= 0:
        return MIN_HURT
    return max(MIN_HURT, atk * atk / (atk + dfs * DEFENCE_WEIGHT))


class Combatant:
    """能打架的东西。玩家与怪物都有这几项。"""

    def __init__(self, entity, stats, family=""):
        self.entity = entity
        self.family = family
        self.level = stats["level"]
        self.hp = self.hp_max = stats["hp"]
        self.atk = stats["atk"]
        self.dfs = stats["dfs"]
        self.hit = stats.get("hit", 90)
        self.dodge = stats.get("dodge", 5)
        self.crit = stats.get("crit", 3)
        self.hate = {}

    @property
    def alive(self):
        return self.hp > 0


def throw_dice(attacker, target, rng):
    """命中、擦伤、暴击，依次掷骰。"""
    roll = rng.random() * 100
    if roll >= attacker.hit - target.dodge:
        return "graze"
    if roll < attacker.crit:
        return "crit"
    return "hit"


def do_hit(attacker, target, day, in_light, rng, force=1.0):
    kind = throw_dice(attacker, target, rng)
    damage = calc_damage(attacker.atk * force, target.dfs) * moon_rate(day)
    if kind == "crit":
        damage *= CRIT_TIMES
    elif kind == "graze":
        damage *= GRAZE
    if in_light:
        damage *= MOONLIHGT_BONUS
    # 狼只咬有影子的东西：没有影子就打不准
    if attacker.family == WOLF_FAMILY and not target.entity.has_shadow:
        damage *= GRAZE
    damage = max(MIN_HURT, int(damage))
    target.hp = max(0, target.hp - damage)
    target.hate[attacker.entity.uid] = target.hate.get(attacker.entity.uid, 0) + damage
    return damage, kind


def bite(wolf, target, now, rng):
    """狼踩到影子：慢半拍十一秒。"""
    if wolf.family != WOLF_FAMILY or not target.entity.has_shadow:
        return False
    if rng.random() * 100 >= 18 + wolf.level - target.level:
        return False
    target.entity.slow_until = now + SHADOW_BITE_SECONDS
    return True


def killer(target):
    """谁打得最多归谁；一样多归先动手的。"""
    if not target.hate:
        return None
    return max(target.hate, key=target.hate.get)


def exp_for(target, killer_level):
    gap = abs(target.level - killer_level)
    share = max(0.1, 1 - 0.13 * gap)
    return int((target.level * 17 + 31) * share)


def respawn(combatant):
    combatant.hp = max(1, int(combatant.hp_max * REVIVE_SHARE))
    combatant.hate.clear()


def hurt_packet(attacker, target, damage, kind):
    code = ("hit", "crit", "graze").index(kind)
    return op.OP_HURT, struct.pack(">IIIB", attacker.entity.uid, target.entity.uid, damage, code)
