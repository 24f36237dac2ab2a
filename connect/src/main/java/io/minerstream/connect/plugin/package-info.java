/** What all plugins of this jar share: their version, and the log of the records that they reject. */
package io.minerstream.connect.plugin;
