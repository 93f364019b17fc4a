"""Screens the rounds of `cargo xtask conformance` in another database and compares person by person.

compare.py duckdb|spark FOLDER
"""

import datetime
import glob
import json
import os
import sys


def cell(kind, value):
    return datetime.date.fromisoformat(value) if kind == "date" and value is not None else value


class Duckdb:
    types = {"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "date": "DATE"}

    def __init__(self):
        import duckdb

        self.db = duckdb.connect()
        self.name = f"DuckDB {duckdb.__version__}"

    def load(self, table, columns, rows):
        fields = ", ".join(f'"{name}" {self.types[kind]}' for name, kind in columns)
        self.db.execute(f'CREATE OR REPLACE TABLE "{table}" ({fields})')
        if rows:
            marks = ", ".join("?" for _ in columns)
            self.db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)

    def screen(self, query):
        return self.db.execute(query).fetchall()


class Spark:
    def __init__(self):
        import pyspark
        from pyspark.sql import SparkSession, types

        self.types = {
            "text": types.StringType(),
            "int": types.LongType(),
            "bool": types.BooleanType(),
            "date": types.DateType(),
        }
        self.t = types
        self.spark = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.default.parallelism", "1")
            .config("spark.driver.memory", "3g")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.codegen.wholeStage", "false")
            # Thousands of queries in one session: nothing of them is kept, and their tables are too small to send around.
            .config("spark.sql.codegen.cache.maxEntries", "10")
            .config("spark.sql.ui.retainedExecutions", "2")
            .config("spark.ui.retainedJobs", "2")
            .config("spark.ui.retainedStages", "2")
            .config("spark.ui.retainedTasks", "10")
            .config("spark.sql.autoBroadcastJoinThreshold", "-1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()
        )
        self.spark.sparkContext.setLogLevel("ERROR")
        self.rounds = 0
        self.name = f"Spark {pyspark.__version__}"

    def load(self, table, columns, rows):
        fields = [self.t.StructField(name, self.types[kind]) for name, kind in columns]
        frame = self.spark.createDataFrame(rows, self.t.StructType(fields))
        frame.createOrReplaceTempView(table)

    def screen(self, query):
        # Most rounds are interpreted: making Java code of a query that runs once takes most of its time.
        # Every tenth goes the way of a warehouse.
        mode = "FALLBACK" if self.rounds % 10 == 0 else "NO_CODEGEN"
        self.rounds += 1
        self.spark.conf.set("spark.sql.codegen.factoryMode", mode)
        return [tuple(row) for row in self.spark.sql(query).collect()]


def main():
    engine = {"duckdb": Duckdb, "spark": Spark}[sys.argv[1]]()
    paths = sorted(glob.glob(os.path.join(sys.argv[2], "round-*.json")))
    if not paths:
        sys.exit("there is no round to compare")
    people = 0
    for path in paths:
        with open(path) as file:
            told = json.load(file)
        for table in told["tables"]:
            kinds = [kind for _, kind in table["columns"]]
            rows = [tuple(cell(k, v) for k, v in zip(kinds, row)) for row in table["rows"]]
            engine.load(table["name"], table["columns"], rows)
        query = told["queries"][sys.argv[1]]
        try:
            found = sorted(engine.screen(query))
        except Exception as error:
            sys.exit(f"{path}: {str(error)[:3000]}\n{told['policy']}")
        found = [list(row[2:]) for row in found]
        if found != told["expected"]:
            for i, (a, b) in enumerate(zip(found, told["expected"])):
                if a != b:
                    print(f"{path}: person {i}: {engine.name} says {a}, the engine {b}")
            sys.exit(f"{path}: {len(found)} people, expected {len(told['expected'])}\n{told['policy']}")
        people += len(found)
        if paths.index(path) % 100 == 99:
            print(f"{engine.name}: {paths.index(path) + 1} of {len(paths)}", file=sys.stderr)
    print(f"{engine.name}: {len(paths)} policies and {people} people, every verdict and bitmask as explained")


main()
