package io.minerstream.schemas.serde;

import io.minerstream.avro.MinerTelemetry;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that it may instantiate the generated contracts. Since 1.12.2 it refuses every class that is not trusted by
 * name, so that a foreign schema cannot name any class of the class path; without this nothing can be read or written.
 */
final class TrustedContracts {

    private static final String CONTRACTS = MinerTelemetry.class.getPackageName();

    static {
        // On top of what is trusted already: by default Avro's own list and its system properties.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(ClassSecurityValidator.getGlobal(), type -> type.getPackageName()
                        .equals(CONTRACTS)));
    }

    private TrustedContracts() {}

    /** Takes effect for the whole JVM, once; to be called before Avro looks up the first class. */
    static void trust() {
        // The initialisation of this class does it.
    }
}
