package io.gantry.client.migration;

/** A transfer failed. The two servers see different halves of the failure; the message has both. */
public final class TransferFailedException extends RuntimeException {
    TransferFailedException(String failed, String other, String reason, RuntimeException failure) {
        super(failed + ": " + failure.getMessage() + " (" + other + ": " + reason + ")", failure);
    }
}
