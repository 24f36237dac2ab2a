package io.minerstream.cli.option;

import io.minerstream.producer.fleet.Fleet;
import io.minerstream.producer.fleet.file.ScheduleFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A file of status changes. */
public final class ScheduleOption {

    @Option(names = "--schedule", paramLabel = "FILE", order = HelpGroups.FLEET)
    private Path file;

    /** Empty for none. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** The fleets with the schedule of the file; unchanged without one. */
    public List<Fleet> applyTo(List<Fleet> fleets) {
        return file == null ? fleets : new ScheduleFile(file).applyTo(fleets);
    }

    /** The fleet with the schedule of the file, which must be given. */
    public Fleet applyTo(Fleet fleet) {
        return new ScheduleFile(file).applyTo(fleet);
    }
}
