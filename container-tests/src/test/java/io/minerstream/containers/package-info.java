/**
 * The images as they are run: several of each part, on a network of their own, some of which are killed.
 *
 * <p>Nothing here knows the classes of the command: it is started in a container, as an operator starts it. What came of it is
 * read with the libraries of the generator and the validator.
 */
package io.minerstream.containers;
