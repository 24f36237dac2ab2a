package io.minerstream.cli.generate;

import io.minerstream.producer.signal.SignalProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The name of {@code generate} in scripts of the batch tools. Passes all arguments on, with the signal of those tools. */
@Command(name = "fast-insert", hidden = true)
public final class FastInsertCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        spec.commandLine().getErr().println("minerstream fast-insert: is deprecated; use `minerstream generate`");
        List<String> generate = new ArrayList<>(List.of("generate"));
        generate.addAll(arguments);
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--profile"))) {
            generate.addAll(List.of("--profile", SignalProfile.REFERENCE.word()));
        }
        return spec.parent().commandLine().execute(generate.toArray(String[]::new));
    }
}
