/** An embedded stack together with tables, topics, validator and connectors. */
package io.minerstream.pipeline.embedded;
