/**
 * What clients may do and what they must not show: rights on topics, with the command that grants a missing one, and secrets of
 * settings, URLs and messages. No connections to anything.
 */
package io.minerstream.schemas.access;
