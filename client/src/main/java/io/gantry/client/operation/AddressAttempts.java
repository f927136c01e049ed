package io.gantry.client.operation;

import io.gantry.api.Operation;
import io.gantry.client.server.OperationFailedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Tries one address of a server after the other, on behalf of another server that is to connect to it. Whether a further
 * address is tried is never read from the words of a failure, which differ from server to server.
 */
public final class AddressAttempts {
    private AddressAttempts() {}

    /** Something that another server does with what it finds at this address. */
    public interface Attempt {
        /** @throws OperationFailedException where the other server did not come to an end with it */
        Operation at(String address) throws IOException;
    }

    /** Tells whether a failed attempt was at the right address, so that no other one will do better. */
    public interface Verdict {
        boolean hasReached(OperationFailedException failure) throws IOException;
    }

    /**
     * The operation of the first attempt that ends well.
     *
     * @param addresses at least one
     * @throws OperationFailedException where none did; the message has the reasons of all, where they differ
     */
    public static Operation first(List<String> addresses, Attempt attempt, Verdict verdict) throws IOException {
        var reasons = new LinkedHashMap<String, String>();
        for (int i = 0; ; i++) {
            try {
                return attempt.at(addresses.get(i));
            } catch (OperationFailedException e) {
                reasons.put(addresses.get(i), String.valueOf(e.getMessage()));
                if (i == addresses.size() - 1) {
                    throw withAll(reasons, e);
                }
                if (verdict.hasReached(e)) {
                    throw e;
                }
            }
        }
    }

    private static OperationFailedException withAll(Map<String, String> reasons, OperationFailedException last) {
        if (new LinkedHashSet<>(reasons.values()).size() == 1) {
            return last;
        }
        var message = new StringBuilder();
        reasons.forEach((address, reason) -> message.append(message.isEmpty() ? "" : "; ")
                .append(address)
                .append(": ")
                .append(reason));
        return new OperationFailedException(message.toString(), last);
    }
}
