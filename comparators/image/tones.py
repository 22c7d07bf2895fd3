"""The two tones of a copy, as records and reports spell them."""

PLAIN, INVERTED = "as it is", "inverted"
