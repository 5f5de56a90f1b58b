package dev.recourse.retry.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Keeps what the callers of each scope of a client share; of too many scopes, it forgets the least recently used. */
final class ScopedClients {

    /** A storm of scopes, such as a token for each request, must not fill the memory. */
    static final int MOST = 10_000;

    private final Map<String, RetryClient> byScope = new LinkedHashMap<>(16, 0.75f, true) {

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RetryClient> eldest) {
            return size() > MOST;
        }
    };

    synchronized RetryClient of(String scope, Supplier<RetryClient> factory) {
        RetryClient known = byScope.get(scope);
        if (known == null) {
            known = factory.get();
            byScope.put(scope, known);
        }
        return known;
    }

    synchronized List<RetryClient> all() {
        return List.copyOf(byScope.values());
    }
}
