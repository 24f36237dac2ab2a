/** Batches of rows, the transaction that lands each, and the thread that does it while the next one is encoded. */
package io.minerstream.connect.copy.write;
