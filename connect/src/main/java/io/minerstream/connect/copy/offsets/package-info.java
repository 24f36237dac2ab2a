/** Which records of each partition have landed: the offsets in the warehouse, their fences, and the check that a topic is still the same. */
package io.minerstream.connect.copy.offsets;
