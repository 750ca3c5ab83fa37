"""Several people at the same moment."""

import random
from threading import Barrier, Thread

from django.db import connection

from organizations.errors import Refused


def at_once(*jobs):
    """Run the jobs in threads that start together; refusals are answers, not errors.

    The SQLite of the tests lies in memory and lets one connection in: there they run one after
    the other in any order, which is what its IMMEDIATE transactions make of them anyway.
    """
    barrier, told = Barrier(len(jobs)), []

    def run(job):
        try:
            told.append((job.__name__, job()))
        except Refused:
            told.append((job.__name__, None))

    def run_in_thread(job):
        barrier.wait()
        try:
            run(job)
        finally:
            connection.close()

    if connection.vendor == "sqlite":
        for job in random.sample(jobs, len(jobs)):
            run(job)
        return told
    threads = [Thread(target=run_in_thread, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
