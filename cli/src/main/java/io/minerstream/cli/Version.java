package io.minerstream.cli;

import picocli.CommandLine.IVersionProvider;

/** Version of the build, from the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"minerstream " + (version == null ? "(development)" : version)};
    }
}
