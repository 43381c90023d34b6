using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Gateway.Admin;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Gateway.Tests.Promises.Running;

/// <summary>While the database is away, operations that need it fail as such, and requests are not held up.</summary>
[Collection("PostgreSQL")]
public sealed class StorageAwayTests(PostgresServer server)
{
    [Fact]
    public async Task EveryRoute_WhileTheDatabaseIsAway_Is503WithRetryAfter_OrAnswersFromMemory()
    {
        await using var own = new PostgresServer();
        await own.InitializeAsync();
        using var database = await TestDatabase.CreateAsync("postgresql", own);
        await using var gateway = TestGateway.Start(
            database.Yaml, services: static s => s.AddSingleton<Gateway.Authentication.OneTimeNotice>(new SilentNotice()));
        var admin = await gateway.NewKeyAsync(new KeySpec { Name = "root", Role = KeyRole.Admin });
        await gateway.KeepAsync(UsageSamples.Record("2026-11-20T08:00:00Z"));
        await own.StopAsync();

        var routes =
            gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(static e => e.Metadata.GetMetadata<AdminRoute>())
                .OfType<AdminRoute>().ToList();
        Assert.True(routes.Count > 20);
        var away = 0;
        foreach (var route in routes)
        {
            var path = route.Path.Replace(
                "{id}", route.Path.Contains("capture", StringComparison.Ordinal) ? $"{Guid.CreateVersion7():N}" : admin.Key.Id,
                StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal);
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), new Uri(gateway.AdminUrl, path));
            request.Headers.TryAddWithoutValidation("If-Match", "*");
            request.Content = route.Method is "GET" ? null : new StringContent("""{"name":"x"}""", null, "application/json");
            away += await CheckAsync(gateway, request, admin.Secret, route.ToString()) ? 1 : 0;
        }

        foreach (var path in new[] { "/v1/usage", "/v1/usage/limits" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Url, path));
            away += await CheckAsync(gateway, request, admin.Secret, path) ? 1 : 0;
        }

        Assert.InRange(away, 10, int.MaxValue);
    }

    [Fact]
    public async Task SixtyReportsAtOnce_LeaveConnectionsForTheRest()
    {
        using var database = await TestDatabase.CreateAsync("postgresql", server);
        await using var gateway = TestGateway.Start(
            database.Yaml, services: static s => s.AddSingleton<Gateway.Authentication.OneTimeNotice>(new SilentNotice()));
        var admin = await gateway.NewKeyAsync(new KeySpec { Name = "root", Role = KeyRole.Admin });
        await gateway.KeepAsync(UsageSamples.Record("2026-11-20T08:00:00Z"));
        await using var other = NpgsqlDataSource.Create(await File.ReadAllTextAsync(database.Config.Connection!.File!));
        await using var connection = await other.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var table in new[] { "usage_records", "usage_groups", "usage_sums" })
        {
            await using var command = new NpgsqlCommand(
                $"DO $$ BEGIN IF to_regclass('{table}') IS NOT NULL THEN LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; END IF; END $$",
                connection, transaction);
            await command.ExecuteNonQueryAsync();
        }

        using var client = new HttpClient
        {
            BaseAddress = gateway.AdminUrl,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", admin.Secret) }
        };
        var paths = new[]
        {
            "/admin/v1/usage?from=2026-11-01&to=2026-11-30", "/admin/v1/usage/requests?from=2026-11-01&to=2026-11-30",
            "/admin/v1/usage/export?of=requests&from=2026-11-01&to=2026-11-30"
        };
        var reports = Enumerable.Range(0, 60).Select(i => client.GetAsync(new Uri(paths[i % 3], UriKind.Relative))).ToList();
        await WaitUntil.TrueAsync(async () => await WaitingAsync(other) >= 4);
        using var content = new StringContent("""{"name":"made-meanwhile"}""", null, "application/json");
        using var made = await client.PostAsync(new Uri("/admin/v1/keys", UriKind.Relative), content);
        Assert.Equal(201, (int)made.StatusCode);
        Assert.InRange(await WaitingAsync(other), 4, 5);

        await transaction.RollbackAsync();
        foreach (var report in await Task.WhenAll(reports))
        {
            Assert.Equal(200, (int)report.StatusCode);
            report.Dispose();
        }
    }

    private static async Task<bool> CheckAsync(TestGateway gateway, HttpRequestMessage request, string key, string what)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await gateway.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if ((int)response.StatusCode < 500)
        {
            return false;
        }

        Assert.True((int)response.StatusCode == 503, $"{what}: {(int)response.StatusCode} {text}");
        Assert.Equal("storage_unavailable", (string?)JsonNode.Parse(text)!["error"]!["code"]);
        Assert.NotNull(response.Headers.RetryAfter);
        return true;
    }

    private static async Task<long> WaitingAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
