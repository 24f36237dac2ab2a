package io.minerstream.validator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Checks the credentials of requests. Thread-safe. */
final class Login {

    /** Scheme in lower case, a space, and the credentials as a header has them. */
    private final List<byte[]> accepted = new ArrayList<>();

    private final List<String> challenges = new ArrayList<>();

    Login(HttpSettings settings) {
        settings.basicLogin().ifPresent(login -> {
            accepted.add(("basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8))).getBytes(UTF_8));
            challenges.add("Basic realm=\"minerstream\", charset=\"UTF-8\"");
        });
        settings.bearerToken().ifPresent(token -> {
            accepted.add(("bearer " + token).getBytes(UTF_8));
            challenges.add("Bearer realm=\"minerstream\"");
        });
    }

    /** @param authorization the header; null when there is none */
    boolean admits(String authorization) {
        if (accepted.isEmpty()) {
            return true;
        }
        if (authorization == null) {
            return false;
        }
        int space = Math.max(0, authorization.indexOf(' '));
        byte[] given = (authorization.substring(0, space).toLowerCase(Locale.ROOT) + " "
                        + authorization.substring(space).strip())
                .getBytes(UTF_8);
        // Each in a time that does not depend on how much of it is right.
        boolean admitted = false;
        for (byte[] one : accepted) {
            admitted |= MessageDigest.isEqual(one, given);
        }
        return admitted;
    }

    /** Values of the header {@code WWW-Authenticate}. */
    List<String> challenges() {
        return challenges;
    }
}
