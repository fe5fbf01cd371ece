package blotter.platform.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An operation that a session may call only shortly after sign-in, because it creates a credential that outlives
/// the session: a thief of the cookie does not have the password. Access tokens are exempt.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RecentSignIn {}
