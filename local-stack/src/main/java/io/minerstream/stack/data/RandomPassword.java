package io.minerstream.stack.data;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that nobody chooses. */
public final class RandomPassword {

    private static final int BYTES = 24;

    private RandomPassword() {}

    /** 192 random bits: letters, digits, {@code -} and {@code _}, which no file format and no URL escapes. */
    public static String next() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
