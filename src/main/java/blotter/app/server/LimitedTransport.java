package blotter.app.server;

import blotter.platform.http.ConnectionLimits;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import jakarta.enterprise.inject.spi.CDI;
import java.net.InetSocketAddress;

/// Closes connections beyond the limits right after accepting them, before they use memory. Quarkus has no limit
/// per address and no other hook for one. Public for `ServiceLoader`.
public final class LimitedTransport extends JDKTransport {
    /// Called by Vert.x.
    public LimitedTransport() {}

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        var limits = CDI.current().select(ConnectionLimits.class).get();
        bootstrap.handler(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object accepted) {
                if (accepted instanceof Channel connection
                        && connection.remoteAddress() instanceof InetSocketAddress remote) {
                    if (!limits.opened(remote.getAddress())) {
                        connection.unsafe().closeForcibly();
                        return;
                    }
                    connection.closeFuture().addListener(closed -> limits.closed(remote.getAddress()));
                }
                context.fireChannelRead(accepted);
            }
        });
    }
}
