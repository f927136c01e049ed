/** Bodies of several parts, as split images travel. Start at {@link io.gantry.client.multipart.MultipartReader}. */
@NullMarked
package io.gantry.client.multipart;

import org.jspecify.annotations.NullMarked;
