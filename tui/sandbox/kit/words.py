"""The words of the Kit API: days, units, states, kinds of exclusion, and the documented sentences of its errors."""

from typing import Final

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS: Final = ("days", "hours")
STATES: Final = ("active", "inactive", "bounced", "complained", "cancelled")
SOURCE_TYPES: Final = ("form", "segment", "sequence", "tag")
BULK_AT_ONCE: Final = 100  # people; more are answered before they are there (contract 10)

BAD_CREDENTIAL: Final = "The access token is invalid"  # seed
NOT_FOUND: Final = "Not Found"  # seed
FORBIDDEN: Final = "You do not have sufficient permissions to access this resource. Please contact support."
NEEDS_OAUTH: Final = "This endpoint requires OAuth"
RATE_LIMITED: Final = "Rate limit exceeded"
SERVER_ERROR: Final = "Internal Server Error"
INVALID_JSON: Final = "Invalid JSON"
WRONG_METHOD: Final = "Method Not Allowed"
POSITION_TAKEN: Final = "Position has already been taken"
DELAY_NEEDED: Final = "delay_value must be greater than 0"
DAYS_WITH_HOURS: Final = "send_days is only supported when delay_unit is days"
NO_TEMPLATE: Final = "Email template not found"
QUEUE_FULL: Final = (
    "This request exceeds your queued bulk requests limit. Please wait while we process your existing requests and try "
    "again later."
)
INACTIVE: Final = "Sequence is inactive"
