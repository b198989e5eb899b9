#!/usr/bin/python3
"""Holds a package of grants against the 360Giving schemas: check_360giving.py SCHEMAS FILE

Prints a line for each fault and "grants N" at the end. Exit 0 when there is none. Dates are looked
at here: without that, a value that may be a date or a moment counts as both and as neither.
"""
import datetime
import json
import sys

import jsonschema


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


formats = jsonschema.FormatChecker(formats=())


@formats.checks("date-time", raises=ValueError)
def is_moment(text):
    if "T" not in text or not (text.endswith("Z") or "+" in text[10:]):
        return False
    return bool(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")))


def main(folder, data_file):
    schema = load(folder + "/360-giving-package-schema.json")
    schema["properties"]["grants"]["items"] = load(folder + "/360-giving-schema.json")
    validator = jsonschema.Draft202012Validator(schema, format_checker=formats)
    data = load(data_file)
    faults = list(validator.iter_errors(data))
    for fault in faults[:50]:
        print("/".join(str(step) for step in fault.absolute_path) + ": " + fault.message[:300])
    ids = [grant["id"] for grant in data["grants"]]
    if len(set(ids)) != len(ids):
        print("an id stands twice")
        return 1
    print(f"grants {len(ids)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
