package io.minerstream.schemas.access;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.utils.SecurityUtils;

/**
 * Compares the rights that a command needs on topics with those of its principal.
 *
 * <p>Every command needs Describe and DescribeConfigs on each topic, to check its settings.
 */
public final class TopicAccess {

    private static final Set<AclOperation> DESCRIBE = EnumSet.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

    private TopicAccess() {}

    /** Whether these rights suffice to describe a topic and its settings. */
    public static boolean canDescribe(Set<AclOperation> allowed) {
        return allowed.containsAll(DESCRIBE);
    }

    /**
     * One sentence for each topic on which a right is missing.
     *
     * @param allowed rights of the principal, by topic, as {@link io.minerstream.schemas.topic.TopicAdmin#access} has it; missing
     *     topics are skipped
     * @param needed operations of the command, by topic
     */
    public static List<String> findings(
            ClientPrincipal principal,
            Map<String, Set<AclOperation>> allowed,
            Map<String, ? extends Set<AclOperation>> needed) {
        List<String> findings = new ArrayList<>();
        needed.forEach((topic, operations) -> {
            if (allowed.containsKey(topic)) {
                Set<AclOperation> missing = EnumSet.copyOf(DESCRIBE);
                missing.addAll(operations);
                missing.removeAll(allowed.get(topic));
                if (!missing.isEmpty()) {
                    findings.add(principal.lacks(
                            "topic " + topic,
                            inWords(missing),
                            allowed.get(topic).isEmpty()
                                    ? "may not even describe it"
                                    : "may " + inWords(allowed.get(topic)),
                            "--topic " + topic));
                }
            }
        });
        return findings;
    }

    private static String inWords(Collection<AclOperation> operations) {
        return operations.stream().sorted().map(SecurityUtils::operationName).collect(joining(" and "));
    }
}
