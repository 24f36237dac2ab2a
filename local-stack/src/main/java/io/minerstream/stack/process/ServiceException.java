package io.minerstream.stack.process;

/** A service cannot run; the message names the service, the reason, and where to find more, or what to do. */
public final class ServiceException extends Exception {

    private static final long serialVersionUID = 1L;

    public ServiceException(String message) {
        super(message);
    }

    public ServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
