package blotter.people.sso;

/// An authorization request to the provider.
///
/// @param state identifies the request, also in the cookie
/// @param nonce returned in the signed ID token
/// @param verifier required to redeem the code (PKCE, RFC 7636)
/// @param returnTo the page's path to open after the sign-in
record SsoRequest(String state, String nonce, String verifier, String returnTo) {}
