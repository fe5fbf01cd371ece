package blotter.people.account;

import org.jspecify.annotations.Nullable;

/// A way to sign in beside the password.
///
/// @param name what people call it
/// @param url where the browser goes
/// @param problem why that is not possible now; null when it is
public record SignInWay(String name, String url, @Nullable String problem) {

    /// The way, if there is one.
    @FunctionalInterface
    public interface Source {
        @Nullable
        SignInWay way();
    }
}
