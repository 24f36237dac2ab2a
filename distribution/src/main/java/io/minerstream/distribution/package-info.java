/** Part of the build: the files of a distribution that are made from the options of the commands. */
package io.minerstream.distribution;
