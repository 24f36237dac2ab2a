package io.minerstream.validator.policy;

import java.util.Set;

/**
 * Another policy for some miners: those of the sites that are also of the models. Immutable.
 *
 * @param sites empty for all
 * @param models names as in the roster, in any case of letters; empty for all
 * @param change what is another for them
 */
public record PolicyOverride(Set<Integer> sites, Set<String> models, PolicyChange change) {

    public PolicyOverride {
        sites = Set.copyOf(sites);
        models = Set.copyOf(models);
    }
}
