package io.minerstream.producer.signal;

import io.minerstream.schemas.bound.Bound;

/**
 * Mean number of shares of a hashrate. A share of difficulty D takes D x 2^32 hashes on average, since a hash meets difficulty
 * 1 with probability 2^-32 (Rosenfeld, "Analysis of Bitcoin Pooled Mining Reward Systems", 2011, section 1); each hash is
 * an independent trial of tiny probability, so counts are Poisson-distributed.
 *
 * @param poolDifficulty difficulty of a share, see {@link Bound#POOL_DIFFICULTY}
 */
public record ShareRate(double poolDifficulty) {

    /** An S21 of 200 TH/s finds 0.71 shares a second at it, or 2,558 an hour. */
    public static final double DEFAULT_DIFFICULTY = 65_536;

    private static final double HASHES_PER_TERAHASH = 1e12;
    private static final double HASHES_PER_DIFFICULTY = 0x1.0p32;

    public ShareRate {
        Bound.POOL_DIFFICULTY.require("pool difficulty", poolDifficulty);
    }

    /**
     * Mean number of shares.
     *
     * @param hashrateTh TH/s, at least 0
     * @param seconds time spent, at least 0
     */
    public double expected(double hashrateTh, long seconds) {
        return hashrateTh * HASHES_PER_TERAHASH * seconds / (poolDifficulty * HASHES_PER_DIFFICULTY);
    }
}
