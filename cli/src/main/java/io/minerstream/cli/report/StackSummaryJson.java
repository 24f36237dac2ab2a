package io.minerstream.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.minerstream.pipeline.embedded.StackSummary;
import io.minerstream.stack.StackEndpoints;

/** A {@link StackSummary} for programs. */
public final class StackSummaryJson {

    private StackSummaryJson() {}

    /** Addresses and start time; no secrets. */
    public static ObjectNode of(StackSummary stack) {
        StackEndpoints endpoints = stack.endpoints();
        return JsonOutput.object()
                .put("bootstrapServers", endpoints.bootstrapServers())
                .put("schemaRegistryUrl", endpoints.registryUrl())
                .put("connectUrl", endpoints.connectUrl())
                .put("databaseUrl", endpoints.jdbcUrl())
                .put("databaseUser", endpoints.databaseUser())
                .put("pgpassFile", endpoints.pgpass().toString())
                .put("dataDirectory", endpoints.dataDirectory().toString())
                .put("startupSeconds", JsonOutput.seconds(stack.startup()));
    }
}
