"""Makes record.sqlite3 of the CSV files beside it, for Datasette or any SQLite tool.

    python3 to_sqlite.py && datasette .

It needs nothing but Python. Types and keys come from datapackage.json.
"""

import csv
import json
import sqlite3
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE / "record.sqlite3"
TYPES = {"integer": "INTEGER", "number": "REAL"}


def main():
    package = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    TARGET.unlink(missing_ok=True)
    database = sqlite3.connect(TARGET)
    with database:
        for resource in package["resources"]:
            count = load(database, resource)
            print(f"{resource['name']}: {count:,} rows")
    database.close()


def load(database, resource):
    """One table of one file; the number of its rows."""
    schema = resource["schema"]
    lines = [
        f'"{each["name"]}" {TYPES.get(each["type"], "TEXT")}'
        for each in schema["fields"]
    ]
    lines.append(f'PRIMARY KEY ("{schema["primaryKey"]}")')
    for key in schema.get("foreignKeys", ()):
        there = key["reference"]
        lines.append(
            f'FOREIGN KEY ("{key["fields"]}")'
            f' REFERENCES "{there["resource"]}" ("{there["fields"]}")'
        )
    database.execute(f'CREATE TABLE "{resource["name"]}" ({", ".join(lines)})')
    marks = ", ".join("?" * len(schema["fields"]))
    with (HERE / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        filled = ([cell or None for cell in row] for row in rows)
        command = f'INSERT INTO "{resource["name"]}" VALUES ({marks})'
        return database.executemany(command, filled).rowcount


if __name__ == "__main__":
    main()
