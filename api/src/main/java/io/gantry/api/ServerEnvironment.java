package io.gantry.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The host and the programs that a server runs on.
 *
 * @param certificate PEM
 * @param certificateFingerprint SHA-256, lower-case hex
 * @param server {@code lxd}: clients branch on it
 * @param serverVersion the LXD version whose API this is
 * @param implementation our own name and version; absent at other servers
 */
@Json
public record ServerEnvironment(
        List<String> addresses,
        List<String> architectures,
        String certificate,
        @Json.Property("certificate_fingerprint") String certificateFingerprint,
        String driver,
        @Json.Property("driver_version") String driverVersion,
        String firewall,
        String kernel,
        @Json.Property("kernel_architecture") String kernelArchitecture,
        @Json.Property("kernel_features") Map<String, String> kernelFeatures,
        @Json.Property("kernel_version") String kernelVersion,
        @Json.Property("lxc_features") Map<String, String> lxcFeatures,
        @Json.Property("os_name") String osName,
        @Json.Property("os_version") String osVersion,
        String project,
        String server,
        @Json.Property("server_clustered") boolean serverClustered,
        @Json.Property("server_event_mode") String serverEventMode,
        @Json.Property("server_name") String serverName,
        @Json.Property("server_pid") long serverPid,
        @Json.Property("server_version") String serverVersion,
        String storage,
        @Json.Property("storage_version") String storageVersion,
        @Json.Property("storage_supported_drivers") List<ServerStorageDriver> storageSupportedDrivers,
        @Nullable String implementation) {
    public ServerEnvironment {
        addresses = Values.list(addresses);
        architectures = Values.list(architectures);
        certificate = Values.text(certificate);
        certificateFingerprint = Values.text(certificateFingerprint);
        driver = Values.text(driver);
        driverVersion = Values.text(driverVersion);
        firewall = Values.text(firewall);
        kernel = Values.text(kernel);
        kernelArchitecture = Values.text(kernelArchitecture);
        kernelFeatures = Values.config(kernelFeatures);
        kernelVersion = Values.text(kernelVersion);
        lxcFeatures = Values.config(lxcFeatures);
        osName = Values.text(osName);
        osVersion = Values.text(osVersion);
        project = Values.text(project);
        server = Values.text(server);
        serverEventMode = Values.text(serverEventMode);
        serverName = Values.text(serverName);
        serverVersion = Values.text(serverVersion);
        storage = Values.text(storage);
        storageVersion = Values.text(storageVersion);
        storageSupportedDrivers = Values.list(storageSupportedDrivers);
    }
}
