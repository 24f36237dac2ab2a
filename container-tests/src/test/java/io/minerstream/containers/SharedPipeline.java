package io.minerstream.containers;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One pipeline for all test classes of a run, stopped by JUnit after the last. Tests keep apart by site. */
final class SharedPipeline implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedPipeline.class);

    private static volatile Pipeline pipeline;
    private static volatile RuntimeException failure;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Pipeline.class, unused -> {
            pipeline = start();
            return pipeline;
        });
    }

    /** Once: what did not start for the first class does not start for the next, and takes minutes to fail. */
    private static Pipeline start() {
        if (failure != null) {
            throw new IllegalStateException("the pipeline did not start for an earlier class", failure);
        }
        try {
            return Pipeline.start(new ImageNames());
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    static Pipeline pipeline() {
        return pipeline;
    }
}
