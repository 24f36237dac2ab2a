/** Addresses and client settings of one caller, and the clients opened from them. Knows no other package of the pipeline. */
package io.minerstream.pipeline.connection;
