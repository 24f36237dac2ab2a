/** What a task of the COPY sink has done, over JMX. */
package io.minerstream.connect.copy.metrics;
