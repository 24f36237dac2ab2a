package io.minerstream.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command against every server that it needs and does not get: it ends within seconds with exit code 3 and one message that
 * names the address and the option, and nothing is written.
 */
@ExtendWith(SharedPipeline.class)
@Tag("long")
class WrongServersIT {

    private static final String PREFIX = "wrong-servers-";
    private static final Duration SECONDS = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    /** A server, its option, and its address as that option has it. */
    private enum Server {
        KAFKA("--bootstrap-server", "%s"),
        REGISTRY("--schema-registry-url", "http://%s"),
        CONNECT("--connect-url", "http://%s"),
        DATABASE("--database-url", "jdbc:postgresql://%s/minerstream"),
        FLEET("--fleet-url", "jdbc:postgresql://%s/minerstream");

        private final String option;
        private final String address;

        Server(String option, String address) {
            this.option = option;
            this.address = address;
        }
    }

    /** Each command with the servers that it asks. */
    private static Map<String, EnumSet<Server>> commands() {
        EnumSet<Server> kafka = EnumSet.of(Server.KAFKA, Server.REGISTRY);
        EnumSet<Server> all = EnumSet.complementOf(EnumSet.of(Server.FLEET));
        EnumSet<Server> fleet = EnumSet.of(Server.FLEET);
        Map<String, EnumSet<Server>> commands = new LinkedHashMap<>();
        commands.put("fleet init --site-id 74 --miners 3 --first-miner-id 740000", EnumSet.of(Server.DATABASE));
        commands.put("fleet list", EnumSet.of(Server.DATABASE));
        commands.put("fleet list --topic", kafka);
        commands.put("fleet load --file " + folder.resolve("fleet.csv"), EnumSet.of(Server.DATABASE));
        commands.put("fleet load --site-id 74 --schedule " + folder.resolve("none.csv"), EnumSet.of(Server.DATABASE));
        commands.put("fleet load --site-id 74 --fleet-url", fleet);
        commands.put("fleet publish --site-id 74 --miners 3", kafka);
        commands.put("fleet publish --site-id 74", EnumSet.of(Server.KAFKA, Server.REGISTRY, Server.DATABASE));
        commands.put("generate --site-id 74", all);
        commands.put("generate --site-id 74 --dry-run", all);
        commands.put("generate --site-id 74 --fleet-url", fleet);
        commands.put("live --site-id 74", EnumSet.of(Server.KAFKA, Server.REGISTRY));
        commands.put("runs list", kafka);
        commands.put("runs show aaaaaaaa", kafka);
        commands.put("runs abort aaaaaaaa", kafka);
        commands.put("seed-strategies --site-id 74", all);
        commands.put("seed-strategies --site-id 74 --verify-only", all);
        commands.put("strategies list", kafka);
        commands.put("strategies export", kafka);
        commands.put("validate --state-dir " + folder.resolve("state"), kafka);
        commands.put(
                "sink deploy --database-password-reference ${file:/none:password}",
                EnumSet.of(Server.CONNECT, Server.DATABASE));
        commands.put("sink status", EnumSet.of(Server.CONNECT));
        commands.put("sink delete", EnumSet.of(Server.CONNECT));
        commands.put("verify --site-id 74", EnumSet.of(Server.KAFKA, Server.REGISTRY, Server.DATABASE));
        commands.put("verify --site-id 74 --exact", kafka);
        commands.put("verify --site-id 74 --exact --topic", kafka);
        commands.put("verify --site-id 74 --exact --seed 1", EnumSet.of(Server.DATABASE));
        return commands;
    }

    static Stream<Arguments> wrongServers() {
        return Stream.of(
                arguments(Server.KAFKA, WrongServer.NONE),
                arguments(Server.KAFKA, WrongServer.SILENT),
                arguments(Server.KAFKA, WrongServer.WEB),
                arguments(Server.KAFKA, WrongServer.DATABASE),
                arguments(Server.REGISTRY, WrongServer.NONE),
                arguments(Server.REGISTRY, WrongServer.SILENT),
                arguments(Server.REGISTRY, WrongServer.WEB),
                arguments(Server.REGISTRY, WrongServer.BROKER),
                arguments(Server.CONNECT, WrongServer.NONE),
                arguments(Server.CONNECT, WrongServer.SILENT),
                arguments(Server.CONNECT, WrongServer.WEB),
                arguments(Server.CONNECT, WrongServer.BROKER),
                arguments(Server.DATABASE, WrongServer.NONE),
                arguments(Server.DATABASE, WrongServer.SILENT),
                arguments(Server.DATABASE, WrongServer.BROKER),
                arguments(Server.FLEET, WrongServer.NONE),
                arguments(Server.FLEET, WrongServer.SILENT));
    }

    @BeforeAll
    static void fleet() throws Exception {
        Files.writeString(
                folder.resolve("fleet.csv"),
                "miner_id,serial_number,model,status,actual_hashrate_th,actual_power_w,site_id\n740000,A,S19,active,,,74\n");
        Files.writeString(folder.resolve("none.csv"), "miner_id,status,from\n");
        Cli init =
                Cli.onSharedPipeline("fleet", "init", "--site-id", "74", "--miners", "3", "--first-miner-id", "740000");
        assertThat(init.exitCode()).as(init.err()).isZero();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("wrongServers")
    void shouldNameTheAddressAndTheOptionWithinSeconds(Server server, WrongServer wrong) throws Exception {
        List<String> asking = commands().entrySet().stream()
                .filter(command -> command.getValue().contains(server))
                .map(Map.Entry::getKey)
                .toList();
        ExecutorService commands = Executors.newFixedThreadPool(asking.size());
        try (WrongServer.Address address = wrong.open()) {
            Map<String, Future<Cli>> running = new LinkedHashMap<>();
            asking.forEach(
                    command -> running.put(command, commands.submit(() -> run(command, server, address.toString()))));
            for (Map.Entry<String, Future<Cli>> command : running.entrySet()) {
                Cli cli = command.getValue().get();
                assertThat(cli.exitCode()).as(command.getKey() + ": " + cli).isEqualTo(3);
                assertThat(cli.err().strip())
                        .as(command.getKey())
                        .startsWith("minerstream " + command.getKey().split(" -| aaaaaaaa")[0])
                        .contains(server.option, address.toString())
                        .doesNotContain("\n");
                assertThat(cli.out()).as(command.getKey()).isEmpty();
            }
        } finally {
            commands.shutdown();
        }
        try (Admin admin = SharedPipeline.connections().openAdmin()) {
            Set<String> topics = new HashSet<>(admin.listTopics().names().get());
            topics.removeIf(topic -> !topic.startsWith(PREFIX));
            assertThat(topics).as("topics that were created").isEmpty();
        }
    }

    private static Cli run(String command, Server server, String address) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        List<String> options = new ArrayList<>(SharedPipeline.options());
        String url = server.address.formatted(address);
        if (server == Server.FLEET) {
            arguments.add(url);
        } else {
            options.set(options.indexOf(server.option) + 1, url);
        }
        arguments.addAll(options);
        arguments.addAll(List.of("--topic-prefix", PREFIX));
        long start = System.nanoTime();
        Cli cli = Cli.run(arguments.toArray(String[]::new));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(command).isLessThan(SECONDS);
        return cli;
    }
}
