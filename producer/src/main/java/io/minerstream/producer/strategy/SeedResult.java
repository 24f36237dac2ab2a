package io.minerstream.producer.strategy;

/**
 * What seeding a site did.
 *
 * @param created strategies that were written; 0 when the site had some and was left alone
 * @param removed strategies that went: their types are not in the new set
 * @param existing strategies that the site had before
 */
public record SeedResult(int created, int removed, int existing) {

    /** Whether the site was left alone because it had strategies. */
    public boolean skipped() {
        return created == 0;
    }
}
