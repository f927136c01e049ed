package io.gantry.daemon.config.value;

import java.util.Optional;
import java.util.function.Function;

/** Which address a bridge has: none, one that the daemon chooses, or just this one. */
public sealed interface BridgeAddress {
    /** The network does not have the protocol. */
    record None() implements BridgeAddress {}

    /** The daemon chooses a network that the host does not have yet. */
    record Auto() implements BridgeAddress {}

    /** The address that the bridge has on the host. */
    record Fixed(Cidr address) implements BridgeAddress {}

    /**
     * Reads {@code none}, {@code auto} or an address.
     *
     * @param parser reads the address, and throws an IllegalArgumentException where it is none
     */
    static BridgeAddress parse(String text, Function<String, Cidr> parser) {
        return switch (text) {
            case "none" -> new None();
            case "auto" -> new Auto();
            default -> new Fixed(parser.apply(text));
        };
    }

    /** What {@link #parse} reads as this address. */
    default String text() {
        return switch (this) {
            case None() -> "none";
            case Auto() -> "auto";
            case Fixed(Cidr address) -> address.text();
        };
    }

    /** The address, where there is one already. */
    default Optional<Cidr> fixed() {
        return this instanceof Fixed(Cidr address) ? Optional.of(address) : Optional.empty();
    }
}
