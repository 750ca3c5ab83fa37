"""Settings of the web server that `manage.py up` starts (python:config.gunicorn).

Read before Django is set up: nothing that leads to a model may be imported here.
"""

from organizations import pdf

loglevel = "warning"
timeout = 60
threads = 4


def post_worker_init(worker) -> None:
    """Load the typesetter before anyone waits for a report."""
    pdf.warm_up(pdf.OFFICIAL)
