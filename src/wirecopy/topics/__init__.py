"""Topics of the owner's own, and the phrase engine that the privacy tags share with them.

Pure: text in, matches with their evidence out. Nothing here reads a file or a clock.
"""

from wirecopy.topics.check import Finding, check
from wirecopy.topics.match import compile_topic, match
from wirecopy.topics.topic import Topic, TopicMatch

__all__ = ["Finding", "Topic", "TopicMatch", "check", "compile_topic", "match"]
