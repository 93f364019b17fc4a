"""Verifies an optimal placement of Titian with the standard library only: python3 verify_placement.py PROBLEM RESULT
No solver: every limit is counted, and by duality the prices must prove that no feasible placement has a greater value."""
import hashlib, json, sys
def claim(true, words):
    if not true:
        sys.exit("BROKEN: " + words)
def sha(data):
    return hashlib.sha256(data)
problem, result = (json.load(open(path, encoding="utf-8"), parse_float=lambda n: claim(False, n)) for path in sys.argv[1:3])
canonical = json.dumps(problem, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
claim(result["problem"] == "sha256:" + sha(canonical).hexdigest(), "the result answers another problem")
claim(result["status"] == "optimal", "this script checks optimal results only")
kinds, people = ("slots", "hosts", "regions", "agencies"), problem["applicants"]
limits = {kind: {one["id"]: one for one in problem.get(kind, [])} for kind in kinds}
conflicts, pinned, previous = ([(p["applicant"], p["slot"]) for p in problem.get(k, [])] for k in ("conflicts", "pinned", "previous"))
conflicts, pinned, previous = set(conflicts), dict(pinned), set(previous)
longest = max((len(one["choices"]) for one in people), default=0)
def key(kind, name):
    return int.from_bytes(sha(problem["seed"].encode() + bytes([kind]) + name.encode()).digest()[:8], "big")
def lottery(who, slot, mask=2**64 - 1):
    x = ((key(0, who) ^ key(1, slot)) + 0x9E3779B97F4A7C15) & mask
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & mask
    x = (x ^ x >> 27) * 0x94D049BB133111EB & mask
    return (x ^ x >> 31) >> 24
def value(one, choice, j):
    rank, pair = [int(r == j) for r in range(longest)], (one["id"], choice["slot"])
    part = {"placed": [1], "greedy": rank, "generous": [-r for r in rank[::-1]], "fit": [choice.get("fit", 0)],
            "merit": [one.get("merit", 0)], "stay": [int(pair in previous)]}
    return [n for name in problem["objective"] for n in part[name]] + [lottery(*pair)]
def way(one, slot):  # every limit between the person and the slot
    host = limits["slots"][slot]["host"]
    yield from (("slots", slot), ("hosts", host), ("regions", limits["hosts"][host].get("region")))
    agency = one.get("agency")
    while agency is not None:
        yield ("agencies", agency)
        agency = limits["agencies"][agency].get("within")
zero, place = [0] * len(result["value"]), {one["applicant"]: one["slot"] for one in result["assignments"]}
claim(len(place) == len(result["assignments"]), "somebody is placed twice")
prices = {(kind, name): price for kind in kinds for name, price in result["certificate"]["prices"].get(kind, {}).items()}
total, dual, held, chosen = zero, zero, {}, 0
for one in people:
    who, options = one["id"], [] if one["id"] in pinned else [zero]
    for j, choice in enumerate(one["choices"]):
        slot, worth = choice["slot"], value(one, choice, j)
        if place.get(who) == slot:
            claim((who, slot) not in conflicts and pinned.get(who, slot) == slot, f"{who} must not be at {slot}")
            chosen, total = chosen + 1, [a + b for a, b in zip(total, worth)]
            held.update({limit: held.get(limit, 0) + 1 for limit in way(one, slot)})
        if pinned.get(who, slot) == slot and (who, slot) not in conflicts:
            options.append([n - sum(p) for n, *p in zip(worth, *(prices[at] for at in way(one, slot) if at in prices))])
    dual = [a + b for a, b in zip(dual, max(options))]
claim(chosen == len(place) and all(who in place for who in pinned), "somebody is where she did not choose, or not where pinned")
for kind, name, one in ((kind, *item) for kind in kinds for item in limits[kind].items()):
    low, high, price = one.get("min", 0), one.get("max", one.get("release_max")), prices.pop((kind, name), zero)
    claim(low <= held.get((kind, name), 0) <= (len(people) if high is None else high), f"{kind} {name}: limit broken")
    bound = high if price >= zero else low or None
    claim(len(price) == len(zero) and (bound is not None or price == zero), f"{kind} {name}: a price on no limit")
    dual = [a + b * (bound or 0) for a, b in zip(dual, price)]
claim(total == result["value"] == dual and not prices, f"total value {total}, dual value {dual}: not proved")
print(f"optimal, proved: {len(place)} placed, {len(people) - len(place)} without a place")
