package blotter.register.comment;

import blotter.people.person.Member;
import blotter.people.person.Users;
import blotter.platform.database.Database;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.platform.json.JsonFields;
import blotter.platform.json.Texts;
import blotter.register.change.Register;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `…/{id}/comments` of a register, whichever. Who may, and at which address, its own class says.
abstract class CommentsResource {
    /// The longest comment, in characters: as long as a description.
    private static final int MAX_LENGTH = 100_000;

    private final Exchange exchange;
    private final Transactions transactions;
    private final Register register;
    private final Users users;
    private final Comments comments;

    CommentsResource(
            Exchange exchange,
            Transactions transactions,
            Database database,
            Register register,
            Users users,
            Clock clock) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.register = register;
        this.users = users;
        this.comments = new Comments(database, register, clock);
    }

    final Response listed(String id) {
        long number = exchange.only(register.parameter("id", id));
        // An entry may have any number of comments.
        return Answer.spooled(200, json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("comments");
                    comments.each(exchange.caller(), number, comment -> {
                        try {
                            write(json, comment, people(List.of(comment)));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .response();
    }

    final Response added(String id, InputStream input) {
        var entry = register.parameter("id", id);
        var value = exchange.json(
                input,
                fields -> {
                    fields.require("the comment's text", "value");
                    return value(fields);
                },
                entry);
        return transactions.run(exchange, handle -> {
            var comment = comments.add(handle, exchange.caller(), entry.value(), value);
            var people = people(List.of(comment));
            return Answer.json(201, out -> write(out, comment, people)).wrote(true);
        });
    }

    final Response edited(String id, String commentId, InputStream input) {
        var entry = register.parameter("id", id);
        var comment = comment(commentId);
        var value = exchange.patch(input, "a value", CommentsResource::value, entry, comment);
        return transactions.run(exchange, handle -> {
            var edited = comments.edit(handle, exchange.caller(), entry.value(), comment.value(), value);
            var people = people(List.of(edited.comment()));
            return Answer.json(200, out -> write(out, edited.comment(), people)).wrote(edited.changed());
        });
    }

    final Response deleted(String id, String commentId) {
        var entry = register.parameter("id", id);
        var comment = comment(commentId);
        exchange.takesNoQuery(entry, comment);
        return transactions.run(exchange, handle -> {
            comments.delete(handle, exchange.caller(), entry.value(), comment.value());
            return Answer.empty(204).wrote(true);
        });
    }

    private static @Nullable String value(JsonFields json) {
        json.refuseClearing("a value", "value");
        var value = json.text("value", MAX_LENGTH);
        if (value != null && Texts.isBlank(value)) {
            json.faults().add(json.pointer("value"), "blank", "is blank (expected: some text)");
        }
        return value;
    }

    private static Parameter<UUID> comment(String id) {
        return Parameter.uuid("comment_id", id, "the uuid of a comment");
    }

    private Map<UUID, Member> people(List<Comment> comments) {
        return users.of(
                exchange.caller().orgId(),
                comments.stream().map(Comment::author).collect(Collectors.toSet()));
    }

    private static void write(JsonGenerator json, Comment comment, Map<UUID, Member> people) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", comment.id().toString());
        json.writeFieldName("user");
        Objects.requireNonNull(people.get(comment.author())).user().writeTo(json);
        json.writeStringField("value", comment.value());
        json.writeStringField("created_date", comment.created().toString());
        var edited = comment.edited();
        json.writeStringField("edited_date", edited == null ? null : edited.toString());
        json.writeEndObject();
    }
}
