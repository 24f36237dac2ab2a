package io.minerstream.producer.kafka;

import java.util.List;
import java.util.stream.Stream;

/** The topics would lose, displace or refuse records, or the writer may not write them. Nothing was written. */
public final class PreflightException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> findings;

    /** @param findings a sentence for each problem, at least one */
    public PreflightException(List<String> findings) {
        super("%s %s, nothing was written:\n  %s"
                .formatted(
                        findings.size(), findings.size() == 1 ? "finding" : "findings", String.join("\n  ", findings)));
        this.findings = List.copyOf(findings);
    }

    /**
     * Throws when anything is in the way.
     *
     * @param missingTopics topics that must exist and do not
     * @param others a sentence for each other problem
     */
    public static void requireNone(List<String> missingTopics, List<String> others) {
        Stream<String> missing =
                missingTopics.stream().map(name -> "topic %s: does not exist; create the topics first".formatted(name));
        List<String> findings = Stream.concat(missing, others.stream()).toList();
        if (!findings.isEmpty()) {
            throw new PreflightException(findings);
        }
    }

    /** A sentence for each problem. */
    public List<String> findings() {
        return findings;
    }
}
