/** Whether the parts that a command needs still answer, and its sinks still run. */
package io.minerstream.pipeline.watch;
