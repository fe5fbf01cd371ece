package blotter.people.account;

import org.jspecify.annotations.Nullable;

/// An alternative to signing in with a password, such as single sign-on.
///
/// @param name for display
/// @param problem why it is not available; null when it is
public record SignInWay(String name, String url, @Nullable String problem) {

    @FunctionalInterface
    public interface Source {
        @Nullable
        SignInWay way();
    }
}
