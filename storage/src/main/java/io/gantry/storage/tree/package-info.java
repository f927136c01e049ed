/**
 * Directory trees and pools' folders: what all drivers do in the same way. Start at
 * {@link io.gantry.storage.tree.TreeCopy} and {@link io.gantry.storage.tree.WorkFolder}.
 */
@NullMarked
package io.gantry.storage.tree;

import org.jspecify.annotations.NullMarked;
