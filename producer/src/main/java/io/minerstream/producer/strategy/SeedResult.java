package io.minerstream.producer.strategy;

/**
 * Result of seeding a site.
 *
 * @param created number of strategies written whose types the site lacked
 * @param replaced number of strategies written in place of one of the same type
 * @param removed number of strategies removed, because the new set lacks their types
 * @param existing number of strategies that the site had before
 */
public record SeedResult(int created, int replaced, int removed, int existing) {

    static SeedResult skipped(int existing) {
        return new SeedResult(0, 0, 0, existing);
    }

    /** Whether the site was skipped because it had strategies. */
    public boolean skipped() {
        return created + replaced == 0;
    }
}
