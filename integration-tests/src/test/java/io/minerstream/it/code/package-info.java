/** Rules about the main code of all modules at once. What concerns one module alone is in that module's ArchitectureTest. */
package io.minerstream.it.code;
