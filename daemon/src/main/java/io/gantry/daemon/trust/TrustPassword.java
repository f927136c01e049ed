package io.gantry.daemon.trust;

/** The password that makes strangers trusted. Safe for use by many threads. */
@FunctionalInterface
public interface TrustPassword {
    /** Whether this is the password; never where none is set. */
    boolean matches(String password);
}
