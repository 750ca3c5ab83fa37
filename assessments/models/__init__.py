from assessments.models.post_score import PostScore
from assessments.models.spot_check import LookVerdict, SpotCheck, SpotCheckItem

__all__ = ["LookVerdict", "PostScore", "SpotCheck", "SpotCheckItem"]
