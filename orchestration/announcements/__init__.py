"""New alerts of customers' answers, told once to the webhook: after a release, without anybody's name or words."""

from orchestration.announcements.standing import Standing, sentences, standing
from orchestration.announcements.telling import Telling, recall, tell_of_alerts

__all__ = ["Standing", "Telling", "recall", "sentences", "standing", "tell_of_alerts"]
