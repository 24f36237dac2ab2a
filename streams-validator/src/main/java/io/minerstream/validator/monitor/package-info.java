/** What monitoring sees of the topology. */
package io.minerstream.validator.monitor;
