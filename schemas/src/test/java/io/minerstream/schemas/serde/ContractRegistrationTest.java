package io.minerstream.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minerstream.schemas.topic.TopicNames;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
        ContractRegistration.ensure(registry, TopicNames.DEFAULT);

        assertThat(server.subjects()).containsExactlyElementsOf(SUBJECTS);
        assertThat(server.compatibility().keySet()).containsExactlyInAnyOrderElementsOf(SUBJECTS);
        assertThat(server.compatibility().values()).containsOnly("BACKWARD_TRANSITIVE");
    }

    @Test
    void shouldRegisterEachFileUnderItsTopic() throws IOException {
        ContractRegistration.ensure(registry, TopicNames.DEFAULT);

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
        ContractRegistration.ensure(registry, TopicNames.DEFAULT);
        ContractRegistration.ensure(registry, TopicNames.DEFAULT);

        assertThat(server.subjects()).hasSize(7);
        for (String subject : SUBJECTS) {
            assertThat(registry.latest(subject).version()).isEqualTo(1);
        }
    }

    @Test
    void shouldUseThePrefix() {
        ContractRegistration.ensure(registry, new TopicNames("farm-a."));

        assertThat(server.subjects()).hasSize(7).allMatch(subject -> subject.startsWith("farm-a."));
        assertThat(server.compatibility().keySet()).hasSize(7).allMatch(subject -> subject.startsWith("farm-a."));
    }

    @Test
    void shouldSetTheCompatibilityOfAnExistingSubjectBeforeItRegisters() {
        server.register("miner-telemetry-value", "\"string\"");

        ContractRegistration.ensure(registry, TopicNames.DEFAULT);

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

        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> ContractRegistration.ensure(registry, TopicNames.DEFAULT))
                .withMessage("schema registry [" + server.url() + "]: registering the schema of miner-telemetry-value "
                        + "was refused: incompatible; error code: 409");
    }
}
