package io.minerstream.producer.fleet;

/** Where the miners of a site come from. */
public interface FleetSource {

    /**
     * Reads all miners of the site, whatever their status.
     *
     * @return never empty
     * @throws NoMinersException when the site has none
     * @throws InvalidFleetException when ids are not positive or not unique, or values are out of range
     * @throws FleetSourceException when the source cannot be read
     */
    Fleet load();
}
