package blotter.app.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.Optional;
import java.util.OptionalInt;

/// The server's settings. An unknown one under `blotter.` or a bad value stops the start; an empty one is one that is
/// not set.
@ConfigMapping(prefix = "blotter")
public interface Settings {
    Database database();

    Bulk bulk();

    Sso sso();

    Smtp smtp();

    Rates limits();

    Audit audit();

    Secret secret();

    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count: addresses and blocks, with commas between.
    @WithName("trusted-proxies")
    Optional<String> trustedProxies();

    /// The project's folder, as the launcher says it.
    Optional<String> home();

    /// What people call this server: `https://register.example.com`.
    @WithName("public-url")
    Optional<String> publicUrl();

    /// Where the PostgreSQL is.
    interface Database {
        String url();

        /// Empty when the URL says it.
        Optional<String> user();

        /// Empty when the URL says it, or none is needed.
        Optional<String> password();

        /// Where the embedded one keeps its data.
        Optional<String> folder();

        /// Connections to keep.
        @WithName("pool-size")
        OptionalInt poolSize();
    }

    /// What one call may ask for.
    interface Bulk {
        /// Different ids in one call, at most.
        @WithName("max-ids")
        OptionalInt maxIds();
    }

    /// The identity provider.
    interface Sso {
        Optional<String> issuer();

        @WithName("client-id")
        Optional<String> clientId();

        @WithName("client-secret")
        Optional<String> clientSecret();

        Optional<String> name();

        /// The slug of the organization that its people belong to.
        Optional<String> organization();

        /// Whose emails are let in, with commas between.
        Optional<String> domains();

        /// The claim that says what somebody may do.
        @WithName("roles-claim")
        Optional<String> rolesClaim();

        /// What its values give: `secops=Incident Editor;admins=Admin`.
        Optional<String> roles();

        /// The roles of those who come for the first time, without a claim.
        @WithName("new-users")
        Optional<String> newUsers();

        /// Whether an email counts that the provider does not call verified.
        @WithName("trust-email")
        Optional<String> trustEmail();
    }

    /// The mail server.
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

    /// What encrypts secrets in the database. One of both.
    interface Secret {
        /// The key, 32 bytes in Base64; after it those that only decrypt.
        Optional<String> key();

        /// A file that holds it.
        @WithName("key-file")
        Optional<String> keyFile();
    }

    /// How often somebody may ask.
    interface Rates {
        /// Requests a minute of each caller; 0 for no limit.
        @WithName("requests-per-minute")
        OptionalInt requestsPerMinute();

        /// Failed sign-ins and token requests that an address may have at once.
        @WithName("failures-per-address")
        OptionalInt failuresPerAddress();

        /// How many seconds a request's body may take to come, and one more for each 64 KiB of it.
        @WithName("body-seconds")
        OptionalInt bodySeconds();

        /// Connections that may be open at a time.
        OptionalInt connections();

        /// Connections that may be open at a time from one address.
        @WithName("connections-per-address")
        OptionalInt connectionsPerAddress();

        /// MiB of memory that all requests may hold at a time.
        @WithName("memory-megabytes")
        OptionalInt memoryMegabytes();

        /// Streams of events that may be open at a time.
        @WithName("event-streams")
        OptionalInt eventStreams();
    }

    /// The audit log.
    interface Audit {
        /// How many seconds pass between two seals.
        @WithName("seal-seconds")
        OptionalInt sealSeconds();

        /// A file that the audit log is added to, as OCSF events, one in each line.
        Optional<String> file();

        /// A syslog server that gets the audit log, as OCSF events: `tcp://host:601`, `udp://host:514`.
        Optional<String> syslog();
    }
}
