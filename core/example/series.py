"""Ten years of an indicator for all municipalities, without gaps."""

from __future__ import annotations

from functools import partial
from statistics import NormalDist

import numpy as np

from core.catalogue import Direction, Indicator
from core.example.calibration import Calibration
from core.example.places import Country
from core.example.seeds import generator
from core.example.shapes import Shape
from core.example.story import STORKOPING, STORY, Part
from core.signals.rounding import Floats

LENGTH = 10

_MEMORY = 0.85
_SEARCH_STEPS = 24
_MOST_UNREST = 0.999
# Where nothing typically changes (a tax rate), one in ten changes a year.
_CHANCE_OF_JUMP = 0.1
_JUMPING_UNREST = 0.3
_STORY_YEARS = 4
_STORY_NOISE = 0.15


def series(indicator: Indicator, calibration: Calibration, country: Country) -> Floats:
    """Values [gender, year, municipality], the last year last; one gender (T) or three (T, K, M).

    Every municipality has a lasting level and its own unrest around it; both together give the calibration's
    quartiles every year, the unrest its typical change. A common drift leads up to the last year.
    """
    shape = Shape.of(indicator, calibration)
    rng = generator("series", indicator.kpi)
    count = len(country.ids)
    level = country.size if shape.adds_up else rng.standard_normal(count)
    wander, noise = _wandering(rng, count), rng.standard_normal((LENGTH, count))
    drift = -calibration.yearly_change * np.arange(LENGTH - 1, -1, -1.0)[:, np.newaxis]
    if calibration.typical_change == 0:
        unrest, restless = _JUMPING_UNREST, _jumping(rng, noise)
        z = np.sqrt(1 - unrest**2) * level + unrest * restless
    else:
        place = partial(_places, level, wander, noise)
        unrest = _unrest(shape, place, drift, indicator.step)
        z = place(unrest)
    total = shape.shifted(shape.values(z), drift)
    if indicator.kpi in STORY:
        total[:, STORKOPING] = _told(STORY[indicator.kpi], indicator, shape, rng)
    if not calibration.by_gender:
        return shape.stored(total)[np.newaxis]
    gap = _gaps(rng, count, unrest)
    return _by_gender(shape, total, z, gap)


def _wandering(rng: np.random.Generator, count: int) -> Floats:
    """Slow walks around zero [year, municipality], of unit variance."""
    steps = rng.standard_normal((LENGTH, count))
    walk = np.empty_like(steps)
    walk[0] = steps[0]
    for year in range(1, LENGTH):
        walk[year] = _MEMORY * walk[year - 1] + np.sqrt(1 - _MEMORY**2) * steps[year]
    return walk


def _places(level: Floats, wander: Floats, noise: Floats, unrest: float) -> Floats:
    """Places on the bell curve [year, municipality]; the more unrest, the more of it is noise."""
    restless = np.sqrt(1 - unrest) * wander + np.sqrt(unrest) * noise
    place: Floats = np.sqrt(1 - unrest**2) * level + unrest * restless
    return place


def _jumping(rng: np.random.Generator, noise: Floats) -> Floats:
    """NOISE that stays as it was most years."""
    held = noise.copy()
    stays = rng.random(noise.shape) > _CHANCE_OF_JUMP
    for year in range(1, LENGTH):
        held[year] = np.where(stays[year], held[year - 1], noise[year])
    return held


def _unrest(shape: Shape, place: partial[Floats], drift: Floats, step: int) -> float:
    """The unrest (0-1) that gives the typical change from one measurement to the next, found by halving."""
    low, high = 0.0, _MOST_UNREST
    for _ in range(_SEARCH_STEPS):
        middle = (low + high) / 2
        values = shape.shifted(shape.values(place(middle)), drift)
        typical = float(np.median(np.abs(values[step:] - values[:-step])))
        low, high = (middle, high) if typical < shape.calibration.typical_change else (low, middle)
    return low


def _told(part: Part, indicator: Indicator, shape: Shape, rng: np.random.Generator) -> Floats:
    """Storköping's own years, as the story has them."""
    sign = -1 if indicator.direction is Direction.LOW else 1
    typical = shape.calibration.typical_change
    share = part.place if sign > 0 else 1 - part.place
    end = shape.values(np.array([NormalDist().inv_cdf(share)]))
    back = np.minimum(np.arange(LENGTH - 1, -1, -1.0), _STORY_YEARS)
    noise = rng.normal(0, _STORY_NOISE, LENGTH) * typical
    noise[-1] = 0
    moved = sign * part.pace * typical * back
    if shape.low == 0 and shape.high == np.inf:
        # In proportion, so that a figure that has risen for years did not begin at nothing.
        moved = end * (1 - np.exp(-moved / end))
    told: Floats = end - moved + noise
    return told


def _gaps(rng: np.random.Generator, count: int, unrest: float) -> Floats:
    """How far women lie above the total [year, municipality]: common, its own, and the year's."""
    common = rng.choice([-1, 1]) * rng.uniform(0.1, 0.5)
    gap: Floats = common + rng.normal(0, 0.15, count) + unrest * rng.normal(0, 0.2, (LENGTH, count))
    return gap


def _by_gender(shape: Shape, total: Floats, z: Floats, gap: Floats) -> Floats:
    stored = shape.stored(total)
    if shape.adds_up:
        # People are counted, so women and men add up to all.
        women = shape.stored(total * np.clip(0.5 + gap / 10, 0.1, 0.9))
        return np.stack([stored, women, stored - women])
    middle = shape.values(z)
    women, men = (shape.stored(total + shape.values(z + side * gap) - middle) for side in (1, -1))
    return np.stack([stored, women, men])
