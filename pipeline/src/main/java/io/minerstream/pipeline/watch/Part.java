package io.minerstream.pipeline.watch;

import io.minerstream.pipeline.PipelineException;
import java.util.Optional;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Something that a command needs.
 *
 * @param name in the middle of a sentence
 * @param check returns when all is well; throws a {@link PipelineException} of kind FAILED when the part answers that it has
 *     failed, and anything else when it does not answer
 */
record Part(String name, Runnable check) {

    /** What is wrong with it now; empty when nothing is. */
    Optional<RuntimeException> problem() {
        try {
            check.run();
            return Optional.empty();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }

    static boolean hasFailed(RuntimeException problem) {
        return problem instanceof PipelineException failure && failure.kind() == PipelineException.Kind.FAILED;
    }
}
