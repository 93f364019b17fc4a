"""Solves the problems of `cargo xtask conformance placement` with OR-tools' CP-SAT and HiGHS and compares with the engine.

placement.py FOLDER

CP-SAT maximises one component of the value vector after the other in exact integers, hosts to open included, so that
value and assignments must be the same. HiGHS does the same in floating point for the components before the lottery.
"""

import glob
import hashlib
import json
import sys

import highspy
import ortools
from ortools.sat.python import cp_model

OBJECTIVES = ("placed", "greedy", "generous", "fit", "merit", "stay")


class Lottery:
    """As docs of the format define it: splitmix64 over SHA-256 of seed and ids."""

    def __init__(self, seed):
        self.seed = seed.encode()

    def key(self, kind, name):
        return int.from_bytes(hashlib.sha256(self.seed + bytes([kind]) + name.encode()).digest()[:8], "big")

    def pair(self, applicant, slot):
        mask = 2**64 - 1
        x = ((self.key(0, applicant) ^ self.key(1, slot)) + 0x9E3779B97F4A7C15) & mask
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & mask
        x = (x ^ x >> 27) * 0x94D049BB133111EB & mask
        return (x ^ x >> 31) >> 24


def read(problem):
    """Pairs that may be granted, with their value vectors, and the limits as (pairs, low, high, host or None)."""
    hosts = {one["id"]: one for one in problem["hosts"]}
    slots = {one["id"]: one for one in problem["slots"]}
    agencies = {one["id"]: one for one in problem.get("agencies", [])}
    conflicts = {(one["applicant"], one["slot"]) for one in problem.get("conflicts", [])}
    pinned = {one["applicant"]: one["slot"] for one in problem.get("pinned", [])}
    previous = {one["applicant"]: one["slot"] for one in problem.get("previous", [])}
    longest = max((len(one["choices"]) for one in problem["applicants"]), default=0)
    lottery = Lottery(problem["seed"])
    pairs, people = [], []
    within = {"slot": {}, "host": {}, "region": {}, "agency": {}}
    for person in problem["applicants"]:
        who, own = person["id"], []
        for rank, choice in enumerate(person["choices"]):
            slot = choice["slot"]
            if (who, slot) in conflicts or pinned.get(who, slot) != slot:
                continue
            profile = [int(rank == r) for r in range(longest)]
            parts = {
                "placed": [1],
                "greedy": profile,
                "generous": [-one for one in reversed(profile)],
                "fit": [choice.get("fit", 0)],
                "merit": [person.get("merit", 0)],
                "stay": [int(previous.get(who) == slot)],
            }
            value = [part for name in problem["objective"] for part in parts[name]] + [lottery.pair(who, slot)]
            at = len(pairs)
            pairs.append((who, slot, value))
            own.append(at)
            within["slot"].setdefault(slot, []).append(at)
            within["host"].setdefault(slots[slot]["host"], []).append(at)
            within["region"].setdefault(hosts[slots[slot]["host"]].get("region"), []).append(at)
            agency = person.get("agency")
            while agency is not None:
                within["agency"].setdefault(agency, []).append(at)
                agency = agencies[agency].get("within")
        people.append((own, who in pinned))
    limits = []
    for kind, places in (("slot", slots), ("host", hosts)):
        for name, one in places.items():
            host = one["host"] if kind == "slot" else name
            limits.append((within[kind].get(name, []), one.get("min", 0), one.get("max"), host))
    for one in problem.get("regions", []):
        limits.append((within["region"].get(one["id"], []), 0, one.get("max"), None))
    for name, one in agencies.items():
        limits.append((within["agency"].get(name, []), 0, one.get("release_max"), None))
    return pairs, people, limits


def exact(problem, pairs, people, limits):
    """Value vector and granted pairs by CP-SAT, or None if nothing is feasible."""
    model = cp_model.CpModel()
    granted = [model.new_bool_var(f"{who} {slot}") for who, slot, _ in pairs]
    for own, fixed in people:
        total = sum(granted[at] for at in own)
        model.add(total == 1 if fixed else total <= 1)
    close = problem.get("below_min") == "close"
    opened = {one["id"]: model.new_bool_var(one["id"]) for one in problem["hosts"]}
    for members, low, high, host in limits:
        total = sum(granted[at] for at in members)
        if high is not None:
            model.add(total <= high)
        if low:
            model.add(total >= low * opened[host] if close else total >= low)
        if close and host is not None:
            for at in members:
                model.add_implication(granted[at], opened[host])
    value = []
    for component in range(len(pairs[0][2]) if pairs else 0):
        terms = [(granted[at], vector[component]) for at, (*_, vector) in enumerate(pairs) if vector[component]]
        total = sum(variable * part for variable, part in terms)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        model.maximize(total)
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, solver.status_name(status)
        best = sum(part for variable, part in terms if solver.boolean_value(variable))
        value.append(best)
        model.add(total == best)
        last = {(who, slot) for at, (who, slot, _) in enumerate(pairs) if solver.boolean_value(granted[at])}
    if not pairs:
        solver = cp_model.CpSolver()
        return None if solver.solve(model) == cp_model.INFEASIBLE else ([], set())
    return value, last


def floating(pairs, people, limits):
    """Value vector without the lottery by HiGHS, or None if nothing is feasible. The limits are laminar: no integers needed."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    # The sums that are fixed may not slip within the tolerance.
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    granted = [solver.addVariable(lb=0, ub=1) for _ in pairs]
    for own, fixed in people:
        if own:
            total = sum(granted[at] for at in own)
            solver.addConstr(total == 1 if fixed else total <= 1)
    for members, low, high, _ in limits:
        if members:
            total = sum(granted[at] for at in members)
            if high is not None:
                solver.addConstr(total <= high)
            if low:
                solver.addConstr(total >= low)
        elif low:
            return None
    value = []
    for component in range(len(pairs[0][2]) - 1):
        parts = [vector[component] for *_, vector in pairs]
        if not any(parts):
            value.append(0)
            continue
        total = sum(part * one for part, one in zip(parts, granted) if part)
        solver.maximize(total)
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, solver.getModelStatus()
        value.append(round(solver.getInfo().objective_function_value))
        solver.addConstr(total >= value[-1])
    return value


def main():
    compared = {"optimal": 0, "searched": 0, "infeasible": 0}
    linear = 0
    for path in sorted(glob.glob(f"{sys.argv[1]}/*.problem.json")):
        problem = json.load(open(path, encoding="utf-8"))
        result = json.load(open(path.replace(".problem.", ".result."), encoding="utf-8"))
        pairs, people, limits = read(problem)
        found = exact(problem, pairs, people, limits)
        status = result["status"]
        if found is None:
            assert status == "infeasible", f"{path}: CP-SAT finds nothing feasible, the engine says {status}"
        else:
            value, granted = found
            own = {(one["applicant"], one["slot"]) for one in result["assignments"]}
            assert status in ("optimal", "searched"), f"{path}: CP-SAT finds {value}, the engine says {status}"
            assert not pairs or value == result["value"], f"{path}: CP-SAT finds {value}, the engine {result['value']}"
            assert granted == own, f"{path}: CP-SAT grants {granted - own} in place of {own - granted}"
        if pairs and problem.get("below_min") != "close":
            value = floating(pairs, people, limits)
            own = None if status == "infeasible" else result["value"][:-1]
            assert value == own, f"{path}: HiGHS finds {value}, the engine {own}"
            linear += 1
        compared[status] += 1
    assert min(compared.values()) > 10, f"too few of a kind: {compared}"
    print(f"OR-tools {ortools.__version__} (CP-SAT) agrees on value and every person: {compared}; HiGHS on {linear} of them")


main()
