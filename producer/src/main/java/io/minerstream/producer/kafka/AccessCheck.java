package io.minerstream.producer.kafka;

import io.minerstream.schemas.access.TopicAccess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/**
 * Whether a writer may do what it is about to do, asked before it does any of it. Writes nothing, and fences nobody.
 *
 * @param allowed what the principal may do with the topics, by topic; without those that do not exist
 * @param findings a sentence for each right that is missing
 */
public record AccessCheck(Map<String, Set<AclOperation>> allowed, List<String> findings) {

    /**
     * Asks the cluster.
     *
     * @param needed what the writer does with topics, by topic
     * @throws org.apache.kafka.common.KafkaException when the cluster cannot be asked
     */
    public static AccessCheck of(
            Cluster cluster, ClientProperties properties, Map<String, ? extends Set<AclOperation>> needed) {
        Map<String, Set<AclOperation>> allowed = cluster.access(needed.keySet());
        return new AccessCheck(allowed, TopicAccess.findings(properties.principal(), allowed, needed));
    }

    /** The same with blocking problems of transactions under an id, see {@link Cluster#refusedTransactionalId}. */
    public AccessCheck withTransactions(Cluster cluster, ClientProperties properties, String transactionalId) {
        List<String> all = new ArrayList<>(findings);
        cluster.refusedTransactionalId(transactionalId)
                .map(refused -> properties
                        .principal()
                        .lacks(
                                "transactional.id " + refused,
                                "Write",
                                "is refused",
                                "--transactional-id %s --resource-pattern-type prefixed".formatted(transactionalId)))
                .ifPresent(all::add);
        return new AccessCheck(allowed, List.copyOf(all));
    }

    /** Those topics that can be described, or do not exist. */
    public List<String> visible(Collection<String> topics) {
        return topics.stream()
                .filter(topic -> !allowed.containsKey(topic) || TopicAccess.canDescribe(allowed.get(topic)))
                .toList();
    }

    /** Whether a topic does not exist, or can be read. */
    public boolean canRead(String topic) {
        return !allowed.containsKey(topic) || allowed.get(topic).contains(AclOperation.READ);
    }
}
