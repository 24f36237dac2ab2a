package io.minerstream.producer.strategy;

/**
 * Result of seeding a site.
 *
 * @param created number of strategies written; 0 when the site had some and was skipped
 * @param removed number of strategies removed, because the new set lacks their types
 * @param existing number of strategies that the site had before
 */
public record SeedResult(int created, int removed, int existing) {

    /** Whether the site was skipped because it had strategies. */
    public boolean skipped() {
        return created == 0;
    }
}
