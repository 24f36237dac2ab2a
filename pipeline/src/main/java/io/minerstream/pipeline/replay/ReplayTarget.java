package io.minerstream.pipeline.replay;

import io.minerstream.avro.SimulationRun;
import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.Connections;
import io.minerstream.pipeline.verify.RunLookup;
import io.minerstream.pipeline.verify.RunToVerify;
import io.minerstream.producer.run.RunHistory;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to land again.
 *
 * @param range its time points
 * @param runs those that are compared with the table afterwards, the oldest first
 * @param leftOut a sentence for each other run with readings in the range
 * @param findings a sentence for each reason why a run must not, or cannot, land again
 */
public record ReplayTarget(TimeRange range, List<RunToVerify> runs, List<String> leftOut, List<String> findings) {

    public ReplayTarget {
        runs = List.copyOf(runs);
        leftOut = List.copyOf(leftOut);
        findings = List.copyOf(findings);
    }

    /**
     * A run. That it is not completed, that a later one may have replaced its rows, or that its fleet is not known any more, are
     * findings.
     *
     * @throws PipelineException when there is no such run
     */
    public static ReplayTarget ofRun(Connections connections, RunId id) {
        RunLookup lookup = new RunLookup(connections);
        RunHistory history = lookup.history();
        return of(lookup, Selection.of(history, lookup.find(history, id)));
    }

    /**
     * The completed run of a site that was started last, as {@link #ofRun} has it.
     *
     * @throws PipelineException when there is none
     */
    public static ReplayTarget ofLatest(Connections connections, int siteId) {
        RunLookup lookup = new RunLookup(connections);
        RunHistory history = lookup.history();
        return of(lookup, Selection.of(history, lookup.findLatest(history, siteId)));
    }

    /**
     * A range; the completed runs of a site that have rows in it are compared, without those whose rows a later run may have
     * replaced.
     *
     * @throws PipelineException when there is none
     */
    public static ReplayTarget ofRange(Connections connections, int siteId, TimeRange range) {
        RunLookup lookup = new RunLookup(connections);
        Selection selection = Selection.within(lookup.history(), siteId, range);
        if (selection.runs().isEmpty()) {
            throw PipelineException.failed(
                    "site_id=%s: must have a completed run from %s to %s that no later one replaces, got none in topic %s; `minerstream runs list` lists all runs"
                            .formatted(
                                    siteId,
                                    range.from(),
                                    range.to(),
                                    connections.topics().runs()));
        }
        return of(lookup, selection);
    }

    private static ReplayTarget of(RunLookup lookup, Selection selection) {
        List<RunToVerify> runs = new ArrayList<>();
        List<String> findings = new ArrayList<>(selection.findings());
        for (SimulationRun run : selection.runs()) {
            try {
                runs.add(lookup.withFleet(run));
            } catch (PipelineException e) {
                if (e.kind() != PipelineException.Kind.FAILED) {
                    throw e;
                }
                findings.add(e.getMessage());
            }
        }
        return new ReplayTarget(selection.range(), runs, selection.leftOut(), findings);
    }
}
