package io.minerstream.connect.copy.write;

import java.time.Duration;

/**
 * When a batch is sent again.
 *
 * @param first pause before the first repetition; each further one is twice as long
 * @param most longest pause
 * @param limit time after the first failure until the task fails; null for none
 */
public record RetrySettings(Duration first, Duration most, Duration limit) {}
