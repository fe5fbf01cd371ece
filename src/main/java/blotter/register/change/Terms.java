package blotter.register.change;

import java.util.Map;

/// Conditions of a change.
///
/// @param dryRun only report what would happen, and write nothing
/// @param lenient change what can be changed, and report the rest (RFC 7240, `handling`)
/// @param versions the versions that the client knows, by number; an entry at another version is not changed
/// @param ifMatch for a change of a single entry, the versions that may be changed
public record Terms(boolean dryRun, boolean lenient, Map<Long, Long> versions, IfMatch ifMatch) {
    /// All or nothing, at any version.
    public static final Terms STRICT = new Terms(false, false, Map.of(), IfMatch.any());

    /// All or nothing, if the version matches.
    public static Terms ifMatch(IfMatch ifMatch) {
        return new Terms(false, false, Map.of(), ifMatch);
    }
}
