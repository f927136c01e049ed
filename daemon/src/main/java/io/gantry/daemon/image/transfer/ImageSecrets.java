package io.gantry.daemon.image.transfer;

import io.gantry.api.Operation;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.image.store.Fingerprint;
import io.gantry.daemon.operation.OperationPlan;
import io.gantry.daemon.operation.Operations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One-time secrets by which strangers may fetch a private image, or hand one in. A secret opens what the image is
 * as often as it is asked, and its bytes once. Safe for use by many threads.
 */
public final class ImageSecrets {
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final Operations operations;
    private final Supplier<String> newSecret;
    private final InstantSource clock;
    private final Map<String, Offer> offers = new ConcurrentHashMap<>();

    private record Offer(Fingerprint fingerprint, UploadOptions wanted, Instant until) {}

    public ImageSecrets(Operations operations, Supplier<String> newSecret, InstantSource clock) {
        this.operations = operations;
        this.newSecret = newSecret;
        this.clock = clock;
    }

    /** A token operation whose metadata holds a new secret for an image. */
    public Operation offer(Fingerprint fingerprint, UploadOptions wanted) {
        offers.values().removeIf(offer -> !offer.until().isAfter(clock.instant()));
        String secret = newSecret.get();
        offers.put(secret, new Offer(fingerprint, wanted, clock.instant().plus(LIFETIME)));
        var plan =
                new OperationPlan("Image download token", Map.of("images", List.of(fingerprint.url()))).cancellable();
        return operations.token(plan, Map.of("secret", secret), LIFETIME);
    }

    /** Whether a secret is good for an image; it stays so. */
    public boolean isGood(Fingerprint fingerprint, String secret) {
        Offer offer = offers.get(secret);
        return offer != null
                && offer.fingerprint().equals(fingerprint)
                && offer.until().isAfter(clock.instant());
    }

    /**
     * Uses a secret up.
     *
     * @return what the image is to be, as the one says who gave the secret
     * @throws DaemonException FORBIDDEN where it is not good for the image
     */
    public UploadOptions use(Fingerprint fingerprint, String secret) {
        boolean isGood = isGood(fingerprint, secret);
        Optional<Offer> offer = isGood ? Optional.ofNullable(offers.remove(secret)) : Optional.empty();
        // The operation is asked too: its owner may have cancelled it.
        if (offer.isEmpty() || !operations.useToken(fingerprint.url(), secret)) {
            throw DaemonException.forbidden("the secret is not valid for this image, or was used before");
        }
        return offer.get().wanted();
    }
}
