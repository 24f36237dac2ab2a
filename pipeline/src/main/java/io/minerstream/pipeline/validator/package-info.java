/** Instances of the stream validator: start, detection, health endpoint. Rules and topology are of the validator itself. */
package io.minerstream.pipeline.validator;
