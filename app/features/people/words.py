"""Every sentence of this room."""

REFUSALS = {
    "people.not-a-coordinator": "Only a coordinator of this cohort can do that. `/mentoring help` shows what you can do.",
    "people.not-your-break": "Only whoever is away can change that.",
}
