"""A parent to be killed: prints its workers' ids, then waits for ever. Arguments: handler, ``busy`` or ``idle``."""

import signal
import sys
import time

from appraisal.child import Limits, Pool, Worker


def main():
    # Who starts the tests in the background of a shell leaves SIGINT ignored, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    handler, state = sys.argv[1:]
    with Worker(handler, Limits()) as worker, Pool(handler, 2) as pool:
        if state == "busy":
            worker.submit({"do": "loop"})
            tasks = pool.map_unordered((str(n), {"do": "loop" if n > 3 else "echo"}) for n in range(6))
            for _ in range(4):
                next(tasks)
        print(worker.pid, *pool.pids, flush=True)
        if state == "busy":
            next(tasks)
        time.sleep(600)


if __name__ == "__main__":
    main()
