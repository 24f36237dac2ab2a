package io.minerstream.containers;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One pipeline for all test classes of a run, stopped by JUnit after the last. Tests keep apart by site. */
final class SharedPipeline implements BeforeAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(SharedPipeline.class);

    private static volatile Pipeline pipeline;

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Pipeline.class, unused -> {
            pipeline = Pipeline.start(new ImageNames());
            return pipeline;
        });
    }

    static Pipeline pipeline() {
        return pipeline;
    }
}
