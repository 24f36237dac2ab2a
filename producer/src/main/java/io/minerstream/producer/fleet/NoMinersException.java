package io.minerstream.producer.fleet;

/** A site has no miners, so there is nothing to generate. */
public final class NoMinersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int siteId;

    public NoMinersException(int siteId) {
        super("No miners found for site_id=" + siteId);
        this.siteId = siteId;
    }

    public int siteId() {
        return siteId;
    }
}
