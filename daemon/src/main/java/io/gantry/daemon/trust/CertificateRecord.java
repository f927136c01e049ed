package io.gantry.daemon.trust;

/**
 * A trusted certificate as it is kept in the database.
 *
 * @param fingerprint SHA-256, lower-case hex
 */
record CertificateRecord(String fingerprint, String name, String type, String pem) {}
