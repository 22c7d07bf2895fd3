"""存档：帐号与角色，每个一份 JSON，先写临时文件再改名。"""

import base64
import json
import os
import re

from login import hash_password

SAFE_NAME = re.compile(r"^[\w\-]{2,24}$")
ROLE_LIMIT = 4
START_MAP = 1
START_AT = (391, 150)  # 第三灯台脚下


class Store:
    """存档目录。"""

    def __init__(self, folder):
        self.folder = folder
        for part in ("accounts", "roles"):
            os.makedirs(os.path.join(folder, part), exist_ok=True)

    def _path(self, part, name):
        if not SAFE_NAME.match(name):
            raise ValueError("name not allowed: %r" % name)
        return os.path.join(self.folder, part, name + ".json")

    def _read(self, part, name):
        try:
            with open(self._path(part, name), encoding="utf-8") as stream:
                return json.load(stream)
        except FileNotFoundError:
            return None

    def _write(self, part, name, record):
        path = self._path(part, name)
        with open(path + ".new", "w", encoding="utf-8") as stream:
            json.dump(record, stream, ensure_ascii=False, sort_keys=True)
        os.replace(path + ".new", path)

    def account(self, name):
        if not SAFE_NAME.match(name):
            return None
        record = self._read("accounts", name)
        if record is not None:
            record["secret"] = base64.b64decode(record["secret"])
        return record

    def new_account(self, name, password, birth_year):
        if self._read("accounts", name) is not None:
            return False
        secret = base64.b64encode(hash_password(password)).decode("ascii")
        self._write("accounts", name, {"secret": secret, "birth_year": birth_year, "roles": []})
        return True

    def roles_of(self, account):
        record = self._read("accounts", account) or {"roles": []}
        return [self._read("roles", name) for name in record["roles"]]

    def new_role(self, account, name, calling):
        """新角色一律从第三灯台脚下醒来，带三个铜钱。"""
        record = self._read("accounts", account)
        if record is None or len(record["roles"]) >= ROLE_LIMIT:
            return None
        if not SAFE_NAME.match(name) or self._read("roles", name) is not None:
            return None
        role = {
            "name": name,
            "calling": calling,
            "level": 1,
            "experience": 0,
            "map": START_MAP,
            "at": list(START_AT),
            "coins": 3,
            "bag": [[10101, 1], [10301, 5]],
            "quests": {"lamps": 0},
        }
        self._write("roles", name, role)
        record["roles"].append(name)
        self._write("accounts", account, record)
        return role

    def save_role(self, role):
        self._write("roles", role["name"], role)
