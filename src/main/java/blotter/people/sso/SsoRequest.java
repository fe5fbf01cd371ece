package blotter.people.sso;

/// Somebody who was sent to the provider, and will come back.
///
/// @param state goes with them and into a cookie; names the request
/// @param nonce comes back within the provider's signature
/// @param verifier without it the code is worth nothing (PKCE, RFC 7636)
/// @param returnTo where on the page they wanted to go
record SsoRequest(String state, String nonce, String verifier, String returnTo) {}
