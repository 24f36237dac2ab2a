/** Target tables as the catalog describes them, and how the records of a schema fill their rows. */
package io.minerstream.connect.copy.table;
