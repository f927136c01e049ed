package io.gantry.client.certificate;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Presents one identity to every peer that can use its kind of key. The JDK's own key managers read from key stores, which
 * encrypt the key by a slow function only to decrypt it again.
 */
final class OneIdentity extends X509ExtendedKeyManager {
    private static final String ALIAS = "identity";

    private final Identity identity;
    private final String keyType;

    OneIdentity(Identity identity) {
        this.identity = identity;
        this.keyType = keyType(identity.key());
    }

    /** The JDK's word for the kind of key in TLS, whichever library made it. */
    private static String keyType(PrivateKey key) {
        if (key instanceof ECKey) {
            return "EC";
        }
        return key instanceof RSAKey ? "RSA" : key.getAlgorithm();
    }

    private @Nullable String aliasFor(String... keyTypes) {
        for (String type : keyTypes) {
            if (type.equals(keyType)) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
        return aliasFor(type) == null ? null : new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(types);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(types);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
        return getClientAliases(type, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(type);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(type);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {identity.certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identity.key();
    }
}
