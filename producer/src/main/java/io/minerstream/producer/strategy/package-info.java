/**
 * Curtailment strategies: the default set, sets from files, and their seeding to the compacted strategy topic. How a site uses
 * them to choose miners is not MinerStream's business.
 */
package io.minerstream.producer.strategy;
