/** Fleets in the compacted topic {@code hosting-miners}: read to its end, and published as a difference. */
package io.minerstream.producer.roster;
