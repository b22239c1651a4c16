"""What Slack says of the keys that our manifests use, to hold them against without asking Slack.

    python -m tests.kit.manifest_schema FILE...    hold the manifests against a published schema that was downloaded

Names and limits are those of Slack's published schema, https://github.com/slackapi/manifest-schema (MIT),
`schemas/manifest.schema.1.0.0.json`, and of https://docs.slack.dev/reference/app-manifest, read in November 2026. This
page has only what we use and forbids the rest, so it is narrower: what fits here fits there.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]
MANIFESTS = (ROOT / "manifests" / "development.yaml", ROOT / "manifests" / "production.yaml")

Schema = dict[str, Any]


def text(longest: int, shortest: int = 1, pattern: str = "") -> Schema:
    """Return the schema of a string of so many characters."""
    found: Schema = {"type": "string", "minLength": shortest, "maxLength": longest}
    return found | {"pattern": pattern} if pattern else found


def some(item: Schema, most: int, least: int = 0, *, unlike: bool = False) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": item, "minItems": least, "maxItems": most, "uniqueItems": unlike}


def group(needed: str = "", **keys: Schema) -> Schema:
    """Return the schema of an object that has these keys and no others."""
    return {"type": "object", "properties": keys, "required": needed.split(), "additionalProperties": False}


FLAG: Schema = {"type": "boolean"}
SCOPES = some(text(50), most=255)
ADDRESS = text(3500, pattern="^https://")

SCHEMA: Schema = group(
    "display_information",
    _metadata=group(major_version={"type": "integer", "enum": [1]}),
    display_information=group(
        "name",
        name=text(35),
        description=text(140),
        background_color=text(7, 4, "^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
    ),
    features=group(
        app_home=group(home_tab_enabled=FLAG, messages_tab_enabled=FLAG, messages_tab_read_only_enabled=FLAG),
        bot_user=group("display_name", display_name=text(80), always_online=FLAG),
        slash_commands=some(
            group(
                "command description",
                command=text(32, 2, "^/"),
                url=text(3000, pattern="^https://"),
                description=text(2000),
                usage_hint=text(1000),
                should_escape=FLAG,
            ),
            least=1,
            most=50,
        ),
    ),
    oauth_config=group(
        redirect_urls=some(text(2500), most=1000, unlike=True),
        scopes=group(bot=SCOPES, bot_optional=SCOPES),
    ),
    settings=group(
        event_subscriptions=group(request_url=ADDRESS, bot_events=some(text(50), most=100, unlike=True)),
        interactivity=group("is_enabled", is_enabled=FLAG, request_url=ADDRESS),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)


def faults(manifest: object, schema: Schema | None = None) -> Iterator[str]:
    """Yield what is wrong with a manifest, each with the key where it is."""
    for one in Draft7Validator(schema or SCHEMA).iter_errors(manifest):
        yield f"{'.'.join(str(part) for part in one.path) or 'manifest'}: {one.message}"


def main(files: list[str]) -> int:
    """Hold both manifests against published schemas; returns how many faults there are."""
    number = 0
    for file in files:
        schema = json.loads(Path(file).read_text(encoding="utf-8"))
        for path in MANIFESTS:
            for fault in faults(yaml.safe_load(path.read_text(encoding="utf-8")), schema):
                number += 1
                print(f"{path.name}, {Path(file).name}: {fault}")
    print(f"{number} faults")
    return number


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
