package io.gantry.daemon.trust;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Trusted certificates in the database. All methods run in the transaction of the connection they are given. */
final class CertificateStore {
    void insert(Connection connection, CertificateRecord certificate) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO certificates (fingerprint, name, type, pem) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, certificate.fingerprint());
            insert.setString(2, certificate.name());
            insert.setString(3, certificate.type());
            insert.setString(4, certificate.pem());
            insert.executeUpdate();
        }
    }

    void rename(Connection connection, String fingerprint, String name) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE certificates SET name = ? WHERE fingerprint = ?")) {
            update.setString(1, name);
            update.setString(2, fingerprint);
            update.executeUpdate();
        }
    }

    void delete(Connection connection, String fingerprint) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM certificates WHERE fingerprint = ?")) {
            delete.setString(1, fingerprint);
            delete.executeUpdate();
        }
    }

    List<CertificateRecord> list(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM certificates ORDER BY fingerprint");
                ResultSet rows = select.executeQuery()) {
            var certificates = new ArrayList<CertificateRecord>();
            while (rows.next()) {
                certificates.add(new CertificateRecord(
                        rows.getString("fingerprint"),
                        rows.getString("name"),
                        rows.getString("type"),
                        rows.getString("pem")));
            }
            return certificates;
        }
    }
}
