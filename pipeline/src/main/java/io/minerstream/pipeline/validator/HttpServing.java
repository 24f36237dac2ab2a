package io.minerstream.pipeline.validator;

import io.minerstream.pipeline.PipelineException;
import io.minerstream.pipeline.connection.PropertiesFile;
import io.minerstream.validator.TelemetryValidator;
import io.minerstream.validator.delivery.AlertDelivery;
import io.minerstream.validator.http.HttpAddress;
import io.minerstream.validator.http.HttpSettings;
import io.minerstream.validator.http.ValidatorHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.StreamsConfig;

/** Serves an instance of the validator over HTTP. */
public final class HttpServing {

    private HttpServing() {}

    /**
     * The settings in a file.
     *
     * @param file null for none: no TLS, no login
     * @throws PipelineException when it cannot be read, naming everything that is wrong
     */
    public static HttpSettings settings(Path file) {
        if (file == null) {
            return HttpSettings.NONE;
        }
        Map<String, String> settings = PropertiesFile.read("--http-config", file);
        try {
            return new HttpSettings(settings);
        } catch (KafkaException e) {
            throw PipelineException.usage("--http-config: " + e.getMessage(), e);
        }
    }

    /**
     * Takes an address; the caller closes it.
     *
     * @throws PipelineException when the address cannot be used, or the certificate cannot be read
     */
    public static ValidatorHttp bind(HttpAddress address, HttpSettings settings) {
        try {
            return ValidatorHttp.bind(address, settings);
        } catch (KafkaException e) {
            throw PipelineException.usage("--http-config: " + e.getMessage(), e);
        } catch (IOException e) {
            throw PipelineException.failed(
                    "--http: must be a free address of this machine, got %s (%s)".formatted(address, e.getMessage()),
                    e);
        }
    }

    /** What the instance must know of it: see {@link Validators#create}. */
    public static Map<String, String> streamsSettings(ValidatorHttp http) {
        try {
            return Map.of(StreamsConfig.APPLICATION_SERVER_CONFIG, http.advertised());
        } catch (IOException e) {
            throw PipelineException.failed(
                    "--http: must have an address that other instances can use, the machine does not know its name (%s);"
                                    .formatted(e.getMessage())
                            + " set advertised.address in --http-config",
                    e);
        }
    }

    /** Starts to answer about an instance, which need not run yet. */
    public static void serve(ValidatorHttp http, TelemetryValidator validator, Optional<AlertDelivery> delivery) {
        try {
            http.serve(validator, delivery);
        } catch (IOException e) {
            throw PipelineException.failed("--http: " + e.getMessage(), e);
        }
    }
}
