package blotter.people.organization;

import java.util.UUID;

/// An organization (tenant).
///
/// @param id the leading key of all its rows
/// @param publicId the `org_id` that clients see
/// @param slug the short name
public record Organization(int id, UUID publicId, String slug, String name) {}
