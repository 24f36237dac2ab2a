package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.minerstream.schemas.serde.SchemaRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;

/**
 * The guarantee that a refused command wrote nothing: topics and the end of every partition's log (uncommitted records and
 * control records among them), versions and compatibility in the registry, and rows of a site in the warehouse are afterwards
 * what they were before.
 */
final class NothingWritten {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String prefix;
    private final int siteId;
    private final Admin admin;
    private final Map<String, Object> before;

    private NothingWritten(Admin admin, String prefix, int siteId) throws Exception {
        this.admin = admin;
        this.prefix = prefix;
        this.siteId = siteId;
        // A commit returns before its markers stand in every partition; they are no doing of the command that follows.
        Awaitility.await().atMost(LONGEST_WAIT).until(() -> endOffsets(IsolationLevel.READ_COMMITTED)
                .equals(endOffsets(IsolationLevel.READ_UNCOMMITTED)));
        this.before = state();
    }

    /** What the topics of a prefix, and the rows of a site, are now. */
    static NothingWritten since(Admin admin, String prefix, int siteId) throws Exception {
        return new NothingWritten(admin, prefix, siteId);
    }

    /** Fails unless they are the same still. */
    void verify() throws Exception {
        assertThat(state())
                .as("topics with prefix %s and rows of site %s", prefix, siteId)
                .isEqualTo(before);
    }

    private Map<String, Object> state() throws Exception {
        Map<String, Object> state = new TreeMap<>();
        state.put("offsets", endOffsets(IsolationLevel.READ_UNCOMMITTED));
        state.put("subjects", subjects());
        state.put("rows", rows());
        return state;
    }

    private Map<TopicPartition, Long> endOffsets(IsolationLevel isolation) throws Exception {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(topic -> topic.startsWith(prefix))
                .toList();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(partition ->
                            latest.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        return admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private Map<String, List<String>> subjects() {
        Map<String, List<String>> subjects = new TreeMap<>();
        try (SchemaRegistry registry = SharedPipeline.connections().openRegistry()) {
            for (String subject : registry.subjects()) {
                if (subject.startsWith(prefix)) {
                    List<String> versions = new ArrayList<>();
                    versions.add(registry.compatibility(subject).orElse("none"));
                    registry.versions(subject).forEach(version -> versions.add(version.toString()));
                    subjects.put(subject, versions);
                }
            }
        }
        return subjects;
    }

    private List<Long> rows() throws SQLException {
        List<Long> counts = new ArrayList<>();
        try (Connection database = SharedPipeline.database();
                Statement sql = database.createStatement()) {
            for (String query : List.of(
                    "SELECT COUNT(*) FROM hosting_miners WHERE site_id = " + siteId,
                    "SELECT COUNT(*) FROM curtailment_strategies WHERE site_id = " + siteId,
                    "SELECT COUNT(*) FROM miner_telemetry WHERE miner_id IN (SELECT id FROM hosting_miners WHERE site_id = "
                            + siteId + ")")) {
                try (ResultSet result = sql.executeQuery(query)) {
                    result.next();
                    counts.add(result.getLong(1));
                }
            }
        }
        return counts;
    }
}
