/** Connectors of the telemetry and strategy sinks: templates, settings that users cannot override, deployment. No database. */
package io.minerstream.connect.sink;
