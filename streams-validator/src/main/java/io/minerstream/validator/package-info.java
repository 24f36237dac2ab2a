/** The stream validator: its configuration, its life cycle, and a reader of what it found. */
package io.minerstream.validator;
