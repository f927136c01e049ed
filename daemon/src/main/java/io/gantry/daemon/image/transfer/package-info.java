/**
 * Images as bodies of requests: uploads, exports, and sending one to another server. Start at
 * {@link io.gantry.daemon.image.transfer.ImageImporter} for what comes and at
 * {@link io.gantry.daemon.image.transfer.ImageExports} for what goes; an
 * {@link io.gantry.daemon.image.transfer.ImageSecrets} lets strangers do either once.
 */
@NullMarked
package io.gantry.daemon.image.transfer;

import org.jspecify.annotations.NullMarked;
