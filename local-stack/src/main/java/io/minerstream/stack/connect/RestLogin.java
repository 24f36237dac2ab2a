package io.minerstream.stack.connect;

import io.minerstream.stack.data.DataLayout;
import io.minerstream.stack.data.PrivateFile;
import io.minerstream.stack.data.RandomPassword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/**
 * The one login of the worker's REST API. Whoever may call it reads every secret that connectors may read: it resolves references
 * in any setting and shows the result.
 *
 * @param userInfo {@code user:password}; never logged, never an argument of a process
 */
record RestLogin(String userInfo) {

    private static final String USER = "minerstream";

    /** Of the client in module {@code connect}, so that the file serves as {@code --command-config}. */
    private static final String CLIENT_SETTING = "connect.basic.auth.user.info";

    /** That of the last run, else a new one. */
    static RestLogin of(DataLayout layout) throws IOException {
        Path file = layout.connectProperties();
        String known = PrivateFile.readProperties(file).get(CLIENT_SETTING);
        if (known != null && known.startsWith(USER + ":")) {
            return new RestLogin(known);
        }
        RestLogin login = new RestLogin(USER + ":" + RandomPassword.next());
        PrivateFile.writeProperties(file, Map.of(CLIENT_SETTING, login.userInfo));
        return login;
    }

    /** Writes the worker's list of users, and the JAAS configuration that names it by {@code usersAsSeenByTheWorker}. */
    void write(Path jaas, Path users, Path usersAsSeenByTheWorker) throws IOException {
        // With an empty list the module would let everybody in.
        PrivateFile.writeProperties(users, Map.of(USER, userInfo.substring(USER.length() + 1)));
        PrivateFile.write(
                jaas,
                """
                KafkaConnect {
                  org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule required file="%s";
                };
                """
                        .formatted(usersAsSeenByTheWorker));
    }

    /** The value of the header {@code Authorization}. */
    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "RestLogin[user=" + USER + "]";
    }
}
