/** Curtailment strategies: seeded to their topic, and followed into their table. */
package io.minerstream.pipeline.strategy;
