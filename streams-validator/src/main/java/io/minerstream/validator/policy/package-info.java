/** How rules are applied: limits of values, severities, times of alerts, by site and model. Pure: knows neither Kafka nor files. */
package io.minerstream.validator.policy;
