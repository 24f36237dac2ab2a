package io.minerstream.validator.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever is killed, fails or is slow: no resolution is lost, and nothing fires again needlessly. */
class DeliveryPropertyTest {

    private enum Action {
        WRITE,
        READ,
        SEND,
        ARRIVE,
        ARRIVE_UNHEARD,
        FAIL,
        COMMIT,
        PASS,
        COMPACT,
        KILL,
        SETTLE
    }

    /** @param number what it means depends on the action */
    private record Step(Action action, int number) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Action.values()), Arbitraries.integers().between(0, 59))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 3_000)
    void shouldTellEachTargetTheStateOfEachAlert(@ForAll("steps") List<Step> steps) {
        DeliveryModel model = new DeliveryModel();
        steps.forEach(step -> apply(model, step));
        model.settle();
    }

    @Property(tries = 1_000)
    void shouldTellAWebhookOfEachFiringOnceUnlessItFailsOrIsKilled(@ForAll("steps") List<Step> steps) {
        DeliveryModel model = new DeliveryModel();
        steps.stream()
                .filter(step -> step.action != Action.ARRIVE_UNHEARD && step.action != Action.KILL)
                .forEach(step -> apply(model, step));
        model.settle();

        assertThat(model.mostFirings(1)).isLessThanOrEqualTo(1);
    }

    /** The firing is compacted away after the reader has seen the record before it. */
    @Test
    void shouldTellOfAResolutionWhenItsFiringIsCompactedBetweenTwoReads() {
        DeliveryModel model = new DeliveryModel();
        model.write(0, 0);
        model.write(0, 10);
        model.settle();
        model.write(0, 1);
        model.write(0, 0);
        model.start();
        model.read(1);
        model.compact();

        model.settle();
    }

    private static void apply(DeliveryModel model, Step step) {
        int target = step.number % 2;
        switch (step.action) {
            case WRITE -> model.write(step.number % 5, step.number / 5);
            case READ -> model.read(step.number % 4);
            case SEND -> model.send(target);
            case ARRIVE -> model.arrive(target, true);
            case ARRIVE_UNHEARD -> model.arrive(target, false);
            case FAIL -> model.fail(target);
            case COMMIT -> model.commit();
            case PASS -> model.pass(step.number * 3);
            case COMPACT -> model.compact();
            case KILL -> model.start();
            case SETTLE -> model.settle();
        }
    }
}
