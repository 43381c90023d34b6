using Gateway.Cli;
using Gateway.Configuration;
using Gateway.Endpoints;
using Gateway.Forwarding;
using Gateway.Health;
using Gateway.Runtime;
using Gateway.Telemetry;

return await GatewayCommand.Create(Build).Parse(args).InvokeAsync();

static WebApplication Build(GatewayConfig config, ConfigLocation location, string[] args)
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.WebHost.UseUrls(config.Listen.Data);
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        // The body has a limit of its own, whose answer says how to raise it.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxConcurrentConnections = config.Limits.ConcurrentConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    });
    builder.Logging.AddGatewayLogging();

    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddRuntime(config, location);
    builder.Services.AddForwarding();
    builder.Services.AddGatewayEndpoints();
    builder.Services.AddHostedService<DrainService>();

    var app = builder.Build();
    app.UseGatewayPipeline();
    app.MapGatewayEndpoints();
    app.MapHealth();
    return app;
}
