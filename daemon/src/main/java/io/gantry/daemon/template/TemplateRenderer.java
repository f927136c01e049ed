package io.gantry.daemon.template;

import io.gantry.storage.idmap.DiskIdmap;
import java.nio.file.Path;

/** Applies the templates of an instance's image. Safe for use by many threads. */
public interface TemplateRenderer {
    /**
     * Writes the files whose templates ask for the trigger. Files and directories that are made belong to the
     * container's root; no link inside the rootfs leads out of it. A volume without {@code metadata.yaml} has no
     * templates.
     *
     * @param volume the mounted volume of an instance that is not running, with {@code metadata.yaml},
     *     {@code templates/} and {@code rootfs/}
     * @param idmap which ids of the volume stand for the container's
     * @throws io.gantry.daemon.failure.DaemonException naming the template and what is wrong with it
     */
    void apply(TemplateTrigger trigger, TemplateInstance instance, Path volume, DiskIdmap idmap);
}
