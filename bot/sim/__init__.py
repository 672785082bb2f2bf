"""The simulator: journeys written as text, played in the real house with a clock that is moved."""
