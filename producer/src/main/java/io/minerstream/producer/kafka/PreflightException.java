package io.minerstream.producer.kafka;

import java.util.List;

/** The topics would lose, displace or refuse records, or the writer may not write them. Nothing was written. */
public final class PreflightException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> findings;

    /** @param findings a sentence for each problem, at least one */
    public PreflightException(List<String> findings) {
        super("%d %s, nothing was written:\n  %s"
                .formatted(
                        findings.size(), findings.size() == 1 ? "finding" : "findings", String.join("\n  ", findings)));
        this.findings = List.copyOf(findings);
    }

    /** A sentence for each problem. */
    public List<String> findings() {
        return findings;
    }
}
