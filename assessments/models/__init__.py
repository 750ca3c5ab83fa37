from assessments.models.spot_check import LookVerdict, SpotCheck, SpotCheckItem

__all__ = ["LookVerdict", "SpotCheck", "SpotCheckItem"]
