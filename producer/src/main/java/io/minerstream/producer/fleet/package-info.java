/** The miners of a site: who they are, what they do when they run normally, and where the list comes from. */
package io.minerstream.producer.fleet;
