"""Scores as they stand now, by the scheme in force; what is published is frozen elsewhere."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assessments.figures.applying import Applied, schemes_for
from assessments.figures.facts import facts_of
from assessments.scoring import PostFacts, ScoreTree, assess
from organizations.models import Post


class Live(NamedTuple):
    applied: Applied
    facts: PostFacts
    tree: ScoreTree


def scores_of(posts: Iterable[Post], year: int, on: date, *, words: bool = True) -> dict[int, Live]:
    """Post → scheme, facts and score, in a constant number of queries."""
    posts = list(posts)
    applied = schemes_for(posts, year)
    facts = facts_of(posts, year, on, words=words)
    return {
        post.pk: Live(
            applied[post.pk], facts[post.pk], assess(applied[post.pk].scheme, facts[post.pk])
        )
        for post in posts
    }


def score_of(post: Post, year: int, on: date) -> Live:
    return scores_of([post], year, on)[post.pk]
