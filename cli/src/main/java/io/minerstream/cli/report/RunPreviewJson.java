package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.avro.MinerTelemetry;
import io.minerstream.producer.publish.RunPreview;
import io.minerstream.producer.run.RunSpec;

/** A {@link RunPreview} for programs. */
public final class RunPreviewJson {

    private RunPreviewJson() {}

    /** The preview as a JSON object. */
    public static ObjectNode of(RunPreview preview) {
        RunSpec spec = preview.spec();
        ObjectNode json = JsonOutput.object()
                .put("ready", preview.findings().isEmpty())
                .put("runId", spec.id().text())
                .put("siteId", spec.siteId())
                .put("seed", spec.seed())
                .put("profile", spec.profile().word())
                .put("shard", spec.shard().toString())
                .put("firstTimePoint", spec.range().from().toString())
                .put("lastTimePoint", spec.range().last().toString())
                .put("intervalSeconds", spec.range().interval().toSeconds());
        ObjectNode statuses = json.putObject("statusDistribution");
        preview.statusDistribution().forEach(statuses::put);
        json.put("scheduledChanges", preview.scheduledChanges())
                .put("records", preview.plan().records())
                .put("recordsCommitted", preview.committed())
                .put("bytesPerRecord", preview.bytesPerRecord())
                .put("remainingBytes", preview.remainingBytes())
                .put("exactlyOnce", spec.commit().isExactlyOnce())
                .put("transactions", preview.plan().commitBatches())
                .put("recordsPerTransaction", preview.plan().recordsPerCommitBatch())
                .put("transactionalId", preview.transactionalId())
                .put("transactionTimeoutSeconds", preview.transactionTimeout().toSeconds());
        ArrayNode partitions = json.putArray("recordsPerPartition");
        preview.recordsPerPartition().forEach(partitions::add);
        JsonOutput.texts(json, "missingTopics", preview.missingTopics());
        JsonOutput.texts(json, "schemaChanges", preview.schemaChanges());
        JsonOutput.texts(json, "findings", preview.findings());
        ObjectNode settings = json.putObject("producerSettings");
        preview.producerSettings().forEach(settings::put);
        ArrayNode samples = json.putArray("samples");
        preview.samples().forEach(sample -> samples.add(sample(sample)));
        return json;
    }

    private static ObjectNode sample(MinerTelemetry reading) {
        return JsonOutput.object()
                .put("minerId", reading.getMinerId())
                .put("recordedAt", reading.getRecordedAt().toString())
                .put("hashrate", reading.getHashrate())
                .put("powerConsumption", reading.getPowerConsumption())
                .put("temperature", reading.getTemperature())
                .put("fanSpeed", reading.getFanSpeed())
                .put("acceptedShares", reading.getAcceptedShares())
                .put("rejectedShares", reading.getRejectedShares());
    }
}
