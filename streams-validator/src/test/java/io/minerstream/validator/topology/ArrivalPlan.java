package io.minerstream.validator.topology;

import io.minerstream.validator.topology.NaivePolicy.Rules;
import java.util.List;

/**
 * Records for the validator, and how it is set.
 *
 * @param partitions of the inputs
 * @param arrivals in the order in which they reach it
 */
record ArrivalPlan(int partitions, int windowHours, EventTimeSettings eventTime, Rules rules, List<Arrival> arrivals) {}
