"""What the superior reads, aggregated by the database; nothing here writes.

``scope`` (what one may look at) → ``lights`` (the light in SQL) → ``board`` (unit × article),
``ranking`` and ``score_page`` (degrees of fulfilment), ``spot_checks`` (progress of a draw).
"""
