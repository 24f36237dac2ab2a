/** Delivers the changes of alerts to Alertmanager and to webhooks. */
package io.minerstream.validator.delivery;
