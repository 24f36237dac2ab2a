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
 * What a command needs of topics, against what its principal may do with them.
 *
 * <p>Describe and DescribeConfigs are needed of every topic: without them nobody can tell what a topic would do with the records.
 */
public final class TopicAccess {

    private static final Set<AclOperation> LOOK = EnumSet.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);

    private TopicAccess() {}

    /** Whether a topic with these rights can be looked at. */
    public static boolean canLook(Set<AclOperation> allowed) {
        return allowed.containsAll(LOOK);
    }

    /**
     * One sentence for each topic of which a right is missing.
     *
     * @param allowed what the principal may do, by topic, as {@link io.minerstream.schemas.topic.TopicAdmin#access} has it; topics
     *     that are not there are passed over
     * @param needed what the command does, by topic
     */
    public static List<String> findings(
            ClientPrincipal principal,
            Map<String, Set<AclOperation>> allowed,
            Map<String, ? extends Set<AclOperation>> needed) {
        List<String> findings = new ArrayList<>();
        needed.forEach((topic, operations) -> {
            if (allowed.containsKey(topic)) {
                Set<AclOperation> missing = EnumSet.copyOf(LOOK);
                missing.addAll(operations);
                missing.removeAll(allowed.get(topic));
                if (!missing.isEmpty()) {
                    findings.add(principal.lacks(
                            "topic " + topic,
                            inWords(missing),
                            allowed.get(topic).isEmpty()
                                    ? "must not even look at it"
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
