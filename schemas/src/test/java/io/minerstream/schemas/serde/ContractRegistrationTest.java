package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContractRegistrationTest {

    private static final List<String> SUBJECTS = List.of(
            "miner-telemetry-value",
            "hosting-miners-value",
            "telemetry-watermarks-value",
            "simulation-runs-value",
            "curtailment-strategies-value",
            "telemetry-alerts-value",
            "telemetry-verdicts-value");

    private RegistryServer server;
    private SchemaRegistry registry;

    @BeforeEach
    void start() throws IOException {
        server = new RegistryServer();
        registry = SchemaRegistry.connect(Map.of("schema.registry.url", server.url(), "max.retries", "0"));
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    @Test
    void shouldRegisterEveryContractWithItsCompatibility() {
        ensureAll(TopicNames.DEFAULT);

        assertThat(server.subjects()).containsExactlyElementsOf(SUBJECTS);
        assertThat(server.compatibility().keySet()).containsExactlyInAnyOrderElementsOf(SUBJECTS);
        assertThat(server.compatibility().values()).containsOnly("BACKWARD_TRANSITIVE");
    }

    @Test
    void shouldRegisterEachFileUnderItsTopic() throws IOException {
        ensureAll(TopicNames.DEFAULT);

        List<String> files = List.of(
                "MinerTelemetry",
                "HostingMiner",
                "Watermark",
                "SimulationRun",
                "CurtailmentStrategy",
                "TelemetryAlert",
                "WindowVerdict");
        // WindowVerdict takes its rules from TelemetryAlert, so one parser reads all.
        Schema.Parser parser = new Schema.Parser();
        for (int i = 0; i < files.size(); i++) {
            Schema file =
                    parser.parse(ContractRegistration.class.getResourceAsStream("/avro/" + files.get(i) + ".avsc"));
            assertThat(registry.latest(SUBJECTS.get(i)).schema().toString()).isEqualTo(file.toString());
        }
    }

    @Test
    void shouldChangeNothingTheSecondTime() {
        ensureAll(TopicNames.DEFAULT);
        ensureAll(TopicNames.DEFAULT);

        assertThat(server.subjects()).hasSize(7);
        for (String subject : SUBJECTS) {
            assertThat(registry.latest(subject).version()).isEqualTo(1);
        }
    }

    @Test
    void shouldUseThePrefix() {
        ensureAll(new TopicNames("farm-a."));

        assertThat(server.subjects()).hasSize(7).allMatch(subject -> subject.startsWith("farm-a."));
        assertThat(server.compatibility().keySet()).hasSize(7).allMatch(subject -> subject.startsWith("farm-a."));
    }

    @Test
    void shouldSetTheCompatibilityOfAnExistingSubjectBeforeItRegisters() {
        server.register("miner-telemetry-value", "\"string\"");

        ensureAll(TopicNames.DEFAULT);

        assertThat(server.requestLines())
                .containsSubsequence(
                        "PUT /config/miner-telemetry-value", "POST /subjects/miner-telemetry-value/versions")
                .containsSubsequence(
                        "POST /subjects/hosting-miners-value/versions", "PUT /config/hosting-miners-value");
    }

    @Test
    void shouldPassOnThatTheRegistryRefusedAContract() {
        server.answerNext(RegistryServer.Answer.json(200, "[]"));
        server.answerNext(RegistryServer.Answer.json(409, "{\"error_code\":409,\"message\":\"incompatible\"}"));
        server.answerNext(RegistryServer.Answer.json(409, "{\"error_code\":409,\"message\":\"incompatible\"}"));

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> ensureAll(TopicNames.DEFAULT))
                .withMessage("schema registry [" + server.url() + "]: registering the schema of miner-telemetry-value "
                        + "was refused: incompatible; error code: 409");
    }

    /** As Apicurio does when two validators start together. */
    @Test
    void shouldAskAgainWhenTheRegistryRefusesWhatSomebodyElseDoesAtTheSameMoment() {
        server.answerNext(RegistryServer.Answer.json(200, "[]"));
        server.answerNext(RegistryServer.Answer.json(200, "{\"id\":1}"));
        server.answerNext(RegistryServer.Answer.json(409, "{\"error_code\":409,\"message\":\"exists already\"}"));

        ensureAll(TopicNames.DEFAULT);

        assertThat(server.compatibility().keySet()).containsExactlyInAnyOrderElementsOf(SUBJECTS);
    }

    @Test
    void shouldSayWhatItWouldRegisterAndRegisterNothing() {
        server.register("miner-telemetry-value", contract("miner-telemetry"));
        server.setCompatibility("miner-telemetry-value", "NONE");

        ContractRegistration.Inspection inspection =
                ContractRegistration.inspect(registry, TopicNames.DEFAULT, Set.of("miner-telemetry", "hosting-miners"));

        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.changes())
                .containsExactly(
                        "miner-telemetry-value: BACKWARD_TRANSITIVE instead of NONE",
                        "hosting-miners-value: version 1, BACKWARD_TRANSITIVE");
        assertThat(server.requestLines()).allMatch(line -> line.startsWith("GET"));
    }

    @Test
    void shouldFindEveryVersionThatItCannotReadWhateverTheLevel() {
        server.register("telemetry-watermarks-value", "\"string\"");
        server.register("telemetry-watermarks-value", "{\"type\":\"record\",\"name\":\"Watermark\",\"fields\":[]}");
        server.setCompatibility("telemetry-watermarks-value", "NONE");

        List<String> findings = ContractRegistration.inspect(
                        registry, TopicNames.DEFAULT, Set.of("telemetry-watermarks"))
                .findings();

        assertThat(findings).hasSize(2);
        assertThat(findings.get(0))
                .isEqualTo(
                        "subject telemetry-watermarks-value: this release must be able to read version 1, but cannot: at /, reader "
                                + "type: RECORD not compatible with writer type: STRING; delete the version, or use another --topic-prefix");
        assertThat(findings.get(1))
                .startsWith(
                        "subject telemetry-watermarks-value: this release must be able to read version 2, but cannot: at /");
    }

    @Test
    void shouldFindWhatTheRegistryHasAgainstAContract() {
        server.register("miner-telemetry-value", optionalMore("miner-telemetry"));
        server.objectToSchemas("no new schemas on Thursdays");

        assertThat(ContractRegistration.inspect(registry, TopicNames.DEFAULT, Set.of("miner-telemetry"))
                        .findings())
                .containsExactly(
                        "subject miner-telemetry-value: the registry must take the schema of this release, but refuses it: no new "
                                + "schemas on Thursdays; delete the version, or use another --topic-prefix");
    }

    @Test
    void shouldFindNothingWhereALaterReleaseHasAddedAVersion() {
        server.register("miner-telemetry-value", contract("miner-telemetry"));
        server.register("miner-telemetry-value", optionalMore("miner-telemetry"));
        server.setCompatibility("miner-telemetry-value", "BACKWARD_TRANSITIVE");
        server.objectToSchemas("never asked");

        ContractRegistration.Inspection inspection =
                ContractRegistration.inspect(registry, TopicNames.DEFAULT, Set.of("miner-telemetry"));

        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.changes()).isEmpty();
    }

    @Test
    void shouldLeaveAStricterCompatibilityAlone() {
        server.register("miner-telemetry-value", contract("miner-telemetry"));
        server.setCompatibility("miner-telemetry-value", "FULL_TRANSITIVE");

        ContractRegistration.ensure(registry, TopicNames.DEFAULT, Set.of("miner-telemetry"));

        assertThat(server.compatibility()).containsEntry("miner-telemetry-value", "FULL_TRANSITIVE");
    }

    private static String contract(String topic) {
        return ContractRegistration.contracts(TopicNames.DEFAULT).get(topic).toString();
    }

    /** The contract with one more field, which has a default. */
    private void ensureAll(TopicNames names) {
        ContractRegistration.ensure(
                registry, names, ContractRegistration.contracts(names).keySet());
    }

    private static String optionalMore(String topic) {
        String fields = "\"fields\":[";
        return contract(topic).replace(fields, fields + "{\"name\":\"more\",\"type\":\"int\",\"default\":0},");
    }
}
