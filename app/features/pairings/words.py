"""Every sentence of this room."""

REFUSALS = {
    "pairings.gone": "That pairing does not exist here.",
    "pairings.not-yours": "Only the people of that pairing can do this.",
    "pairings.ended": "You two have said goodbye, so there is nothing left to do here. `/mentoring status` shows where you stand.",
    "pairings.none": "You are not in a pairing now. `/mentoring status` shows where you stand.",
}
