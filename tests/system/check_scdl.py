#!/usr/bin/python3
"""Holds a CSV file against a Table Schema: check_scdl.py SCHEMA FILE

Prints a line for each cell or row that breaks the schema, and "rows N" at the end. Exit 0 when
nothing does. Knows the constraints that SCDL's schemas have: required, pattern, enum, minimum,
maximum, maxLength; of the custom checks the SIRET's check digit. That a payee has a SIRET or an RNA
number is told apart ("no-number"), since it holds for public data and not for all of them.
"""
import csv
import datetime
import json
import re
import sys


def siret_is_right(text):
    digits = [int(c) for c in text]
    if text.startswith("356000000") and text != "35600000000048":
        return sum(digits) % 5 == 0  # La Poste
    doubled = [d * 2 - 9 if d > 4 else d * 2 for d in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def faults_of(cell, field):
    rules = field.get("constraints", {})
    if cell == "":
        return ["is required"] if rules.get("required") else []
    faults = []
    kind = field["type"]
    if kind == "date":
        try:
            if datetime.date.fromisoformat(cell).isoformat() != cell:
                faults.append("is not YYYY-MM-DD")
        except ValueError:
            faults.append("is not a date")
    if kind == "boolean" and cell not in field.get("trueValues", []) + field.get("falseValues", []):
        faults.append("is neither true nor false")
    if kind == "number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
            return ["is not a number"]
        if float(cell) < rules.get("minimum", float("-inf")):
            faults.append("is below the minimum")
        if float(cell) > rules.get("maximum", float("inf")):
            faults.append("is above the maximum")
    if "pattern" in rules and not re.fullmatch(rules["pattern"].strip("^$"), cell):
        faults.append("does not match " + rules["pattern"])
    if "enum" in rules and cell not in rules["enum"]:
        faults.append("is none of " + ", ".join(rules["enum"]))
    if len(cell) > rules.get("maxLength", sys.maxsize):
        faults.append("is too long")
    return faults


def main(schema_file, data_file):
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)
    fields = schema["fields"]
    checks = schema.get("custom_checks", [])
    sirets = [c["params"]["column"] for c in checks if c["name"] == "french-siret-value"]
    pairs = [c["params"] for c in checks if c["name"] == "one-of-required"]
    wrong = rows = 0
    with open(data_file, encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        titles = next(reader)
        if titles != [field["name"] for field in fields]:
            print("header: not the schema's columns in their order")
            wrong += 1
        for number, cells in enumerate(reader, 2):
            rows += 1
            if len(cells) != len(titles):
                print(f"line {number}: {len(cells)} cells under {len(titles)} titles")
                wrong += 1
                continue
            row = dict(zip(titles, cells))
            for field in fields:
                cell = row.get(field["name"], "")
                faults = faults_of(cell, field)
                if field["name"] in sirets and re.fullmatch(r"\d{14}", cell) and not siret_is_right(cell):
                    faults.append("has a wrong check digit")
                for fault in faults:
                    print(f"line {number}: {field['name']} \"{cell}\" {fault}")
                wrong += len(faults)
            for pair in pairs:
                if not row.get(pair["column1"]) and not row.get(pair["column2"]):
                    print(f"line {number}: no-number")
    print(f"rows {rows}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
