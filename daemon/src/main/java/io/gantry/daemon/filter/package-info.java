/** Filters of collections, as clients send them. Start at {@link io.gantry.daemon.filter.CollectionFilter}. */
@NullMarked
package io.gantry.daemon.filter;

import org.jspecify.annotations.NullMarked;
