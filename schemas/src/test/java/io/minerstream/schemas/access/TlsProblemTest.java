package io.minerstream.schemas.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class TlsProblemTest {

    private static SSLHandshakeException handshake(Throwable cause) {
        SSLHandshakeException failure = new SSLHandshakeException("PKIX path building failed");
        failure.initCause(cause);
        return failure;
    }

    @Test
    void shouldSayThatACertificateIsNotTrusted() {
        Throwable failure = handshake(new CertificateException("PKIX", new CertPathBuilderException("no valid path")) {
            private static final long serialVersionUID = 1L;
        });

        assertThat(TlsProblem.of(new IOException("closed", failure)))
                .contains("its certificate is not trusted (no valid path); put its authority into the truststore");
    }

    @Test
    void shouldSayThatACertificateIsForAnotherHost() {
        assertThat(TlsProblem.of(handshake(new CertificateException("No name matching registry found"))))
                .contains("its certificate is not accepted (No name matching registry found)");
    }

    @Test
    void shouldSayThatThePartsDoNotAgree() {
        assertThat(TlsProblem.of(new SSLHandshakeException("no cipher suites in common")))
                .contains("the TLS handshake failed (no cipher suites in common); check protocols and certificates");
    }

    @Test
    void shouldLeaveOtherFailures() {
        assertThat(TlsProblem.of(new IOException("reset"))).isEmpty();
    }
}
