/**
 * The compacted topic {@code hosting-miners}: one reader, one log of entries, fleets read from it, and fleets published as a
 * difference. Who needs an entry of the topic goes through {@code RosterReader}; runs are not known here.
 */
package io.minerstream.producer.roster;
