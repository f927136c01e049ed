/**
 * Certificates and keys as PEM files, and TLS with them. Start with {@link io.gantry.client.certificate.Identity}.
 */
@NullMarked
package io.gantry.client.certificate;

import org.jspecify.annotations.NullMarked;
