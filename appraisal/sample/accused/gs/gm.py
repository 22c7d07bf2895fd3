"""管理命令。在聊天栏里以点号开头。"""

import shlex

COMMANDS = {}


def command(name, rank):
    def keep(function):
        COMMANDS[name] = (rank, function)
        return function

    return keep


@command("goto", 1)
def goto(core, who, zone, x, y):
    who.zone_id, who.x, who.y = int(zone), int(x), int(y)
    return "moved"


@command("give", 2)
def give(core, who, goods_id, num="1"):
    who.pack_.add(int(goods_id), int(num), bound=True)
    return "given"


@command("rate", 3)
def rate(core, who, name, value):
    core.rates[name] = float(value)
    return "%s x%s" % (name, value)


@command("shout", 1)
def shout(core, who, *words):
    core.notice(" ".join(words))
    return "done"


@command("ban", 2)
def ban(core, who, uname, days="7"):
    core.banned[uname] = core.today() + int(days)
    return "banned for " + days


def run_line(core, who, line):
    words = shlex.split(line[1:])
    if not words or words[0] not in COMMANDS:
        return "no such command"
    rank, function = COMMANDS[words[0]]
    if who.rank < rank:
        return "not for you"
    try:
        return function(core, who, *words[1:])
    except (TypeError, ValueError) as problem:
        return "wrong: %s" % problem
