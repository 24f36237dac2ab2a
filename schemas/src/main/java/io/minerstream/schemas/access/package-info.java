/** What the principal of the clients may do, and in words what it lacks and how to grant it. */
package io.minerstream.schemas.access;
