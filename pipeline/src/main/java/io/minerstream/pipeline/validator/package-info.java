/** Instances of the stream validator: start, detection, HTTP. Rules and topology are of the validator itself. */
package io.minerstream.pipeline.validator;
