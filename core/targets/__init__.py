"""Setting targets: who may, what a form or a file asks for, and how it would look. ``core.state`` keeps them."""

from core.targets.lines import FIELDS, Line, ReadLine
from core.targets.setting import TargetSetting, TargetsOvertakenError, current_setting
from core.targets.upload import Plan, TargetUpload

__all__ = [
    "FIELDS",
    "Line",
    "Plan",
    "ReadLine",
    "TargetSetting",
    "TargetUpload",
    "TargetsOvertakenError",
    "current_setting",
]
