/** Topics, contracts and tables that must exist before anything is written. */
package io.minerstream.pipeline.setup;
