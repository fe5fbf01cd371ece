package blotter.register.follow;

import blotter.people.person.Users;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Transactions;
import blotter.platform.problem.Problem;
import blotter.platform.problem.ProblemType;
import blotter.register.change.Register;
import jakarta.ws.rs.core.Response;

/// `…/{id}/follow` of a register, whichever. Who may, and at which address, its own class says.
abstract class FollowResource {
    private final Exchange exchange;
    private final Transactions transactions;
    private final FollowerStore store;
    private final Users users;
    private final Register register;

    FollowResource(Exchange exchange, Transactions transactions, FollowerStore store, Users users, Register register) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.store = store;
        this.users = users;
        this.register = register;
    }

    final Response shown(String id) {
        long number = exchange.only(register.parameter("id", id));
        var caller = exchange.caller();
        var followers = store.followers(caller.orgId(), register, number);
        if (followers == null) {
            throw missing(number);
        }
        var known = users.of(caller.orgId(), followers);
        return Answer.json(200, json -> {
                    json.writeStartObject();
                    json.writeBooleanField("following", followers.contains(caller.userId()));
                    json.writeArrayFieldStart("followers");
                    for (var follower : followers) {
                        var member = known.get(follower);
                        if (member != null) {
                            member.user().writeTo(json);
                        }
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                })
                .response();
    }

    final Response followed(String id, boolean follow) {
        long number = exchange.only(register.parameter("id", id));
        var caller = exchange.caller();
        return transactions.run(exchange, handle -> {
            boolean there = follow
                    ? store.follow(handle, caller.orgId(), register, number, caller.userId())
                    : store.unfollow(handle, caller.orgId(), register, number, caller.userId());
            if (!there) {
                throw missing(number);
            }
            return Answer.empty(204).wrote(true);
        });
    }

    private Problem missing(long number) {
        return Problem.problem(ProblemType.NOT_FOUND, register.id(number) + " does not exist");
    }
}
