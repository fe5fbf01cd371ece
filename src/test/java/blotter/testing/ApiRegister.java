package blotter.testing;

/// A register as its clients see it, for what is promised of both.
///
/// @param path where it is
/// @param one the field of a row that holds the entry
/// @param many the field of an answer that holds the rows
/// @param prefix what its ids begin with
/// @param commentCount the field of a row that counts the comments
public record ApiRegister(String path, String one, String many, String prefix, String commentCount) {
    public static final ApiRegister INCIDENTS =
            new ApiRegister("/api/v1/incidents", "incident", "incidents", "INC-", "comment_count");
    public static final ApiRegister RISKS = new ApiRegister("/api/v1/risks", "risk", "risks", "RSK-", "comments");

    /// The id of an entry.
    public String id(int number) {
        return "%s%05d".formatted(prefix, number);
    }
}
