package io.minerstream.schemas.access;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Puts into words why a TLS connection was not made. No such reason passes by itself. */
public final class TlsProblem {

    private TlsProblem() {}

    /**
     * The reason among a failure and its causes, with what to do; empty when the failure is no TLS one.
     *
     * @param failure any failure of a client
     */
    public static Optional<String> of(Throwable failure) {
        SSLException handshake = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return Optional.of("its certificate is not trusted (" + cause.getMessage()
                        + "); put its authority into the truststore");
            }
            if (cause instanceof SSLPeerUnverifiedException
                    || cause instanceof CertPathValidatorException
                    || cause.getClass() == CertificateException.class) {
                return Optional.of("its certificate is not accepted (" + cause.getMessage() + ")");
            }
            if (cause instanceof SSLHandshakeException found) {
                handshake = found;
            }
        }
        return Optional.ofNullable(handshake)
                .map(cause ->
                        "the TLS handshake failed (" + cause.getMessage() + "); check protocols and certificates");
    }
}
