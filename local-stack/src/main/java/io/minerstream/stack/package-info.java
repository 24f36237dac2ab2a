/**
 * The embedded stack: its configuration, its endpoints, start and stop of all components together. What belongs to one component
 * only is in the package of that component; components do not know each other.
 */
package io.minerstream.stack;
