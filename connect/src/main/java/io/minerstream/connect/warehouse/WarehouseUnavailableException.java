package io.minerstream.connect.warehouse;

/** The warehouse cannot be used as addressed: something outside of this process must change first. */
public final class WarehouseUnavailableException extends WarehouseException {

    private static final long serialVersionUID = 1L;

    WarehouseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
