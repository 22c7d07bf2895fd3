"""A handler module that starts a thread when imported, so that forking from it would not be safe."""

import threading

threading.Thread(target=threading.Event().wait, daemon=True).start()


def act(task):
    return task
