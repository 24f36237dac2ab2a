package io.minerstream.cli.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.minerstream.avro.SimulationRun;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.connect.warehouse.CheckOffender;
import io.minerstream.connect.warehouse.CheckReport;
import io.minerstream.connect.warehouse.SeededFleet;
import io.minerstream.connect.warehouse.StatusMetrics;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.pipeline.fleet.LoadedFleets;
import io.minerstream.pipeline.replay.ReplayPlan;
import io.minerstream.pipeline.verify.ExactReport;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.fleet.FleetSummary;
import io.minerstream.producer.fleet.MinerModel;
import io.minerstream.producer.preflight.RunPreview;
import io.minerstream.producer.replay.ReplayResult;
import io.minerstream.producer.replay.RunReplay;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.strategy.SeedResult;
import io.minerstream.producer.strategy.StrategyKey;
import io.minerstream.producer.strategy.StrategyReport;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import io.minerstream.stack.StackEndpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Results as JSON: times in RFC 3339, durations in seconds, our enums in lower case, NaN as null. An empty {@link Optional} is
 * left out, null is written.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addSerializer(YearMonth.class, ToStringSerializer.instance)
                    .addSerializer(Path.class, ToStringSerializer.instance)
                    .addSerializer(RunId.class, ToStringSerializer.instance)
                    .addSerializer(Shard.class, ToStringSerializer.instance)
                    .addSerializer(StrategyKey.class, ToStringSerializer.instance)
                    .addSerializer(Enum.class, new Word())
                    .addSerializer(Duration.class, new Seconds())
                    .addSerializer(Double.class, new OrNull())
                    .addSerializer(Double.TYPE, new OrNull()))
            .addModule(new Jdk8Module())
            .withConfigOverride(
                    Optional.class,
                    option -> option.setInclude(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS)))
            .addMixIn(SpecificRecordBase.class, AvroRecord.class)
            .addMixIn(WindowVerdict.class, Verdict.class)
            .addMixIn(SimulationRun.class, Run.class)
            .addMixIn(CheckReport.class, Checks.class)
            .addMixIn(TimeRange.class, Range.class)
            .addMixIn(CheckOffender.Implausible.class, Implausible.class)
            .addMixIn(StatusMetrics.class, Status.class)
            .addMixIn(FleetSummary.ModelCount.class, Model.class)
            .addMixIn(MinerModel.class, WithoutId.class)
            .addMixIn(ReplayResult.class, Replay.class)
            .addMixIn(ExactReport.class, Exact.class)
            .addMixIn(RunToVerify.class, Replayed.class)
            .addMixIn(RunReplay.class, Rows.class)
            .addMixIn(ReplayPlan.Partition.class, ReplayedPartition.class)
            .addMixIn(LoadedFleets.class, Loaded.class)
            .addMixIn(SeededFleet.class, SeededMiners.class)
            .addMixIn(RunPreview.class, Preview.class)
            .addMixIn(SeedResult.class, Seeded.class)
            .addMixIn(StrategyReport.class, Strategies.class)
            .addMixIn(StackSummary.class, Stack.class)
            .addMixIn(StackEndpoints.class, Endpoints.class)
            .build();

    private Json() {}

    /** The document on several lines. */
    public static String pretty(Object document) {
        return write(document, true);
    }

    /** The document on one line. */
    public static String line(Object document) {
        return write(document, false);
    }

    private static String write(Object document, boolean pretty) {
        try {
            return (pretty ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer()).writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(document.getClass() + " cannot be written as JSON", e);
        }
    }

    @JsonIgnoreProperties({"schema", "specificData"})
    interface AvroRecord {}

    @JsonIgnoreProperties({
        "schema",
        "specificData",
        "siteId",
        "runId",
        "minersPassed",
        "statuses",
        "partitions",
        "decidedAt"
    })
    interface Verdict {
        @JsonProperty("from")
        Instant getWindowStart();

        @JsonProperty("to")
        Instant getWindowEnd();
    }

    @JsonIgnoreProperties({"schema", "specificData", "progress", "fleetChecksum"})
    interface Run {}

    interface Checks {
        @JsonProperty
        boolean passed();

        @JsonProperty
        long expectedRecords();

        @JsonUnwrapped
        TimeRange range();
    }

    interface Range {
        @JsonProperty("intervalSeconds")
        @JsonSerialize(using = WholeSeconds.class)
        Duration interval();
    }

    interface Implausible {
        @JsonProperty("averageHashrate")
        double averageHashrateTh();

        @JsonProperty("limit")
        double limitTh();
    }

    interface Status {
        @JsonProperty("averageHashrate")
        double averageHashrateTh();

        @JsonProperty("minHashrate")
        double minHashrateTh();

        @JsonProperty("maxHashrate")
        double maxHashrateTh();

        @JsonProperty("averagePower")
        double averagePowerW();

        @JsonProperty("averageTemperature")
        Double averageTemperatureC();
    }

    interface Model {
        @JsonUnwrapped
        MinerModel model();
    }

    @JsonIgnoreProperties("id")
    interface WithoutId {}

    @JsonIgnoreProperties("exact")
    interface Replay {}

    interface Exact {
        @JsonProperty
        boolean passed();

        @JsonUnwrapped
        RunToVerify run();

        @JsonUnwrapped
        ReplayResult result();

        @JsonProperty("seconds")
        Duration elapsed();

        @JsonProperty
        long rowsPerSecond();
    }

    @JsonIgnoreProperties("manifest")
    interface Replayed {
        @JsonProperty
        String runId();

        @JsonUnwrapped
        RunReplay replay();
    }

    interface ReplayedPartition {
        @JsonProperty
        long offsets();
    }

    interface Rows {
        @JsonProperty
        int miners();

        @JsonProperty
        Instant from();

        @JsonProperty("comparedUntil")
        Instant to();
    }

    interface Loaded {
        @JsonUnwrapped
        Optional<SeededFleet> miners();
    }

    /** {@link LoadedFleets} has the schedule. */
    @JsonIgnoreProperties("schedule")
    interface SeededMiners {}

    /** {@link RunPreviewDocument} has the ignored ones in another shape. */
    @JsonIgnoreProperties({"spec", "plan", "committed", "transactionTimeout"})
    interface Preview {
        @JsonProperty
        long remainingBytes();
    }

    interface Seeded {
        @JsonProperty
        boolean skipped();
    }

    interface Strategies {
        @JsonProperty
        long active();
    }

    interface Stack {
        @JsonUnwrapped
        StackEndpoints endpoints();

        @JsonProperty("startupSeconds")
        Duration startup();
    }

    @JsonIgnoreProperties({"databaseProperties", "passwordFile", "logDirectory"})
    interface Endpoints {
        @JsonProperty("schemaRegistryUrl")
        String registryUrl();

        @JsonProperty("connectCredentialsFile")
        Path connectProperties();

        @JsonProperty("databaseUrl")
        String jdbcUrl();

        @JsonProperty("pgpassFile")
        Path pgpass();
    }

    private static final class Seconds extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeNumber(value.toMillis() / 1e3);
        }
    }

    private static final class WholeSeconds extends JsonSerializer<Duration> {
        @Override
        public void serialize(Duration value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            json.writeNumber(value.toSeconds());
        }
    }

    /** Enums of the Avro contracts keep their symbols. */
    private static final class Word extends JsonSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            String name = ((Enum<?>) value).name();
            json.writeString(value instanceof GenericEnumSymbol ? name : name.toLowerCase(Locale.ROOT));
        }
    }

    private static final class OrNull extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator json, SerializerProvider serializers) throws IOException {
            if (value.isNaN()) {
                json.writeNull();
            } else {
                json.writeNumber(value);
            }
        }
    }
}
