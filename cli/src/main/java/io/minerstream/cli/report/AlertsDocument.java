package io.minerstream.cli.report;

import io.minerstream.validator.AlertDocument;
import java.util.List;

/** The JSON of alerts. */
public record AlertsDocument(List<AlertDocument> alerts) {}
