using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A gateway with stored keys of every role in two teams, asked at its admin's address.</summary>
internal sealed class AdminRig : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly HttpClient _client;
    private int _made;

    private AdminRig(TestDatabase database, TestGateway gateway)
    {
        (_database, Gateway) = (database, gateway);
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = gateway.AdminUrl };
    }

    public required FakeTimeProvider Time { get; init; }

    public TestGateway Gateway { get; }

    public ShownKey Admin { get; private set; } = null!;

    /// <summary>Lead of team A.</summary>
    public ShownKey Lead { get; private set; } = null!;

    /// <summary>Member of team A.</summary>
    public ShownKey Member { get; private set; } = null!;

    /// <summary>Member of team B.</summary>
    public ShownKey Stranger { get; private set; } = null!;

    public static async Task<AdminRig> StartAsync(string yaml = "", Action<IServiceCollection>? services = null)
    {
        var database = await TestDatabase.CreateAsync("sqlite", null!);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        var gateway = TestGateway.Start(database.Yaml + "\n" + yaml, time, services: s =>
        {
            s.AddSingleton<OneTimeNotice>(new SilentNotice());
            services?.Invoke(s);
        });
        var rig = new AdminRig(database, gateway) { Time = time };
        rig.Admin = await rig.KeyAsync(KeyRole.Admin, null, "root");
        rig.Lead = await rig.KeyAsync(KeyRole.Lead, "A", "lea");
        rig.Member = await rig.KeyAsync(KeyRole.Member, "A", "ann");
        rig.Stranger = await rig.KeyAsync(KeyRole.Member, "B", "bob");
        return rig;
    }

    /// <summary>Another key of a role, team and owner.</summary>
    public Task<ShownKey> KeyAsync(KeyRole role, string? team, string? owner, Func<KeySpec, KeySpec>? more = null) =>
        Gateway.NewKeyAsync((more ?? (static s => s))(new KeySpec { Name = $"key-{++_made}", Role = role, Team = team, Owner = owner }));

    public string NewName() => $"new-{++_made}";

    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? key, JsonNode? body = null, string? version = "*")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), null, "application/json");
        }

        if (version is not null && method is "PATCH" or "DELETE")
        {
            request.Headers.TryAddWithoutValidation("If-Match", version);
        }

        return await _client.SendAsync(request);
    }

    /// <summary>A request that must succeed, as JSON.</summary>
    public async Task<JsonNode> AskAsync(string method, string path, string? key, JsonNode? body = null, string? version = "*")
    {
        using var response = await SendAsync(method, path, key, body, version);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>A request that must be refused, as the error.</summary>
    public async Task<JsonNode> RefusedAsync(
        int status, string method, string path, string? key, JsonNode? body = null, string? version = "*")
    {
        using var response = await SendAsync(method, path, key, body, version);
        return await response.ErrorAsync(status);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Gateway.DisposeAsync();
        _database.Dispose();
    }
}
