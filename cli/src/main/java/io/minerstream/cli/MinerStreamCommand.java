package io.minerstream.cli;

import io.minerstream.cli.demo.DemoCommand;
import io.minerstream.cli.fleet.FleetCommand;
import io.minerstream.cli.generate.FastInsertCommand;
import io.minerstream.cli.generate.GenerateCommand;
import io.minerstream.cli.live.LiveCommand;
import io.minerstream.cli.runs.RunsCommand;
import io.minerstream.cli.sink.SinkCommand;
import io.minerstream.cli.strategy.SeedStrategiesCommand;
import io.minerstream.cli.strategy.StrategiesCommand;
import io.minerstream.cli.up.UpCommand;
import io.minerstream.cli.validate.ValidateCommand;
import io.minerstream.cli.verify.VerifyCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command without a subcommand. */
@Command(
        name = "minerstream",
        header = "Kafka streaming telemetry simulator for Bitcoin-mining fleets.",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Generates telemetry of a fleet into Kafka as Avro, validates it with Kafka Streams, writes it to PostgreSQL with "
                    + "Kafka Connect, and checks it there in SQL."
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            FleetCommand.class,
            GenerateCommand.class,
            FastInsertCommand.class,
            LiveCommand.class,
            RunsCommand.class,
            SeedStrategiesCommand.class,
            StrategiesCommand.class,
            ValidateCommand.class,
            SinkCommand.class,
            VerifyCommand.class,
            HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footerHeading = "%nStart with:%n",
        footer = {
            "  minerstream demo                      the pipeline once, then nothing is left",
            "  minerstream up                        an embedded stack; in another terminal:",
            "  minerstream fleet init --miners 6000  a synthetic fleet in the database",
            "  minerstream generate                  telemetry of its last 24 whole hours",
            "  minerstream live                      telemetry in real time",
            "  minerstream seed-strategies           its curtailment strategies",
            "",
            "Environment variables for options that are not given: MINERSTREAM_BOOTSTRAP_SERVER, _SCHEMA_REGISTRY_URL, "
                    + "_CONNECT_URL, _DATABASE_URL, _DATABASE_USER, _DATABASE_PASSWORD_FILE, _COMMAND_CONFIG, _TOPIC_PREFIX.",
            "",
            "Exit codes: 0 done, 1 the run or a check failed, 2 bad usage, 3 something needed is not reachable."
        })
final class MinerStreamCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command must be given");
    }
}
