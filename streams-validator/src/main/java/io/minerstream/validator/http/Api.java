package io.minerstream.validator.http;

import io.minerstream.avro.AlertState;
import io.minerstream.avro.Rule;
import io.minerstream.avro.Severity;
import io.minerstream.validator.AlertDocument;
import io.minerstream.validator.query.MinerQuery;
import io.minerstream.validator.query.MinerView;
import io.minerstream.validator.query.SiteQuery;
import io.minerstream.validator.query.SiteQuery.Hour;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;

/** The resources below {@code /api}. Thread-safe. */
final class Api {

    private static final int MOST = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    private final HostInfo self;
    private final Results results;
    private final MinerQuery miners;
    private final SiteQuery sites;
    private final Peers peers;

    Api(HostInfo self, Results results, MinerQuery miners, SiteQuery sites, Peers peers) {
        this.self = self;
        this.results = results;
        this.miners = miners;
        this.sites = sites;
        this.peers = peers;
    }

    /**
     * A part of a list, newest first.
     *
     * @param total how many there are
     */
    record Page<T>(int total, List<T> items) {
        private static <T> Page<T> of(List<T> oldestFirst, int limit) {
            List<T> newest =
                    new ArrayList<>(oldestFirst.subList(Math.max(0, oldestFirst.size() - limit), oldestFirst.size()));
            Collections.reverse(newest);
            return new Page<>(oldestFirst.size(), newest);
        }
    }

    /** @param alerts those that are not resolved, newest first */
    record Miner(MinerView miner, List<AlertDocument> alerts) {}

    /**
     * @param verdict the newest one; null when there is none
     * @param coverage of the windows that are not yet judged
     */
    record Site(int siteId, VerdictView verdict, OpenAlerts alerts, List<Hour> coverage) {}

    /** @param byRule those that fire */
    record OpenAlerts(int pending, int firing, Map<Rule, Integer> byRule) {
        private static OpenAlerts of(List<AlertDocument> alerts) {
            Map<Rule, Integer> byRule = new EnumMap<>(Rule.class);
            alerts.stream()
                    .filter(alert -> alert.state() == AlertState.FIRING)
                    .forEach(alert -> byRule.merge(alert.rule(), 1, Integer::sum));
            int firing = byRule.values().stream().mapToInt(Integer::intValue).sum();
            return new OpenAlerts(alerts.size() - firing, firing, byRule);
        }
    }

    /** What one instance knows. */
    record Coverage(List<Hour> hours) {}

    HttpAnswer verdicts(Request request) {
        QueryParameters query = QueryParameters.of(request, "site", "limit");
        Optional<Integer> site = query.number("site", 0, Integer.MAX_VALUE);
        int limit = limit(query);
        return results.isComplete()
                ? HttpAnswer.ok(
                        Page.of(results.verdicts(verdict -> site.isEmpty() || site.get() == verdict.siteId()), limit))
                : reading();
    }

    HttpAnswer alerts(Request request) {
        QueryParameters query = QueryParameters.of(request, "state", "site", "miner", "rule", "severity", "limit");
        Optional<AlertState> state = query.choice("state", AlertState.class);
        Optional<Rule> rule = query.choice("rule", Rule.class);
        Optional<Severity> severity = query.choice("severity", Severity.class);
        Optional<Integer> site = query.number("site", 0, Integer.MAX_VALUE);
        Optional<Integer> miner = query.number("miner", 0, Integer.MAX_VALUE);
        int limit = limit(query);
        return results.isComplete()
                ? HttpAnswer.ok(Page.of(
                        results.alerts(alert -> has(state, alert.state())
                                && has(rule, alert.rule())
                                && has(severity, alert.severity())
                                && has(site, alert.siteId())
                                && has(miner, alert.minerId())),
                        limit))
                : reading();
    }

    private static <T> boolean has(Optional<T> wanted, T value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    private static int limit(QueryParameters query) {
        return query.number("limit", 1, MOST).orElse(DEFAULT_LIMIT);
    }

    private static HttpAnswer reading() {
        return HttpAnswer.unavailable("the topics of verdicts and alerts are being read for the first time");
    }

    /** @param id as the path has it */
    HttpAnswer miner(Request request, String id) {
        QueryParameters.of(request);
        int minerId = QueryParameters.number("miner", id, 0, Integer.MAX_VALUE);
        try {
            KeyQueryMetadata owner = miners.owner(minerId);
            if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return moving();
            }
            if (!owner.activeHost().equals(self)) {
                return ofPeer(request, owner.activeHost());
            }
            if (!results.isComplete()) {
                return reading();
            }
            return miners.miner(minerId)
                    .map(miner -> HttpAnswer.ok(new Miner(miner, alertsOf(minerId))))
                    .orElseGet(() -> HttpAnswer.notFound(
                            "miner %s: must be in the roster or have sent readings, has not".formatted(minerId)));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return moving();
        }
    }

    private List<AlertDocument> alertsOf(int minerId) {
        return Page.of(results.openAlerts(alert -> Integer.valueOf(minerId).equals(alert.minerId())), MOST)
                .items();
    }

    private HttpAnswer ofPeer(Request request, HostInfo peer) {
        // An instance that is asked by another one, and disagrees about who has the miner, must not ask back.
        if (request.getHeaders().contains(Peers.FORWARDED)) {
            return moving();
        }
        if (peer.equals(HostInfo.unavailable())) {
            return HttpAnswer.unavailable(
                    "the instance that has the miner must serve HTTP, does not; start every instance with --http");
        }
        return peers.ask(peer, Request.getPathInContext(request), authorization(request));
    }

    /** @param id as the path has it */
    HttpAnswer site(Request request, String id) {
        QueryParameters.of(request);
        int siteId = site(id);
        if (!results.isComplete()) {
            return reading();
        }
        List<Hour> parts = new ArrayList<>();
        try {
            for (HostInfo owner : sites.owners()) {
                if (owner.equals(self)) {
                    parts.addAll(sites.coverage(siteId));
                    continue;
                }
                HttpAnswer part =
                        peers.ask(owner, Request.getPathInContext(request) + "/coverage", authorization(request));
                if (part.status() != HttpStatus.OK_200) {
                    return HttpAnswer.unavailable("the instance at %s:%s must say what it has of the site, answers %s"
                            .formatted(owner.host(), owner.port(), part.status()));
                }
                parts.addAll(part.body(Coverage.class).hours());
            }
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return moving();
        }
        List<VerdictView> verdicts = results.verdicts(verdict -> verdict.siteId() == siteId);
        List<AlertDocument> alerts =
                results.openAlerts(alert -> Integer.valueOf(siteId).equals(alert.siteId()));
        if (verdicts.isEmpty() && alerts.isEmpty() && parts.isEmpty()) {
            return HttpAnswer.notFound("site %s: must have a run, a verdict or an alert, has none".formatted(siteId));
        }
        return HttpAnswer.ok(new Site(
                siteId,
                verdicts.isEmpty() ? null : verdicts.get(verdicts.size() - 1),
                OpenAlerts.of(alerts),
                SiteQuery.sum(parts)));
    }

    /** What this instance alone has of a site. */
    HttpAnswer coverage(Request request, String id) {
        QueryParameters.of(request);
        int siteId = site(id);
        try {
            return HttpAnswer.ok(new Coverage(sites.owners().contains(self) ? sites.coverage(siteId) : List.of()));
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return moving();
        }
    }

    private static int site(String id) {
        return QueryParameters.number("site", id, 0, Integer.MAX_VALUE);
    }

    private static String authorization(Request request) {
        return request.getHeaders().get(HttpHeader.AUTHORIZATION);
    }

    private static HttpAnswer moving() {
        return HttpAnswer.unavailable("the instances must have their partitions, are rebalancing or restoring state");
    }
}
