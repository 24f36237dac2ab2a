/** Interactive queries of the state, by any thread. */
package io.minerstream.validator.query;
