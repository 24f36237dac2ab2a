/** Child processes: commands, ports, start, stop, and what a killed owner left. Knows no component. */
package io.minerstream.stack.process;
