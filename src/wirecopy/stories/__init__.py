"""One story together: which entries of different outlets report the same event."""

from wirecopy.stories.assign import Merge, assign
from wirecopy.stories.profile import Profile, profile
from wirecopy.stories.window import Member, StoryWindow

__all__ = ["Member", "Merge", "Profile", "StoryWindow", "assign", "profile"]
