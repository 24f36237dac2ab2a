/** What the validator remembers, and its binary formats. Knows nothing of the topology that reads and writes it. */
package io.minerstream.validator.state;
