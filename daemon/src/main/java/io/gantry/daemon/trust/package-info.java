/**
 * Who is trusted: client certificates, and how new ones come in. Start with
 * {@link io.gantry.daemon.trust.TrustedCertificates}.
 */
@NullMarked
package io.gantry.daemon.trust;

import org.jspecify.annotations.NullMarked;
