package io.minerstream.stack;

/** What the stack consists of. */
public enum Component {
    BROKER("broker", "Kafka broker"),
    REGISTRY("registry", "schema registry"),
    CONNECT("connect", "Kafka Connect"),
    POSTGRES("postgres", "PostgreSQL");

    private final String id;
    private final String title;

    Component(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Names its log file and folder, and begins its error messages; for example {@code broker}. */
    public String id() {
        return id;
    }

    /** For people, in the middle of a sentence. */
    public String title() {
        return title;
    }
}
