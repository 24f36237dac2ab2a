package io.minerstream.schemas.serde;

/** Confluent's TopicNameStrategy: the subject is the topic and {@code -key} or {@code -value}. */
public final class SubjectName {

    private SubjectName() {}

    /** Subject of a topic's values. */
    public static String ofValue(String topic) {
        return topic + "-value";
    }

    /** Subject of a topic's keys or values. */
    public static String of(String topic, boolean isKey) {
        return isKey ? topic + "-key" : ofValue(topic);
    }
}
