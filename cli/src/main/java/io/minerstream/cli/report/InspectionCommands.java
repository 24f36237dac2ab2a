package io.minerstream.cli.report;

import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.stack.StackEndpoints;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Shell commands that inspect an embedded stack, and those that lead on from a demo. */
public final class InspectionCommands {

    private InspectionCommands() {}

    /** Commands for the database, the topics, the registry and the connector. */
    public static List<String> lines(StackEndpoints stack) {
        URI database = URI.create(stack.jdbcUrl().substring("jdbc:".length()));
        TopicNames topics = TopicNames.DEFAULT;
        return List.of(
                "  PGPASSFILE='%s' psql -h %s -p %s -U %s %s"
                        .formatted(
                                stack.pgpass(),
                                database.getHost(),
                                database.getPort(),
                                stack.databaseUser(),
                                database.getPath().substring(1)),
                "  kcat -b %s -t %s -C -o beginning -c 5 -s key=>i -s value=avro -r %s"
                        .formatted(stack.bootstrapServers(), topics.telemetry(), stack.registryUrl())
                        .replace("key=>i", "'key=>i'"),
                "  curl -s %s/subjects".formatted(stack.registryUrl()),
                "  minerstream sink status --data-dir '%s'".formatted(stack.dataDirectory()));
    }

    /** What is worth trying after a demo. */
    public static List<String> next(Messages messages) {
        List<String> lines = new ArrayList<>(List.of("", messages.text("demo.next")));
        lines.addAll(Columns.table(
                List.of(
                        List.of("  minerstream demo --faults", messages.text("demo.next.faults")),
                        List.of("  minerstream up", messages.text("demo.next.up")),
                        List.of("  minerstream live --speed 3600", messages.text("demo.next.live"))),
                Set.of()));
        return lines;
    }
}
