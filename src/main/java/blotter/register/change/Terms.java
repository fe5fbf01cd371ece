package blotter.register.change;

import java.util.Map;

/// How a change is to be made.
///
/// @param dryRun only say what would be: nothing is written
/// @param lenient change what can be changed, and name the rest, instead of all or nothing (RFC 7240,
/// `handling`)
/// @param versions by number, the versions that the client knows; an entry that has moved on is not
/// changed
/// @param ifMatch for a change of a single entry, the versions that may be changed
public record Terms(boolean dryRun, boolean lenient, Map<Long, Long> versions, IfMatch ifMatch) {
    /// All or nothing, whatever the versions.
    public static final Terms STRICT = new Terms(false, false, Map.of(), IfMatch.any());

    /// All or nothing, if the version matches.
    public static Terms ifMatch(IfMatch ifMatch) {
        return new Terms(false, false, Map.of(), ifMatch);
    }
}
