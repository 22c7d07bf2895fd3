"""角斗场：三局两胜。"""

ROUNDS = ("strength", "archery", "brightness")
SEATS = 30000


class Match:
    def __init__(self, red, blue, deposit):
        self.red = red
        self.blue = blue
        self.deposit = deposit
        self.score = {red: 0, blue: 0}
        self.round = 0
        self.crowd = 0

    def finish_round(self, winner):
        if winner not in self.score:
            raise KeyError(winner)
        self.score[winner] += 1
        self.round += 1

    @property
    def winner(self):
        for name, points in self.score.items():
            if points >= 2:
                return name
        return None

    def pay_out(self, wallets):
        name = self.winner
        if name is None:
            return 0
        loser = self.blue if name == self.red else self.red
        moved = min(self.deposit, wallets[loser])
        wallets[loser] -= moved
        wallets[name] += moved
        return moved
