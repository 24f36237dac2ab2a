/** What the operating system says about this machine and user: identity, home directory, limits, loopback, folders. */
package io.minerstream.stack.host;
