/** What the validator remembers, and the compact, versioned bytes in which it does. */
package io.minerstream.validator.state;
