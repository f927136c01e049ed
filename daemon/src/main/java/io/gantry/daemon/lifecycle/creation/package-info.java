/**
 * Instances made and brought up to date. {@link io.gantry.daemon.lifecycle.creation.InstanceCreator} is the table of
 * contents: a request says where the content of a volume comes from
 * ({@link io.gantry.daemon.lifecycle.creation.VolumeContent}) and whether it goes into a new instance or replaces what an
 * old one holds ({@link io.gantry.daemon.lifecycle.creation.FillAct}); {@link io.gantry.daemon.lifecycle.creation.VolumeFill}
 * does the one with the other, under lock and intent.
 */
@NullMarked
package io.gantry.daemon.lifecycle.creation;

import org.jspecify.annotations.NullMarked;
