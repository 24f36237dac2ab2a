/** What the validator reads: readings in batches, from any partition, decoded; and the quarantine for what cannot be read. Waits for the registry. */
package io.minerstream.validator.input;
