package blotter.app.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.Optional;
import java.util.OptionalInt;

/// The server's settings. Unknown settings under `blotter.` and invalid values prevent the start. Empty ones count
/// as unset.
@ConfigMapping(prefix = "blotter")
public interface Settings {
    Database database();

    Bulk bulk();

    Sso sso();

    Smtp smtp();

    Rates limits();

    Audit audit();

    Secret secret();

    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted: addresses and blocks, separated by
    /// commas.
    @WithName("trusted-proxies")
    Optional<String> trustedProxies();

    /// The project's folder, set by the launcher.
    Optional<String> home();

    /// The public URL: `https://register.example.com`.
    @WithName("public-url")
    Optional<String> publicUrl();

    interface Database {
        String url();

        /// Empty when it is in the URL.
        Optional<String> user();

        /// Empty when it is in the URL or not needed.
        Optional<String> password();

        /// The data folder of the embedded PostgreSQL.
        Optional<String> folder();

        @WithName("pool-size")
        OptionalInt poolSize();
    }

    interface Bulk {
        /// The most distinct ids in one call.
        @WithName("max-ids")
        OptionalInt maxIds();
    }

    interface Sso {
        Optional<String> issuer();

        @WithName("client-id")
        Optional<String> clientId();

        @WithName("client-secret")
        Optional<String> clientSecret();

        Optional<String> name();

        /// The slug of its users' organization.
        Optional<String> organization();

        /// The permitted email domains, separated by commas.
        Optional<String> domains();

        /// The claim with the roles.
        @WithName("roles-claim")
        Optional<String> rolesClaim();

        /// The roles for the claim's values: `secops=Incident Editor;admins=Admin`.
        Optional<String> roles();

        /// The roles of new users when there is no claim.
        @WithName("new-users")
        Optional<String> newUsers();

        /// Whether to accept emails that the provider does not mark as verified.
        @WithName("trust-email")
        Optional<String> trustEmail();
    }

    interface Smtp {
        Optional<String> host();

        OptionalInt port();

        Optional<String> user();

        Optional<String> password();

        /// The sender's address.
        Optional<String> from();

        /// `starttls`, `tls` or `none`.
        Optional<String> security();
    }

    /// The key that encrypts secrets in the database: either of the two.
    interface Secret {
        /// 32 bytes in Base64, followed by keys that only decrypt.
        Optional<String> key();

        /// A file with the same content.
        @WithName("key-file")
        Optional<String> keyFile();
    }

    interface Rates {
        /// Requests per minute of each caller; 0 for no limit.
        @WithName("requests-per-minute")
        OptionalInt requestsPerMinute();

        /// Failed sign-ins and token requests of an address before it is slowed down.
        @WithName("failures-per-address")
        OptionalInt failuresPerAddress();

        /// The timeout for a request's body, in seconds, plus one for each 64 KiB.
        @WithName("body-seconds")
        OptionalInt bodySeconds();

        /// Open connections.
        OptionalInt connections();

        /// Open connections of one address.
        @WithName("connections-per-address")
        OptionalInt connectionsPerAddress();

        /// The memory budget of all requests together, in MiB.
        @WithName("memory-megabytes")
        OptionalInt memoryMegabytes();

        /// Open event streams.
        @WithName("event-streams")
        OptionalInt eventStreams();
    }

    interface Audit {
        /// Seconds between two seals.
        @WithName("seal-seconds")
        OptionalInt sealSeconds();

        /// A file that receives the audit log as OCSF events, one per line.
        Optional<String> file();

        /// A syslog server that receives the audit log as OCSF events: `tcp://host:601`, `udp://host:514`.
        Optional<String> syslog();
    }
}
