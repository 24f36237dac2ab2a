/** HTTP of one instance: health, metrics, verdicts, alerts, miners and sites. Only reads what the stream threads write. */
package io.minerstream.validator.http;
