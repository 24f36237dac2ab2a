/** The stream validator: configuration, life cycle, and a reader of its verdicts and alerts. What is processed is in {@code topology}. */
package io.minerstream.validator;
