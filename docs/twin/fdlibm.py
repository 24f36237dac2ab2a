"""exp, log and cos of fdlibm 5.3 for the arguments that the generator has: the last bit is the same on every platform.

After e_exp.c, e_log.c, s_cos.c, k_cos.c, k_sin.c and e_rem_pio2.c, Copyright (C) 1993 by Sun Microsystems, Inc.
Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved.
"""
import struct

LN2_HI, LN2_LO = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXP = (1.66666666666666019037e-01, -2.77777777770155933842e-03, 6.61375632143793436117e-05,
       -1.65339022054652515390e-06, 4.13813679705723846039e-08)
LOG = (6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
       1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01)
COS = (4.16666666666666019037e-02, -1.38888888888741095749e-03, 2.48015872894767294178e-05,
       -2.75573143513906633035e-07, 2.08757232129817482790e-09, -1.13596475577881948265e-11)
SIN = (-1.66666666666666324348e-01, 8.33333333332248946124e-03, -1.98412698298579493134e-04,
       2.75573137070700676789e-06, -2.50507602534068634195e-08, 1.58969099521155010221e-10)
TWO_BY_PI = 6.36619772367581382433e-01
HALF_PI = ((1.57079632673412561417e+00, 6.07710050650619224932e-11),  # each: leading 33 bits, and the rest
           (6.07710050630396597660e-11, 2.02226624879595063154e-21),
           (2.02226624871116645580e-21, 8.47842766036889956997e-32))
MULTIPLES = (0x3FF921FB, 0x400921FB, 0x4012D97C, 0x401921FB)  # upper words of pi/2, pi, 3pi/2, 2pi


def upper(x):
    """The upper 32 bits of a double."""
    return struct.unpack(">I", struct.pack(">d", x)[:4])[0]


def with_upper(word, x):
    return struct.unpack(">d", struct.pack(">I", word) + struct.pack(">d", x)[4:])[0]


def exp(x):
    """For x from -708 to 0."""
    size = upper(x) & 0x7FFFFFFF
    k = 0
    if size > 0x3FD62E42:  # |x| > 0.5 ln 2
        k = -1 if size < 0x3FF0A2B2 else int(1.44269504088896338700 * x - 0.5)
        hi, lo = x - k * LN2_HI, k * LN2_LO
        x = hi - lo
    elif size < 0x3E300000:
        return 1.0 + x
    t = x * x
    c = x - t * (EXP[0] + t * (EXP[1] + t * (EXP[2] + t * (EXP[3] + t * EXP[4]))))
    if k == 0:
        return 1.0 - ((x * c) / (c - 2.0) - x)
    return (1.0 - ((lo - (x * c) / (2.0 - c)) - hi)) * 2.0 ** k


def log(x):
    """For normal x greater than 0."""
    word = upper(x)
    k = (word >> 20) - 1023
    word &= 0xFFFFF
    i = (word + 0x95F64) & 0x100000
    f = with_upper(word | (i ^ 0x3FF00000), x) - 1.0
    k += i >> 20
    if (0xFFFFF & (2 + word)) < 3:  # |f| < 2^-20
        if f == 0:
            return k * LN2_HI + k * LN2_LO
        r = f * f * (0.5 - 0.33333333333333333 * f)
        return f - r if k == 0 else k * LN2_HI - ((r - k * LN2_LO) - f)
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    r = (z * (LOG[0] + w * (LOG[2] + w * (LOG[4] + w * LOG[6])))
         + w * (LOG[1] + w * (LOG[3] + w * LOG[5])))
    if (word - 0x6147A) | (0x6B851 - word) > 0:
        half = 0.5 * f * f
        if k == 0:
            return f - (half - s * (half + r))
        return k * LN2_HI - ((half - (s * (half + r) + k * LN2_LO)) - f)
    if k == 0:
        return f - s * (f - r)
    return k * LN2_HI - ((s * (f - r) - k * LN2_LO) - f)


def cos(x):
    """For x from 0 to 2 pi."""
    if upper(x) <= 0x3FE921FB:  # pi/4
        return _cos(x, 0.0)
    n, y, rest = _quarters(x)
    return (_cos(y, rest), -_sin(y, rest), -_cos(y, rest), _sin(y, rest))[n & 3]


def _quarters(x):
    """(n, y, rest) with x = n pi/2 + y + rest."""
    size = upper(x)
    if size < 0x4002D97C:  # 3 pi/4
        z = x - HALF_PI[0][0]
        low = HALF_PI[0][1]
        if size == 0x3FF921FB:
            z -= HALF_PI[1][0]
            low = HALF_PI[1][1]
        y = z - low
        return 1, y, (z - y) - low
    n = int(x * TWO_BY_PI + 0.5)
    r, w = x - n * HALF_PI[0][0], n * HALF_PI[0][1]
    y = r - w
    if size == MULTIPLES[n - 1]:
        for part, lost_bits in ((1, 16), (2, 49)):
            if (size >> 20) - ((upper(y) >> 20) & 0x7FF) > lost_bits:
                t = r
                w = n * HALF_PI[part][0]
                r = t - w
                w = n * HALF_PI[part][1] - ((t - r) - w)
                y = r - w
    return n, y, (r - y) - w


def _cos(x, y):
    size = upper(x) & 0x7FFFFFFF
    if size < 0x3E400000:
        return 1.0
    z = x * x
    r = z * (COS[0] + z * (COS[1] + z * (COS[2] + z * (COS[3] + z * (COS[4] + z * COS[5])))))
    if size < 0x3FD33333:
        return 1.0 - (0.5 * z - (z * r - x * y))
    q = 0.28125 if size > 0x3FE90000 else with_upper(size - 0x200000, 0.0)
    return (1.0 - q) - ((0.5 * z - q) - (z * r - x * y))


def _sin(x, y):
    if upper(x) & 0x7FFFFFFF < 0x3E400000:
        return x
    z = x * x
    v = z * x
    r = SIN[1] + z * (SIN[2] + z * (SIN[3] + z * (SIN[4] + z * SIN[5])))
    return x - ((z * (0.5 * y - v * r) - y) - v * SIN[0])
