"""What the encoder is asked about a comment: one yes-or-no question a head."""

LABELS = (
    "hate",
    "abuse",
    "threat",
    "obscene",
    "political",
    "complaint",
    "question",
    "thanks",
    "personal-issue",
    "allegation",
    "safeguarding",
    "crisis",
    "counter-speech",
)
# The characteristic that a comment is about; read only where hate is proposed.
TARGETS = (
    "race",
    "religion",
    "disability",
    "sex",
    "orientation",
    "gender-reassignment",
    "age",
    "pregnancy",
    "migrants",
    "travellers",
)
HEADS = LABELS + TARGETS
