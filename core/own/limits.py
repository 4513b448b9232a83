"""How large a file may be, and what the rules of own indicators count with. One place for every number."""

from __future__ import annotations

MOST_BYTES = 5_000_000
MOST_ROWS = 100_000
MOST_COLUMNS = 200
# A sheet of formatted but empty cells costs as much to go through as a full one.
MOST_CELLS = 1_000_000
MOST_SHEETS = 50
# An ordinary workbook of 5 MB unpacks to 30-60 MB; long columns of equal numbers shrink up to a hundredfold.
MOST_UNPACKED_BYTES = 150_000_000
MOST_RATIO = 200
MOST_PARTS = 1_000
# Styles, names and links: openpyxl makes an object of every element, sixty times the size of the text.
MOST_PART_BYTES = 5_000_000

# A header further down than this is not looked for.
MOST_ROWS_ABOVE_HEADER = 100
LONGEST_GIVEN = 60
# Looking for similar names is slow, and a file with more strangers than this has another fault.
MOST_SUGGESTIONS = 50

FIRST_YEAR = 1990
# Double precision holds 15 digits; a larger number is a slip of the hand.
LARGEST_NUMBER = 1e15
LARGEST_PERSONS = 100_000_000
LEAST_PERSONS = 5

# Jumps: how many times its own usual change (or the others' usual spread) a value may move before somebody is
# asked, and the least share of the level that is worth asking about. Tried so that ordinary series stay silent.
JUMP_IN_SPREADS = 6.0
JUMP_SHARE_OF_LEVEL = 0.1
OTHERS_IN_SPREADS = 6.0
OTHERS_SHARE_OF_LEVEL = 0.5
# Without other changes to measure by, only a slip of a decimal sign is worth asking about.
JUMP_FACTOR = 5.0
FEWEST_TO_MEASURE_BY = 5
# The median absolute deviation times this is a standard deviation where values spread evenly.
MAD_TO_SPREAD = 1.4826
# A new version with less than this share of the old one's rows is asked about.
FAR_FEWER_ROWS = 0.7
