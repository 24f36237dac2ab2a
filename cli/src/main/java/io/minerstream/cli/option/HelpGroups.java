package io.minerstream.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Layout;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The groups of options in help texts: an option's {@code order} is its group, options of one group keep the order of their
 * declaration.
 */
public final class HelpGroups implements IHelpSectionRenderer {

    public static final int RANGE = 0;
    public static final int FLEET = 1;
    public static final int SIGNAL = 2;
    public static final int RUN = 3;
    public static final int LOAD = 4;
    public static final int STRATEGIES = 5;
    public static final int COMPARISON = 6;
    public static final int VALIDATOR = 7;
    public static final int FOREIGN_READINGS = 8;
    public static final int ALERTING = 9;
    public static final int TABLES = 10;
    public static final int KAFKA = 11;
    public static final int WAREHOUSE = 12;
    public static final int STACK = 13;
    public static final int OUTPUT = 14;
    private static final int HELP = 15;

    /** Headings by group. */
    private static final List<String> HEADINGS = List.of(
            "Range",
            "Fleet",
            "Signal",
            "Run",
            "Load test",
            "Strategies",
            "Comparison with the seed",
            "Validator",
            "Readings of other producers",
            "Alerts",
            "Tables",
            "Kafka",
            "Warehouse",
            "Embedded stack",
            "Output",
            "Help");

    private HelpGroups() {}

    /** Gives a command and all of its subcommands {@code --help}, {@code --version}, groups of options and a short synopsis. */
    public static void install(CommandLine command, IVersionProvider version) {
        CommandSpec spec = command.getCommandSpec();
        // Commands that are methods have it by annotation: picocli expects it before their own parameters.
        if (!spec.mixinStandardHelpOptions()) {
            spec.mixinStandardHelpOptions(true);
        }
        spec.versionProvider(version);
        UsageMessageSpec usage = spec.usageMessage();
        usage.abbreviateSynopsis(true)
                .descriptionHeading(usage.description().length == 0 ? "" : "%n")
                .commandListHeading("%nCommands:%n");
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new HelpGroups());
        command.getSubcommands().values().forEach(subcommand -> install(subcommand, version));
    }

    @Override
    public String render(Help help) {
        List<OptionSpec> all = help.commandSpec().options();
        SortedMap<Integer, List<OptionSpec>> groups = new TreeMap<>();
        all.stream().filter(option -> !option.hidden()).forEach(option -> groups.computeIfAbsent(
                        group(option), group -> new ArrayList<>())
                .add(option));
        StringBuilder text = new StringBuilder();
        groups.forEach((group, options) -> {
            // Sized for all options: the columns of all groups line up.
            Layout layout =
                    help.createDefaultLayout(all, help.commandSpec().positionalParameters(), help.colorScheme());
            layout.addOptions(options, help.createDefaultParamLabelRenderer());
            text.append("%n%s:%n".formatted(HEADINGS.get(group))).append(layout);
        });
        return text.toString();
    }

    private static int group(OptionSpec option) {
        return option.usageHelp() || option.versionHelp() ? HELP : option.order();
    }
}
