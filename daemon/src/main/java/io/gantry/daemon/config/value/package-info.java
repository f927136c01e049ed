/**
 * What values of keys mean, each a small value that reads its text and refuses any other with an
 * {@link java.lang.IllegalArgumentException}. Knows no keys.
 */
@NullMarked
package io.gantry.daemon.config.value;

import org.jspecify.annotations.NullMarked;
