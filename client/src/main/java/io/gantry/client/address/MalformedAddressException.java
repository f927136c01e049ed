package io.gantry.client.address;

/** A text is not the address that it should be; the message names the text and what is written instead. */
public final class MalformedAddressException extends IllegalArgumentException {
    MalformedAddressException(String message) {
        super(message);
    }
}
