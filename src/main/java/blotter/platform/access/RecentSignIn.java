package blotter.platform.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// An operation that a session may do only shortly after its sign-in, since it makes or opens a way in that outlives
/// the
/// session: who has stolen the cookie has not got the password. A token needs no sign-in; it is itself what its
/// person made for this.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RecentSignIn {}
