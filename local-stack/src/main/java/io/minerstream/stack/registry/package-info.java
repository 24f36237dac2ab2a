/** Apicurio Registry: its service. */
package io.minerstream.stack.registry;
