/**
 * YAML as LXD's programs write and read it. Start at {@link io.gantry.api.yaml.Yaml}; {@link
 * io.gantry.api.yaml.WrittenYaml} is for reading.
 */
@NullMarked
package io.gantry.api.yaml;

import org.jspecify.annotations.NullMarked;
