package io.gantry.daemon.server;

import java.util.List;

/**
 * The extensions of LXD's API 1.0 that work here
 * (<a href="https://documentation.ubuntu.com/lxd/stable-5.0/api-extensions/">LXD, "API extensions"</a>). Clients take
 * each for a promise, so that one is listed only when all of it works.
 */
final class ApiExtensions {
    static final List<String> ALL = List.of(
            "container_host_shutdown_timeout",
            "container_last_used_at",
            "etag",
            "patch",
            "image_compression_algorithm",
            "directory_manipulation",
            "container_cpu_time",
            "network",
            "profile_usedby",
            "container_exec_recording",
            "certificate_update",
            "container_exec_signal_handling",
            "container_image_properties",
            "migration_progress",
            "id_map",
            "storage",
            "file_delete",
            "file_append",
            "image_create_aliases",
            "container_stateless_copy",
            "container_incremental_copy",
            "container_only_migration",
            "container_push",
            "container_push_target",
            "entity_description",
            "image_force_refresh",
            "file_symlinks",
            "id_map_base",
            "file_get_symlink",
            "operation_description",
            "event_lifecycle",
            "network_leases",
            "network_state",
            "container_protection_delete",
            "container_full",
            "resources",
            "kernel_features",
            "lxc_features",
            "container_exec_user_group_cwd",
            "instances",
            "image_types",
            "images_expiry",
            "api_filtering",
            "images_push_relay",
            "compression_squashfs",
            "api_os",
            "server_supported_storage_drivers",
            "event_location",
            "instance_get_full",
            "restrict_devlxd",
            "cloud_init",
            "snapshot_expiry",
            "snapshot_expiry_creation",
            "container_disk_shift",
            "unix_device_rename",
            "kernel_limits",
            "linux_sysctl",
            "container_stop_priority",
            "id_map_current",
            "instances_files_modify_permissions",
            "instance_nic_network",
            "unix_device_hotplug");

    private ApiExtensions() {}
}
