"""The same twelve rules in DuckDB and Polars, histories already reduced to one truth value a rule.

Texts are enumerations and dates are dates; every tool writes verdict and three bitmasks for everybody. The rules are
written by hand, as an engineer of each tool would: what `titian policy sql` prints reads histories and a case for each
person, which would cost the other tools more than this work does. So each tells how many people do not meet a rule and
how many are open, by the id of the rule, and the caller names the rule that no longer says what the policy says.
"""

import json
import os
import sys
import time

import duckdb
import numpy
import polars as pl
import pyarrow as pa

folder, runs = sys.argv[1], int(sys.argv[2])
THREADS = 2
MISSING_DATE = -(2**31)
WORDS = {
    "jenis": ["PNS", "CPNS", "PPPK"],
    "kedudukan_hukum": ["01", "15", "71", "03", "66", "20"],
    "jenis_jabatan": ["PELAKSANA", "PENGAWAS", "ADMINISTRATOR", "JPT PRATAMA", "FUNGSIONAL"],
    "unor": [f"unit-{i}" for i in range(600)],
}
DATES = ["lahir", "tmt_pns", "tanggal_bup"]
TRUTHS = ["sedang_diperiksa", "proses_pidana", "skp_ok", "hukdis_ok", "tubel_ok", "cltn_ok"]


def raw(name):
    return numpy.fromfile(os.path.join(folder, name + ".i32"), dtype=numpy.int32)


def table():
    columns = {}
    for name, words in WORDS.items():
        codes = raw(name)
        kind = numpy.int16 if len(words) > 127 else numpy.int8
        indices = pa.array(codes.astype(kind), mask=codes < 0)
        columns[name] = pa.DictionaryArray.from_arrays(indices, pa.array(words))
    for name in DATES:
        days = raw(name)
        columns[name] = pa.array(days, mask=days == MISSING_DATE).cast(pa.date32())
    for name in TRUTHS:
        codes = raw(name)
        columns[name] = pa.array(codes == 1, mask=codes < 0)
    codes = raw("bup")
    columns["bup"] = pa.array(codes.astype(numpy.int8), mask=codes < 0)
    return pa.table(columns)


def resident():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0


def fastest(act):
    """Seconds by the clock, and on the processors with all threads together; each the least of all runs."""
    wall, processor = float("inf"), float("inf")
    for _ in range(runs):
        start, used = time.perf_counter(), time.process_time()
        act()
        wall = min(wall, time.perf_counter() - start)
        processor = min(processor, time.process_time() - used)
    return wall, processor


def tell(tool, threads, seconds, verdicts, rules, size):
    line = {
        "tool": tool,
        "threads": threads,
        "seconds": seconds[0],
        "processor": seconds[1],
        "verdicts": verdicts,
        "rules": rules,
        "bytes": size,
    }
    print(json.dumps(line), flush=True)


# Id and force of the rules in their order; each gives true, false or NULL.
RULES = [
    ("jenis-asn", "block"),
    ("kedudukan-hukum", "block"),
    ("masa-kerja", "block"),
    ("kinerja", "block"),
    ("hukuman-disiplin", "block"),
    ("pemeriksaan-disiplin", "block"),
    ("proses-pidana", "block"),
    ("sisa-masa-kerja", "block"),
    ("pppk-konfirmasi", "warn"),
    ("tugas-belajar", "block"),
    ("cltn", "block"),
    ("unit-sendiri", "warn"),
]
BLOCKS = [i for i, (_, force) in enumerate(RULES) if force == "block"]


def bits(force):
    """Numbers of the rules with this force; of all without one."""
    return [i for i, (_, own) in enumerate(RULES) if force in (own, None)]


SQL = [
    "jenis IN ('PNS')",
    "kedudukan_hukum IN ('01', '15', '71', '73')",
    "tmt_pns <= DATE '2024-02-02'",
    "skp_ok",
    "hukdis_ok",
    "NOT sedang_diperiksa",
    "NOT proses_pidana",
    (
        "COALESCE(tanggal_bup, lahir + to_years(COALESCE(CAST(bup AS INTEGER), CASE"
        " WHEN jenis_jabatan IN ('JPT UTAMA', 'JPT MADYA', 'JPT PRATAMA') THEN 60"
        " WHEN jenis_jabatan IN ('ADMINISTRATOR', 'PENGAWAS', 'PELAKSANA') THEN 58 END)))"
        " >= DATE '2027-05-29'"
        " OR (tanggal_bup IS NULL AND lahir + to_years(58) >= DATE '2027-05-29')"
    ),
    "jenis <> 'PPPK'",
    "tubel_ok",
    "cltn_ok",
    "unor <> 'unit-7'",
]


def duck(people):
    before = resident()
    db = duckdb.connect()
    db.execute(f"SET threads = {THREADS}")
    db.register("given", people)
    # DuckDB refuses to compare an enumeration with a word outside of it, so that two of the facts stay text.
    text = ", ".join(
        f"CAST({name} AS ENUM ({', '.join(repr(word) for word in words)})) AS {name}"
        if name in ("jenis", "unor")
        else f"CAST({name} AS VARCHAR) AS {name}"
        for name, words in WORDS.items()
    )
    other = ", ".join(DATES + TRUTHS + ["bup"])
    db.execute(
        f"CREATE TABLE people AS SELECT {text}, {other} FROM given"
    )
    db.unregister("given")

    def mask(force, test):
        each = [f"CASE WHEN {test.format(f'r{i}')} THEN {1 << i} ELSE 0 END" for i in bits(force)]
        return "CAST(" + " + ".join(each) + " AS SMALLINT)"

    rules = ", ".join(f"{text} AS r{i}" for i, text in enumerate(SQL))
    open_blocks = " OR ".join(f"r{i} IS NULL" for i in BLOCKS)
    query = (
        "CREATE OR REPLACE TEMP TABLE result AS SELECT failed, unknown, warned, CAST(CASE WHEN failed <> 0 THEN 1"
        f" WHEN still_open THEN 2 ELSE 0 END AS TINYINT) AS verdict FROM (SELECT {mask('block', 'NOT {}')} AS failed,"
        f" {mask(None, '{} IS NULL')} AS unknown, {mask('warn', 'NOT {}')} AS warned, {open_blocks} AS still_open"
        f" FROM (SELECT {rules} FROM people))"
    )
    seconds = fastest(lambda: db.execute(query))
    counts = dict(db.execute("SELECT verdict, COUNT(*) FROM result GROUP BY verdict").fetchall())
    size = resident() - before
    each = ", ".join(
        f"COUNT(*) FILTER ((failed | warned) & {1 << i} <> 0), COUNT(*) FILTER (unknown & {1 << i} <> 0)"
        for i in range(len(RULES))
    )
    told = db.execute(f"SELECT {each} FROM result").fetchone()
    found = {id: list(told[2 * i : 2 * i + 2]) for i, (id, _) in enumerate(RULES)}
    tell(f"DuckDB {duckdb.__version__}", THREADS, seconds, [counts.get(i, 0) for i in range(3)], found, size)


def polars(people):
    before = resident()
    frame = pl.from_arrow(people)
    col, date = pl.col, pl.date
    years = (
        pl.when(col("bup").is_not_null())
        .then(col("bup").cast(pl.Int32))
        .when(col("jenis_jabatan").is_in(["JPT UTAMA", "JPT MADYA", "JPT PRATAMA"]))
        .then(60)
        .when(col("jenis_jabatan").is_in(["ADMINISTRATOR", "PENGAWAS", "PELAKSANA"]))
        .then(58)
        .otherwise(None)
    )
    limit = date(2027, 5, 29)
    # A year is added by comparing with the limit moved back: 58, 60 and 65 are all the ages there are.
    moved = (
        pl.when(years == 58).then(date(1969, 5, 29)).when(years == 60).then(date(1967, 5, 29))
        .when(years == 65).then(date(1962, 5, 29)).otherwise(None)
    )
    rules = [
        col("jenis") == "PNS",
        col("kedudukan_hukum").is_in(["01", "15", "71", "73"]),
        col("tmt_pns") <= date(2024, 2, 2),
        col("skp_ok"),
        col("hukdis_ok"),
        ~col("sedang_diperiksa"),
        ~col("proses_pidana"),
        pl.when(col("tanggal_bup").is_not_null())
        .then(col("tanggal_bup") >= limit)
        .otherwise((col("lahir") >= moved) | (col("lahir") >= date(1969, 5, 29))),
        col("jenis") != "PPPK",
        col("tubel_ok"),
        col("cltn_ok"),
        col("unor") != "unit-7",
    ]

    def mask(force, test):
        each = [
            test(col(f"r{i}")).fill_null(False).cast(pl.Int16) * pl.lit(1 << i, dtype=pl.Int16) for i in bits(force)
        ]
        total = each[0]
        for bit in each[1:]:
            total = total + bit
        return total

    still_open = pl.any_horizontal([col(f"r{i}").is_null() for i in BLOCKS])
    plan = (
        frame.lazy()
        .select([rule.alias(f"r{i}") for i, rule in enumerate(rules)])
        .select(
            mask("block", lambda r: ~r).alias("failed"),
            mask(None, lambda r: r.is_null()).alias("unknown"),
            mask("warn", lambda r: ~r).alias("warned"),
            still_open.alias("still_open"),
        )
        .with_columns(
            pl.when(col("failed") != 0).then(1).when(col("still_open")).then(2).otherwise(0).cast(pl.Int8).alias("verdict")
        )
        .drop("still_open")
    )
    kept = {}

    def run():
        kept["result"] = plan.collect()

    seconds = fastest(run)
    size = resident() - before
    result = kept["result"]
    counts = [int((result["verdict"] == i).sum()) for i in range(3)]
    failed, unknown = result["failed"] | result["warned"], result["unknown"]
    found = {
        id: [int((mask & (1 << i) != 0).sum()) for mask in (failed, unknown)] for i, (id, _) in enumerate(RULES)
    }
    tell(f"Polars {pl.__version__}", pl.thread_pool_size(), seconds, counts, found, size)


people = table()
duck(people)
polars(people)
