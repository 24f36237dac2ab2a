package io.minerstream.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.minerstream.schemas.topic.TopicNames;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A run of {@value #MINERS} miners that the tests of kills, shards and aborts start from the command line. */
final class SmallRun {

    /** Enough that two threads send the readings of one commit batch. */
    static final int MINERS = 1_000;

    static final int HOURS = 30;
    static final int RECORDS = MINERS * HOURS;

    private SmallRun() {}

    static List<String> command(String prefix, String... more) {
        List<String> command = new ArrayList<>(List.of(
                "generate",
                "--miners",
                Integer.toString(MINERS),
                "--site-id",
                "401",
                "--from",
                "2026-05-01T00:00:00Z",
                "--hours",
                Integer.toString(HOURS),
                "--no-wait",
                "--output",
                "json",
                "--topic-prefix",
                prefix));
        command.addAll(List.of(more));
        command.addAll(addresses());
        return command;
    }

    /** Kafka and the registry alone: with a warehouse, the miners would have to be in it. */
    static List<String> addresses() {
        return SharedPipeline.options().subList(0, 4);
    }

    /** All that the committed readings say, sorted. */
    static List<String> readings(String prefix) {
        return RawTopic.read(SharedPipeline.connections(), new TopicNames(prefix).telemetry()).stream()
                .map(SmallRun::contents)
                .sorted()
                .toList();
    }

    private static String contents(ConsumerRecord<byte[], byte[]> record) {
        HexFormat hex = HexFormat.of();
        return "%s at %s: %s = %s, run %s"
                .formatted(
                        record.partition(),
                        record.timestamp(),
                        hex.formatHex(record.key()),
                        // Behind the schema id: the subjects of two prefixes may have two.
                        hex.formatHex(record.value(), 5, record.value().length),
                        new String(record.headers().lastHeader("run").value(), UTF_8));
    }
}
