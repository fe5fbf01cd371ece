package blotter.register.link;

import blotter.platform.access.Caller;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.http.Parameter;
import blotter.platform.idempotency.Transactions;
import blotter.register.change.Links;
import jakarta.ws.rs.core.Response;
import org.jdbi.v3.core.Handle;

/// Linking and unlinking, from either side.
final class LinkOperations {
    private final Exchange exchange;
    private final Transactions transactions;
    private final Links links;

    LinkOperations(Exchange exchange, Transactions transactions, Links links) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.links = links;
    }

    Response link(Parameter<Long> incident, Parameter<Long> risk) {
        return run(incident, risk, links::link);
    }

    Response unlink(Parameter<Long> incident, Parameter<Long> risk) {
        return run(incident, risk, links::unlink);
    }

    @FunctionalInterface
    private interface Work {
        boolean run(Handle handle, Caller caller, long incident, long risk);
    }

    private Response run(Parameter<Long> incident, Parameter<Long> risk, Work work) {
        exchange.takesNoQuery(incident, risk);
        var caller = exchange.caller();
        return transactions.run(
                exchange, handle -> Answer.empty(204).wrote(work.run(handle, caller, incident.value(), risk.value())));
    }
}
