/** Client of the REST API of Kafka Connect. Transport, answers and failures; what a connector is for belongs to {@code sink}. */
package io.minerstream.connect.rest;
