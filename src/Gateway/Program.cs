using System.CommandLine;
using Gateway.Admin;
using Gateway.Alerts;
using Gateway.Attempts;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Cli;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Endpoints;
using Gateway.Health;
using Gateway.Health.Alerts;
using Gateway.Http;
using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Storage;
using Gateway.Pipeline;
using Gateway.Runtime;
using Gateway.Telemetry;

// The host handles signals itself. The parser's handling would end the process two seconds after a signal, even with open streams.
return await GatewayCommand.Create(Build).Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static WebApplication Build(ConfigSource source, ServerSecrets secrets, string[] args)
{
    var config = source.Config;
    // The host would watch its working folder, with all below it, for a changed appsettings.json. Where the data is below it too, each
    // write of journal and database would wake that watch.
    var builder = WebApplication.CreateSlimBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
    // The addresses come from the gateway's own configuration, where they were checked. Host settings must not add to them.
    builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "").UseSetting(WebHostDefaults.HttpPortsKey, "").UseSetting(
        WebHostDefaults.HttpsPortsKey, "");
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.Configure();
        kestrel.ListenOn(config.Listen, config.Limits);
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = static name => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            ? LengthEncoding.Digits
            : null;
        ServerLimits.Apply(kestrel.Limits);
    });
    var start = new StartLog();
    builder.Logging.AddGatewayLogging(builder.Configuration, start);
    builder.Services.AddSingleton(start);
    builder.AddTelemetry(config.Telemetry.Prometheus);

    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddStorage(secrets.Database);
    builder.Services.AddStoredKeys(secrets.Hasher);
    builder.Services.AddManagement();
    builder.Services.AddRuntime(source);
    builder.Services.AddForwarding();
    builder.Services.AddLedger(JournalOptions.From(config.Ledger, source.Location, secrets.Database), secrets.Database, config.Ledger);
    builder.Services.AddAccounting(config.Quotas, secrets.Database.Provider);
    builder.Services.AddGatewayEndpoints();
    builder.Services.AddHealth();
    builder.Services.AddAlerts(secrets.Database);
    builder.Services.AddAlertSources();
    builder.Services.AddAdmin();

    var app = builder.Build();
    app.Lifetime.ApplicationStarted.Register(start.Started);
    app.UseGatewayPipeline();
    app.UseAdminGate();
    app.MapGatewayEndpoints();
    app.MapHealth();
    app.MapAdmin();
    return app;
}
