package io.minerstream.connect.rest;

/**
 * A class that the workers can run.
 *
 * @param className its full name
 * @param type {@code sink}, {@code source}, {@code converter}, {@code transformation}, ...
 * @param version as the plugin names it; null when it names none
 */
public record ConnectPlugin(String className, String type, String version) {}
