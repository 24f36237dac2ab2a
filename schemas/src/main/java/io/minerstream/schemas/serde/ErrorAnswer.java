package io.minerstream.schemas.serde;

/**
 * An answer other than 200 OK.
 *
 * @param status the HTTP status
 * @param code the registry's own error code; 0 or {@value #UNREADABLE} when the body was not the registry's JSON
 * @param message the registry's own words
 */
record ErrorAnswer(int status, int code, String message) {

    /** What Confluent's client reports when the body of an error is not the registry's JSON. */
    private static final int UNREADABLE = 50_005;

    /** The registry's own error codes have five digits and start with the status; a bare 404 comes from another server. */
    private static final int FIRST_REGISTRY_CODE = 10_000;

    private static final int CODES_PER_STATUS = 100;

    /**
     * Whether the same call may succeed later. Looks at the status alone: a proxy in front of a registry that is down
     * answers with a page of its own.
     */
    boolean mayPass() {
        return status >= 500 || status == 429 || status == 408;
    }

    /** Whether the registry itself says this of what was asked, by an error code of its own; else it, or another server, refuses every call. */
    boolean isOfThisCall() {
        return !isDenied() && code / CODES_PER_STATUS == status;
    }

    private boolean isDenied() {
        return status == 401 || status == 403;
    }

    /** Status and, where the registry itself answered, its words. */
    String summary() {
        return isFromRegistry() ? "HTTP " + status + ": " + message : "HTTP " + status;
    }

    /** Why a call that cannot succeed later was refused, and what to check. */
    String refusal() {
        if (isDenied()) {
            return "access denied (HTTP " + status + "); check basic.auth.* or bearer.auth.*";
        }
        return isFromRegistry() && (status != 404 || code >= FIRST_REGISTRY_CODE) ? message : noRegistry(status);
    }

    /** The refusal when a page or another service answered. */
    static String noRegistry(int status) {
        return "the server there is not a schema registry, or its path is wrong (HTTP " + status + "); check "
                + RegistryConfig.URL + " (Apicurio's has the path /apis/ccompat/v7)";
    }

    private boolean isFromRegistry() {
        return code != UNREADABLE && code > 0;
    }
}
