"""Write the pictures of the sample case again."""

from appraisal.sample.art import write

write()
