package blotter.people.audit;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An action in the audit log, with its event class in OCSF 1.4.
public enum Action {
    SIGN_IN(Event.AUTHENTICATION, 1),
    SIGN_IN_FAILED(Event.AUTHENTICATION, 1),
    SIGN_OUT(Event.AUTHENTICATION, 2),
    TOKEN_ISSUED(Event.AUTHENTICATION, 1),
    TOKEN_REFUSED(Event.AUTHENTICATION, 1),
    TOKEN_REUSED(Event.AUTHENTICATION, 1),

    USER_CREATED(Event.ACCOUNT_CHANGE, 1),
    USER_CHANGED(Event.ACCOUNT_CHANGE, 99),
    USER_ACTIVATED(Event.ACCOUNT_CHANGE, 2),
    USER_DEACTIVATED(Event.ACCOUNT_CHANGE, 5),
    ROLES_CHANGED(Event.ACCOUNT_CHANGE, 7),
    INVITE_MADE(Event.ACCOUNT_CHANGE, 99),
    INVITE_ACCEPTED(Event.ACCOUNT_CHANGE, 2),
    PASSWORD_CHANGED(Event.ACCOUNT_CHANGE, 3),
    PASSWORD_RESET_MADE(Event.ACCOUNT_CHANGE, 4),
    PASSWORD_RESET(Event.ACCOUNT_CHANGE, 4),
    SECOND_FACTOR_ENABLED(Event.ACCOUNT_CHANGE, 10),
    SECOND_FACTOR_DISABLED(Event.ACCOUNT_CHANGE, 11),
    SESSION_ENDED(Event.ACCOUNT_CHANGE, 99),
    SERVICE_ACCOUNT_CREATED(Event.ACCOUNT_CHANGE, 1),
    SERVICE_ACCOUNT_CHANGED(Event.ACCOUNT_CHANGE, 99),
    SERVICE_ACCOUNT_DELETED(Event.ACCOUNT_CHANGE, 6),
    SECRET_ROTATED(Event.ACCOUNT_CHANGE, 3),
    PERSONAL_TOKEN_CREATED(Event.ACCOUNT_CHANGE, 99),
    PERSONAL_TOKEN_REVOKED(Event.ACCOUNT_CHANGE, 99),

    ORGANIZATION_CREATED(Event.API_ACTIVITY, 1),
    ORGANIZATION_CHANGED(Event.API_ACTIVITY, 3),
    SOURCES_CHANGED(Event.API_ACTIVITY, 3),
    EXPORTED(Event.API_ACTIVITY, 2),
    DELETED(Event.API_ACTIVITY, 4);

    /// An OCSF event class.
    record Event(int id, String name, int category, String categoryName) {
        private static final Event AUTHENTICATION =
                new Event(3002, "Authentication", 3, "Identity & Access Management");
        private static final Event ACCOUNT_CHANGE =
                new Event(3001, "Account Change", 3, "Identity & Access Management");
        private static final Event API_ACTIVITY = new Event(6003, "API Activity", 6, "Application Activity");
    }

    private final Event event;
    private final int activity;

    Action(Event event, int activity) {
        this.event = event;
        this.activity = activity;
    }

    /// The name in the API: `sign_in`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The action with this label; null when there is none.
    public static @Nullable Action of(String label) {
        return Arrays.stream(values())
                .filter(action -> action.label().equals(label))
                .findFirst()
                .orElse(null);
    }

    Event event() {
        return event;
    }

    /// OCSF's `activity_id`.
    int activity() {
        return activity;
    }

    /// Whether something was refused.
    boolean isFailure() {
        return switch (this) {
            case SIGN_IN_FAILED, TOKEN_REFUSED, TOKEN_REUSED -> true;
            case SIGN_IN,
                    SIGN_OUT,
                    TOKEN_ISSUED,
                    USER_CREATED,
                    USER_CHANGED,
                    USER_ACTIVATED,
                    USER_DEACTIVATED,
                    ROLES_CHANGED,
                    INVITE_MADE,
                    INVITE_ACCEPTED,
                    PASSWORD_CHANGED,
                    PASSWORD_RESET_MADE,
                    PASSWORD_RESET,
                    SECOND_FACTOR_ENABLED,
                    SECOND_FACTOR_DISABLED,
                    SESSION_ENDED,
                    SERVICE_ACCOUNT_CREATED,
                    SERVICE_ACCOUNT_CHANGED,
                    SERVICE_ACCOUNT_DELETED,
                    SECRET_ROTATED,
                    PERSONAL_TOKEN_CREATED,
                    PERSONAL_TOKEN_REVOKED,
                    ORGANIZATION_CREATED,
                    ORGANIZATION_CHANGED,
                    SOURCES_CHANGED,
                    EXPORTED,
                    DELETED -> false;
        };
    }
}
