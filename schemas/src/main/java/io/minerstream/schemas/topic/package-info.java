/**
 * Topics of an installation: names, settings, keys, creation and checks with the admin client, and scans to the end. No contracts
 * and no registry.
 */
package io.minerstream.schemas.topic;
