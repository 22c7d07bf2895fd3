"""Music as notes: scores read, melodies compared, and what is shown of them."""
