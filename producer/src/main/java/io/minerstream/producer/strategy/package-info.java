/**
 * Curtailment strategies: the default set, sets from files, their rules, and their seeding to the compacted strategy topic. Applying
 * strategies is out of scope.
 */
package io.minerstream.producer.strategy;
