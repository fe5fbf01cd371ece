package blotter.people.sso;

/// A refused sign-in. The message is shown on the page.
final class SsoRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    SsoRefusal(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
