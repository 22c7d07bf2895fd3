"""存档：帐号与角色，每个一份 JSON，先写临时文件再改名。"""

import base64
import json
import os
import re

from auth import make_secret

SAFE_NAME = re.compile(r"^[\w\-]{2,24}$")
ROLE_LIMIT = 4
START_MAP = 1
START_AT = (391, 150)  # 第三灯台脚下


class UserDb:
    """存档目录。"""

    def __init__(self, folder):
        self.folder = folder
        for part in ("accounts", "chars"):
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

    def uname(self, name):
        if not SAFE_NAME.match(name):
            return None
        record = self._read("accounts", name)
        if record is not None:
            record["secret"] = base64.b64decode(record["secret"])
        return record

    def new_account(self, name, pwd, birth_year):
        if self._read("accounts", name) is not None:
            return False
        secret = base64.b64encode(make_secret(pwd)).decode("ascii")
        self._write("accounts", name, {"secret": secret, "birth_year": birth_year, "chars": []})
        return True

    def chars_of(self, uname):
        record = self._read("accounts", uname) or {"chars": []}
        return [self._read("chars", name) for name in record["chars"]]

    def create_char(self, uname, name, job):
        record = self._read("accounts", uname)
        if record is None or len(record["chars"]) >= ROLE_LIMIT:
            return None
        if not SAFE_NAME.match(name) or self._read("chars", name) is not None:
            return None
        char = {
            "name": name,
            "job": job,
            "level": 1,
            "experience": 0,
            "map": START_MAP,
            "at": list(START_AT),
            "coins": 3,
            "pack_": [[50101, 1], [50301, 5]],
            "quests": {"lamps": 0},
        }
        self._write("chars", name, char)
        record["chars"].append(name)
        self._write("accounts", uname, record)
        return char

    def save_char(self, char):
        self._write("chars", char["name"], char)
