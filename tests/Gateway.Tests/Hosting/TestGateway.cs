using Gateway.Authentication;
using Gateway.Health;
using Gateway.Ledger;
using Gateway.Telemetry;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>A whole gateway on a real socket, with a configuration of the test's.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly Factory _factory;
    private readonly string? _ownFolder;

    private TestGateway(Factory factory, string folder, bool isOwn)
    {
        _factory = factory;
        _ownFolder = isOwn ? folder : null;
        ConfigPath = Path.Combine(folder, "gateway.yaml");
    }

    public string ConfigPath { get; }

    public required Uri Url { get; init; }

    /// <summary>The admin's address.</summary>
    public required Uri AdminUrl { get; init; }

    public required HttpClient Client { get; init; }

    public CapturedLog Log => _factory.Log;

    public IServiceProvider Services => _factory.Services;

    /// <param name="yaml">The configuration without its listen section.</param>
    /// <param name="time">A clock instead of the system's.</param>
    /// <param name="drains">Whether it stops as in production, with a second of notice first.</param>
    /// <param name="services">Changes to what the gateway is made of.</param>
    /// <param name="variables">What is set in its environment.</param>
    /// <param name="place">The folder of its files, which stays; null: one of its own.</param>
    public static TestGateway Start(
        string yaml,
        TimeProvider? time = null,
        bool drains = false,
        Action<IServiceCollection>? services = null,
        IReadOnlyDictionary<string, string>? variables = null,
        string? place = null)
    {
        var folder = place ?? Directory.CreateTempSubdirectory("gateway-test-").FullName;
        var path = Path.Combine(folder, "gateway.yaml");
        File.WriteAllText(path, "listen: { data: \"http://127.0.0.1:0\", admin: \"http://127.0.0.1:0\" }\n" + yaml);
        var factory = new Factory(path, time, drains, services, variables);
        factory.UseKestrel(static _ => { });
        factory.StartServer();
        var addresses = factory.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>();
        var url = new Uri(addresses.Addresses.First());
        return new TestGateway(factory, folder, isOwn: place is null)
        {
            Url = url,
            AdminUrl = new Uri(addresses.Addresses.Last()),
            // A client that leaves closes its connection at once, and does not read on for two seconds first.
            Client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero, UseProxy = false })
            {
                BaseAddress = url,
                Timeout = TimeSpan.FromSeconds(60),
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _factory.DisposeAsync();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }

    private sealed class Factory(
        string path, TimeProvider? time, bool drains, Action<IServiceCollection>? changes,
        IReadOnlyDictionary<string, string>? variables) : WebApplicationFactory<Program>
    {
        public CapturedLog Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("config", path);
            foreach (var (name, value) in variables ?? new Dictionary<string, string>())
            {
                builder.UseSetting(name, value);
            }

            builder.ConfigureLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
            builder.ConfigureTestServices(services =>
            {
                // What is logged is kept, not shown; what is exported stays so.
                services.Remove(services.Single(s => s.ImplementationType == typeof(ConsoleLog)));
                services.AddSingleton<OneTimeNotice>(new SilentNotice());
                // How busy the machine of the tests is decides nothing in them.
                services.AddSingleton(new WriterOptions { IsBusy = static _ => false });
                if (!drains)
                {
                    services.Remove(services.Single(s => s.ImplementationType == typeof(DrainService)));
                }

                if (time is not null)
                {
                    services.AddSingleton(time);
                }

                changes?.Invoke(services);
            });
        }
    }
}
