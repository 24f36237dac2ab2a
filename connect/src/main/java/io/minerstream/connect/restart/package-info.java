/** Restarts what has failed on a Kafka Connect worker: an extension of its REST API, since Connect leaves that to a person. */
package io.minerstream.connect.restart;
