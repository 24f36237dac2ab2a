package io.minerstream.containers;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One pipeline for all test classes of a run, stopped by JUnit after the last. Tests keep apart by site. What its containers said
 * last is shown when a test fails, because it is gone afterwards.
 */
final class SharedPipeline implements BeforeAllCallback, AfterTestExecutionCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedPipeline.class);

    private static volatile Pipeline pipeline;
    private static volatile boolean failed;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Pipeline.class, unused -> {
            pipeline = start();
            return pipeline;
        });
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> System.err.println(pipeline.lastWords()));
    }

    /** Once: what did not start for the first class does not start for the next, and takes minutes to fail. */
    private static Pipeline start() {
        if (failed) {
            throw new IllegalStateException(
                    "the pipeline must start, did not for an earlier class, whose failure says why");
        }
        failed = true;
        Pipeline started = Pipeline.start(new ImageNames());
        failed = false;
        return started;
    }

    static Pipeline pipeline() {
        return pipeline;
    }
}
