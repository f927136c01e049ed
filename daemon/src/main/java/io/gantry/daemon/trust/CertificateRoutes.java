package io.gantry.daemon.trust;

import io.gantry.api.Certificate;
import io.gantry.api.CertificatePut;
import io.gantry.api.CertificatesPost;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.http.Access;
import io.gantry.daemon.http.Method;
import io.gantry.daemon.http.Reply;
import io.gantry.daemon.http.Request;
import io.gantry.daemon.http.Router;
import io.gantry.daemon.http.Routes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** {@code /1.0/certificates}. */
public final class CertificateRoutes implements Routes {
    private static final String ALL = "/1.0/certificates";
    private static final String ONE = ALL + "/{fingerprint}";

    private final TrustedCertificates certificates;
    private final TrustPassword password;

    public CertificateRoutes(TrustedCertificates certificates, TrustPassword password) {
        this.certificates = certificates;
        this.password = password;
    }

    @Override
    public void register(Router router) {
        router.route(Method.GET, ALL, this::list);
        router.route(Method.POST, ALL, Access.ANYBODY, this::add);
        router.route(Method.GET, ONE, this::show);
        router.route(Method.PUT, ONE, this::replace);
        router.route(Method.PATCH, ONE, this::merge);
        router.route(Method.DELETE, ONE, this::remove);
    }

    private Reply list(Request request) {
        List<CertificateRecord> all = certificates.list();
        return Reply.of(
                request.recursion() > 0
                        ? all.stream().map(CertificateRoutes::view).toList()
                        : all.stream().map(one -> url(one.fingerprint())).toList());
    }

    private Reply add(Request request) {
        var wanted = request.body(CertificatesPost.class);
        if (wanted.token()) {
            throw DaemonException.notSupported("this server issues no tokens for certificates: set "
                    + "core.trust_password, or add the certificate with lxc config trust add");
        }
        requireUnrestricted(wanted.restricted(), wanted.projects());
        if (!request.caller().isTrusted() && !password.matches(wanted.password())) {
            throw DaemonException.forbidden("not authorized: the trust password is wrong, or none is set");
        }
        X509Certificate certificate =
                wanted.certificate().isEmpty() ? requireOwn(request) : TrustedCertificates.parse(pem(wanted));
        CertificateRecord added =
                certificates.add(certificate, wanted.name(), wanted.type().isEmpty() ? "client" : wanted.type());
        return Reply.created(url(added.fingerprint()));
    }

    private static String pem(CertificatesPost wanted) {
        String text = wanted.certificate();
        return text.startsWith("-----BEGIN")
                ? text
                : "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
    }

    private static X509Certificate requireOwn(Request request) {
        return request.caller()
                .certificate()
                .orElseThrow(() -> DaemonException.invalid(
                        request.caller().protocol().equals("unix")
                                ? "Can't use TLS data on non-TLS link: give the certificate in the request"
                                : "No client certificate provided"));
    }

    private Reply show(Request request) {
        CertificateRecord certificate = find(request);
        return Reply.withEtag(view(certificate), view(certificate));
    }

    /** A certificate gives access to all: one that is meant to give less must not be taken for it. */
    private static void requireUnrestricted(boolean restricted, List<?> projects) {
        if (restricted || !projects.isEmpty()) {
            throw DaemonException.notSupported(
                    "certificates cannot be restricted to projects on this server: each that "
                            + "is trusted may do everything; add it without restriction, or do not add it");
        }
    }

    private Reply replace(Request request) {
        var wanted = request.body(CertificatePut.class);
        requireUnrestricted(wanted.restricted(), wanted.projects());
        return change(request, wanted.name(), wanted.type(), wanted.certificate());
    }

    private Reply merge(Request request) {
        Map<String, Object> wanted = request.bodyTree();
        requireUnrestricted(
                Boolean.TRUE.equals(wanted.get("restricted")),
                wanted.get("projects") instanceof List<?> projects ? projects : List.of());
        CertificateRecord known = find(request);
        return change(
                request,
                text(wanted, "name", known.name()),
                text(wanted, "type", known.type()),
                text(wanted, "certificate", known.pem()));
    }

    private static String text(Map<String, Object> wanted, String field, String known) {
        Object value = wanted.get(field);
        return value == null ? known : value.toString();
    }

    /** Changes the name; the rest stays as it is, and what asks for another is refused. */
    private Reply change(Request request, String name, String type, String pem) {
        CertificateRecord certificate = find(request);
        request.requireUnchanged(view(certificate));
        if (!type.isEmpty() && !type.equals(certificate.type())) {
            throw DaemonException.invalid("the type of a certificate cannot be changed from " + certificate.type()
                    + " to " + type + ": only its name can");
        }
        if (!pem.isBlank() && !pem.strip().equals(certificate.pem().strip())) {
            throw DaemonException.notSupported(
                    "a certificate cannot be replaced in its place: add the new one, and remove "
                            + certificate.fingerprint());
        }
        if (name.isEmpty()) {
            throw DaemonException.invalid("the name of a certificate cannot be empty");
        }
        certificates.rename(certificate.fingerprint(), name);
        return Reply.empty();
    }

    private Reply remove(Request request) {
        certificates.remove(find(request).fingerprint());
        return Reply.empty();
    }

    private CertificateRecord find(Request request) {
        return certificates.find(request.pathVariable("fingerprint"));
    }

    private static String url(String fingerprint) {
        return ALL + "/" + fingerprint;
    }

    private static Certificate view(CertificateRecord certificate) {
        return new Certificate(
                certificate.name(), certificate.type(), false, List.of(), certificate.pem(), certificate.fingerprint());
    }
}
