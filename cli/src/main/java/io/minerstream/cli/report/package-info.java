/**
 * Results as text in English and Chinese, and as JSON. Made of results of module {@code pipeline} and of the modules below it;
 * knows neither options nor terminals.
 */
package io.minerstream.cli.report;
