package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate of a server on this machine, made by the JDK's keytool, in the forms that its clients and servers take. */
record TestCertificates(Path folder, String name) {

    /** Of every store. */
    static final String PASSWORD = "store-secret";

    private static final String ALIAS = "server";

    static TestCertificates create(Path folder, String name) throws Exception {
        TestCertificates certificates = new TestCertificates(folder, name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        certificates.keystore().toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".keytool").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve(name + ".keytool")))
                .isZero();
        KeyStore keys = certificates.keys();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate(ALIAS));
        try (OutputStream out = Files.newOutputStream(certificates.truststore())) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        Files.writeString(
                certificates.certificatePem(),
                pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()));
        return certificates;
    }

    /** Key and certificate, PKCS12. */
    Path keystore() {
        return folder.resolve(name + ".p12");
    }

    /** The same, as Kafka's settings. */
    Map<String, String> keystoreSettings() {
        return Map.of(
                "ssl.keystore.location",
                keystore().toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.password",
                PASSWORD);
    }

    /** The certificate as an authority, PKCS12. */
    Path truststore() {
        return folder.resolve(name + "-trust.p12");
    }

    /** The same in PEM. */
    Path certificatePem() {
        return folder.resolve(name + ".pem");
    }

    /** The key in PEM, without a password. */
    String keyPem() throws GeneralSecurityException, IOException {
        return pem("PRIVATE KEY", keys().getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    }

    /** For a server. */
    SSLContext serverContext() throws GeneralSecurityException, IOException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private KeyStore keys() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
    }
}
