package io.minerstream.producer.file;

import java.io.IOException;

/** A file is no text in UTF-8, or larger than allowed. The message says what it must be, and what it is. */
final class RefusedTextException extends IOException {

    private static final long serialVersionUID = 1L;

    RefusedTextException(String message) {
        super(message);
    }
}
