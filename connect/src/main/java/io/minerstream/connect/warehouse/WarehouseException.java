package io.minerstream.connect.warehouse;

import io.minerstream.schemas.access.Secrets;

/** A statement or a connection of the warehouse failed. The message says where, what was expected, and what came. */
public class WarehouseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WarehouseException(String message, Throwable cause) {
        super(Secrets.hideInText(message), cause);
    }
}
