package blotter.people.organization;

import java.util.UUID;

/// An organization: a wall around everything that is its own.
///
/// @param id the key of all its rows
/// @param publicId what clients see as `org_id`
/// @param slug its short name on the command line
public record Organization(int id, UUID publicId, String slug, String name) {}
