package io.minerstream.cli.sink;

import io.minerstream.cli.option.ConnectionOptions;
import io.minerstream.cli.option.HelpGroups;
import io.minerstream.cli.option.OutputOptions;
import io.minerstream.cli.option.RangeOptions;
import io.minerstream.cli.report.SchemaDocument;
import io.minerstream.cli.terminal.ExitCode;
import io.minerstream.connect.warehouse.SchemaPlan;
import io.minerstream.connect.warehouse.TableOptions;
import io.minerstream.connect.warehouse.TableOptions.RecordedAtIndex;
import io.minerstream.connect.warehouse.WarehouseSchema;
import io.minerstream.pipeline.PipelineException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints or runs the SQL that makes the tables of the warehouse what the sinks need. */
@Command(name = "ddl")
public final class SinkDdlCommand implements Callable<Integer> {

    /** What {@code --partition-by} can be. */
    private enum PartitionBy {
        MONTH
    }

    @Option(names = "--apply", order = HelpGroups.TABLES)
    private boolean apply;

    @Option(names = "--upgrade", order = HelpGroups.TABLES)
    private boolean upgrade;

    @Option(names = "--offline", order = HelpGroups.TABLES)
    private boolean offline;

    @Option(names = "--partition-by", paramLabel = "month", order = HelpGroups.TABLES)
    private PartitionBy partitionBy;

    @Option(names = "--recorded-at-index", paramLabel = "brin|btree|none", order = HelpGroups.TABLES)
    private RecordedAtIndex recordedAtIndex;

    @Option(names = "--foreign-key", order = HelpGroups.TABLES)
    private boolean foreignKey;

    @Mixin
    private RangeOptions range;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        if (offline && apply) {
            throw PipelineException.usage("--offline: must not be combined with --apply");
        }
        TableOptions options = new TableOptions(
                partitionBy == PartitionBy.MONTH,
                Optional.ofNullable(recordedAtIndex),
                foreignKey,
                range.isGiven() ? Optional.of(range.resolve(Clock.systemUTC())) : Optional.empty());
        SchemaPlan plan = offline
                ? WarehouseSchema.planOfNothing(options)
                : connection
                        .resolve()
                        .withWarehouse(database -> apply
                                ? WarehouseSchema.apply(database, options, upgrade)
                                : WarehouseSchema.plan(database, options));
        SchemaDocument document = SchemaDocument.of(plan, upgrade, apply);
        output.print(document, document::lines);
        return plan.findings().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
