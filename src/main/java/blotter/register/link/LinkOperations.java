package blotter.register.link;

import blotter.platform.access.Caller;
import blotter.platform.http.Answer;
import blotter.platform.http.Exchange;
import blotter.platform.idempotency.Writes;
import blotter.platform.problem.Faults;
import blotter.register.change.Links;
import blotter.register.change.Register;
import jakarta.ws.rs.core.Response;
import org.jdbi.v3.core.Handle;

/// Linking and unlinking, from either side.
final class LinkOperations {
    private final Exchange exchange;
    private final Writes writes;
    private final Links links;

    LinkOperations(Exchange exchange, Writes writes, Links links) {
        this.exchange = exchange;
        this.writes = writes;
        this.links = links;
    }

    /// A side of a link, from the path.
    record Named(String parameter, Register register, String id) {
        private long number(Faults faults) {
            var number = register.number(id);
            if (number == null) {
                faults.add(parameter, "invalid_format", id, register.idExpected());
                return 0;
            }
            return number;
        }
    }

    Response link(Named incident, Named risk) {
        return run(incident, risk, links::link);
    }

    Response unlink(Named incident, Named risk) {
        return run(incident, risk, links::unlink);
    }

    @FunctionalInterface
    private interface Work {
        boolean run(Handle handle, Caller caller, long incident, long risk);
    }

    private Response run(Named incident, Named risk, Work work) {
        var faults = new Faults();
        exchange.takesNoQuery(faults);
        long incidentNumber = incident.number(faults);
        long riskNumber = risk.number(faults);
        faults.throwIfAny();
        var caller = exchange.caller();
        return writes.run(
                exchange,
                new byte[0],
                handle -> Answer.empty(204).wrote(work.run(handle, caller, incidentNumber, riskNumber)));
    }
}
