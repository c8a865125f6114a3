"""New alerts of customers' answers, told once to the webhook: after a release, without anybody's name or words."""

from orchestration.announcements.telling import Telling, recall, tell_of_alerts

__all__ = ["Telling", "recall", "tell_of_alerts"]
