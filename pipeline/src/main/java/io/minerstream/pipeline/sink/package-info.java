/** The connectors as the addresses define them, their health, and the wait for their rows. */
package io.minerstream.pipeline.sink;
