#!/usr/bin/env python3
"""The generator of MinerStream, written from docs/twin.md: readings, fleets and statuses, equal to the last bit.

    python3 twin.py FILE    compares with a file of vectors; exit code 0 if all are equal, else 1

Python 3.8 or newer, no library. It is a reference to read and to compare with, not made for speed.
"""
import json
import math
import sys

import fdlibm

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15

# Ranges of a running miner, and its coefficients of profile realistic.
RANGES = {
    "active": ((1 - 0.10, 1 + 0.10), (1 - 0.08, 1 + 0.08), (65.0, 85.0), (4000, 6000)),
    "maintenance": ((0.05, 0.20), (0.10, 0.30), (70.0, 95.0), (3000, 7000)),
}
COEFFICIENTS = {
    "active": (1.0, 0.018, 0.007, 0.008, 0.009, 0.004, 75.0, 20.0, 2.5, 0.5, 0.0, 85.0, 120.0, 40.0),
    "maintenance": (0.125, 0.015, 0.004, 0.008, 0.028, 0.010, 82.5, 40.0, 2.5, 0.75, 0.09, 140.0, 250.0, 80.0),
}
MODELS = ((110, 3250), (100, 2950), (104, 3068), (140, 3010), (200, 3500), (216, 3564), (126, 3276), (186, 3441), None)
STATUSES = ("active", "maintenance", "offline", "error")
DEFAULTS = (110.0, 3000.0)
BLANKS = "".join(map(chr, range(33)))


# Random numbers

def mix64(z):
    z &= MASK
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def stream(seed, key):
    return mix64(mix64(seed + 0x5851F42D4C957F2D) + key * GOLDEN)


def bits(key, n, slot):
    return mix64(key + (n * 16 + slot) * GOLDEN)


def as_signed(b, width):
    return b - (1 << width) if b >> (width - 1) else b


def unit(b):
    return (b >> 11) * 2.0 ** -53


def open_unit(b):
    return ((b >> 12) + 0.5) * 2.0 ** -52


def signed(b):
    return (as_signed(b, 64) >> 11) * 2.0 ** -52


def quarter(b, q):
    return (as_signed(b >> 16 * q & 0xFFFF, 16) + 0.5) * 2.0 ** -15


def uniform(b, low, high):
    return min(high, low + (high - low) * unit(b))


def uniform_int(b, low, high):
    return low + ((b >> 1) * (2 * (high - low + 1)) >> 64)


# Two decimals

def round2(x):
    # Python's round takes the exact binary value, half to even.
    return round(x, 2) if abs(x * 100) < 2.0 ** 52 else x


def round2_inside(x, low, high):
    r = round2(x)
    if low <= r <= high:
        return r
    s = round2(r + 0.01 if r < low else r - 0.01)
    return s if low <= s <= high else r


# Readings

def reading(profile, difficulty, seed, site, number, seconds, miner, status, baseline_th, baseline_w):
    """(TH/s, W, degC, RPM, accepted, rejected); None for what a stopped miner does not have."""
    status = status.strip(BLANKS).lower()
    if status not in RANGES:
        return 0.0, 0.0, None, None, 0, 0
    if profile == "reference":
        return reference(seed, number, miner, status, baseline_th, baseline_w)
    return realistic(difficulty, seed, site, number * seconds, seconds, miner, status, baseline_th, baseline_w)


def reference(seed, n, miner, status, baseline_th, baseline_w):
    k = stream(seed, miner)
    th, w, c, rpm = RANGES[status]
    return (round2(baseline_th * uniform(bits(k, n, 0), *th)), round2(baseline_w * uniform(bits(k, n, 1), *w)),
            round2(uniform(bits(k, n, 2), *c)), uniform_int(bits(k, n, 3), *rpm), 0, 0)


def noise(key, slot, second, spacing, phase):
    point, seconds = divmod(second, spacing)
    seconds += phase
    if seconds >= spacing:
        seconds -= spacing
        point += 1
    t = seconds * (1.0 / spacing)
    before = signed(bits(key, point, slot))
    after = signed(bits(key, point + 1, slot))
    return before + (after - before) * (t * t * (3 - 2 * t))


def wave(second, period):
    return fdlibm.cos(2 * math.pi * (second % period) / period)


def ambient(seed, site, second):
    c = stream(0x243F6A8885A308D3, site)
    mean = uniform(bits(c, 0, 0), 15, 22)
    yearly = uniform(bits(c, 0, 1), 4, 8)
    daily = uniform(bits(c, 0, 2), 3, 6)
    warmest = uniform_int(bits(c, 0, 3), 0, 86399)
    w = mix64(stream(seed, site) + 0x13198A2E03707344)
    return (mean + yearly * wave(second - 17280000, 31556952) + daily * wave(second - warmest, 86400)
            + 2.5 * noise(w, 4, second, 259200, 0) + 1.5 * noise(w, 5, second, 950400, 0))


def realistic(difficulty, seed, site, second, seconds, miner, status, baseline_th, baseline_w):
    (middle, a, b, c, d, e, middle_c, per_load, place, sensor, idle, per_degree, fans, fan_sensor) = COEFFICIENTS[status]
    th, watt, celsius, _ = RANGES[status]
    k = mix64(stream(seed, miner) + 0xA4093822299F31D0)
    permanent, phases, new = bits(k, 0, 0), bits(k, 0, 1), bits(k, second, 5)

    def drift(q, spacing):
        return noise(k, 2 + q, second, spacing, (phases >> 16 * q & 0xFFFF) * spacing >> 16)

    h = (middle + a * quarter(permanent, 0) + b * drift(2, 604800) + c * drift(1, 86400) + d * drift(0, 21600)
         + e * quarter(new, 0))
    t = (middle_c + 0.25 * (ambient(seed, site, second) - 18.5) + per_load * (h - middle)
         + place * quarter(permanent, 1) + sensor * quarter(new, 1))
    leakage = 1 + 0.001 * (t - middle_c)
    p = (idle + h * (1 + 0.015 * quarter(permanent, 2)) * leakage) * (1 + 0.002 * quarter(new, 2))
    rpm = round(5000 + per_degree * (t - middle_c) + fans * quarter(permanent, 3) + fan_sensor * quarter(new, 3))
    shown_th = round2_inside(baseline_th * h, baseline_th * th[0], baseline_th * th[1])

    found = shown_th * (1.0 * 1e12 * seconds / (difficulty * 2.0 ** 32))
    reject = 0.0004 + (0.0056 - 0.0004) * ((quarter(phases, 3) + 1) / 2)

    def count(slot, mean):
        return poisson(mean, open_unit(bits(k, second, slot)), open_unit(bits(k, second, slot + 2)))

    return (shown_th, round2_inside(baseline_w * p, baseline_w * watt[0], baseline_w * watt[1]),
            round2_inside(t, *celsius), rpm, count(6, found * (1 - reject)), count(7, found * reject))


# Poisson counts

def poisson(mean, u, v):
    if mean >= 16:
        return expansion(mean, u)
    i = int(mean * 8)
    return tabled(i, u) + few(mean - i / 8, v)


def expansion(mean, u):
    m = min(mean, 2.0 ** 62)
    root = math.sqrt(m)
    per_root = 1 / root
    w = quantile(u)
    w2 = w * w
    first = (2 + w2) * (1.0 / 6)
    second = (2 + w2) * w * (1.0 / 72) * per_root
    third = ((3 * w2 + 7) * w2 - 16) * (1.0 / 810) * (per_root * per_root)
    return max(0, int(m + root * w + first - second + third))


def quantile(p):
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return (q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
                / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1))
    root = math.sqrt(-fdlibm.log(p if q < 0 else 1 - p))
    if root <= 5:
        r = root - 1.6
        x = ((((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
             / ((0.12021132975 * r + 0.73700164250) * r + 1))
    else:
        r = root - 5
        x = ((((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
             / ((0.012258202635 * r + 0.24197894225) * r + 1))
    return -x if q < 0 else x


def sums(i):
    mean = i / 8
    term = fdlibm.exp(-mean)
    total, result = term, []
    for count in range(64):
        result.append(total)
        term *= mean / (count + 1)
        total += term
    result[63] = 1.0
    return result


TABLES = [sums(i) for i in range(128)]


def tabled(i, u):
    return next(count for count, total in enumerate(TABLES[i]) if u <= total)


def few(mean, v):
    if v <= 1 - mean:
        return 0
    term = exp_of_minus(mean)
    total, count = term, 0
    while v > total and count < 10:
        count += 1
        term *= mean / count
        total += term
    return count


def exp_of_minus(x):
    square = x * x
    fourth = square * square
    low = (1 - x) + square * (1.0 / 2 - x * (1.0 / 6))
    middle = (1.0 / 24 - x * (1.0 / 120)) + square * (1.0 / 720 - x * (1.0 / 5040))
    high = 1.0 / 40320 - x * (1.0 / 362880)
    return low + fourth * (middle + fourth * high)


# Fleets and statuses

def fleet(miners, first, seed, null_baselines, weights):
    """A list of [status, model or None, actual TH/s or None, actual W or None]."""
    statuses = status_list(miners, weights)
    for i in range(miners - 1, 0, -1):
        other = uniform_int(bits(stream(seed, first + i), 0, 5), 0, i)
        statuses[i], statuses[other] = statuses[other], statuses[i]
    return [[statuses[i], *baseline(stream(seed, first + i), null_baselines)] for i in range(miners)]


def status_list(miners, weights):
    known = [status for status in STATUSES if status in weights]
    total = 0.0
    for status in known:
        total += weights[status]
    shares = [weights[status] / total * miners for status in known]
    counts, left = [], miners
    for share in shares:
        counts.append(min(left, int(share)))
        left -= counts[-1]
    by_fraction = sorted((i for i, share in enumerate(shares) if share > 0), key=lambda i: int(shares[i]) - shares[i])
    for i in range(left):
        counts[by_fraction[i % len(by_fraction)]] += 1
    return [status for status, count in zip(known, counts) for _ in range(count)]


def baseline(k, null_baselines):
    x = unit(bits(k, 0, 0))
    if x < 0.02:
        model = None
    elif x < 0.02 + 0.05:
        model = 9
    else:
        rest = (x - 0.02 - 0.05) / (1 - 0.02 - 0.05)
        model = min(7, int(rest * 8)) + 1
    nominal = model and MODELS[model - 1] or DEFAULTS
    actual = [None if unit(bits(k, 0, known)) < null_baselines
              else round(nominal[i] * uniform(bits(k, 0, value), 0.95, 1.03) * 10) / 10
              for i, (known, value) in enumerate(((1, 3), (2, 4)))]
    return [model] + actual


def status_at(initial, changes, second):
    """The status at a time, by changes of [from, status] in any order."""
    before = [change for change in changes if change[0] <= second]
    return max(before, key=lambda change: change[0])[1] if before else initial


# Comparison with vectors

FUNCTIONS = {"exp": fdlibm.exp, "log": fdlibm.log, "cos": fdlibm.cos, "quantile": quantile, "round2": round2}

CHECKS = {
    "functions": lambda name, argument, value: ([FUNCTIONS[name](argument)], [value]),
    "bits": lambda seed, key, n, slot, value: ([as_signed(bits(stream(seed, key), n, slot), 64)], [value]),
    "poisson": lambda mean, u, v, count: ([poisson(mean, u, v)], [count]),
    "ambient": lambda seed, site, second, value: ([ambient(seed, site, second)], [value]),
    "readings": lambda *vector: (list(reading(*vector[:10])), list(vector[10:])),
    "fleets": lambda *vector: (fleet(*vector[:5]), vector[5]),
    "schedules": lambda initial, changes, second, value: ([status_at(initial, changes, second)], [value]),
}


def main(file):
    with open(file, encoding="utf-8") as source:
        vectors = json.load(source)
    wrong = 0
    for name, entries in vectors.items():
        for entry in entries:
            got, expected = CHECKS[name](*entry)
            if got != expected:
                wrong += 1
                if wrong <= 10:
                    print("%s %s: must be %s, got %s" % (name, entry[:10], expected, got), file=sys.stderr)
    count = sum(len(entries) for entries in vectors.values())
    print("%d of %d vectors are equal" % (count - wrong, count))
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: twin.py FILE")
    sys.exit(main(sys.argv[1]))
