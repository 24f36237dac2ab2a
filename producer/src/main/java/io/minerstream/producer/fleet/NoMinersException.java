package io.minerstream.producer.fleet;

/** A site has no miners, so there is nothing to generate. */
public final class NoMinersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoMinersException(int siteId) {
        super("No miners found for site_id=" + siteId);
    }
}
