package io.minerstream.connect.plugin;

/** What Connect shows as the version of this jar's plugins. */
public final class PluginVersion {

    private PluginVersion() {}

    /** The jar's version; {@code undefined} for classes that come from no jar. */
    public static String text() {
        String version = PluginVersion.class.getPackage().getImplementationVersion();
        return version == null ? "undefined" : version;
    }
}
