"""How large a file may be, and what the rules of own indicators count with. One place for every number."""

from __future__ import annotations

MOST_BYTES = 5_000_000
LONGEST_FILE_NAME = 150
MOST_ROWS = 100_000
MOST_COLUMNS = 200
# What a version may hold; a table with more values is not looked at any further.
MOST_VALUES = 100_000
# A sheet of formatted but empty cells costs as much to go through as a full one.
MOST_CELLS = 1_000_000
# As many as Excel has columns: a row that is formatted as a whole.
MOST_CELLS_OF_ROW = 16_384
MOST_SHEETS = 50
# An ordinary workbook of 5 MB unpacks to 30-60 MB; long columns of equal numbers shrink up to a hundredfold.
MOST_UNPACKED_BYTES = 150_000_000
MOST_RATIO = 200
MOST_PARTS = 1_000
# Names and links: openpyxl makes an object of every element, sixty times the size of the text.
MOST_PART_BYTES = 5_000_000
MOST_PART_ELEMENTS = 50_000
# Of sheets, texts and styles together: every cell may have a style, a formula, a value and a text of its own.
MOST_ELEMENTS = 6_000_000
MOST_NESTED = 100
MOST_TOKEN_BYTES = 1_000_000
# Excel takes 32 767 characters a cell, and writes some of them as several.
LONGEST_CELL = 100_000
MOST_TEXT = 10_000_000

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
# Values up to 1 among values so many times larger are shares of one among per cent.
SHARES_APART = 15.0
