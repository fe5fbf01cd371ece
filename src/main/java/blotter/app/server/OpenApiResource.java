package blotter.app.server;

import blotter.platform.access.Public;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/// `/api/openapi.yaml`: the contract, as it was reviewed.
@Singleton
@Path("/api/openapi.yaml")
@Produces("application/yaml")
public class OpenApiResource {
    private final byte[] file;

    OpenApiResource() {
        try (var stream = Objects.requireNonNull(OpenApiResource.class.getResourceAsStream("/openapi.yaml"))) {
            this.file = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    @Public
    public Response get() {
        return Response.ok(file).header("Content-Type", "application/yaml").build();
    }
}
