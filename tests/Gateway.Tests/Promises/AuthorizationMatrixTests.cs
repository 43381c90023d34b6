using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Admin;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Ledger.Captures;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store.Tables;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>Checks roles against routes, for own and foreign objects. It covers every route: one without a row here fails.</summary>
public sealed class AuthorizationMatrixTests
{
    // Without a key and with a wrong one it is always 401. "Own" of a lead is a member's thing of its team.
    private static readonly Dictionary<string, Row> Rows = new()
    {
        //                                       member      lead        admin
        //                                       own foreign own foreign any
        ["GET /admin/v1/backends"] = new(403, 403, 403, 403, 200),
        ["GET /admin/v1/backends/{name}"] = new(403, 403, 403, 403, 200),
        ["GET /admin/v1/health"] = new(403, 403, 403, 403, 200),
        ["GET /admin/v1/keys"] = new(200, 200, 200, 200, 200),
        ["POST /admin/v1/keys"] = new(403, 403, 201, 403, 201),
        ["GET /admin/v1/keys/{id}"] = new(200, 404, 200, 404, 200),
        ["PATCH /admin/v1/keys/{id}"] = new(403, 403, 200, 404, 200),
        ["POST /admin/v1/keys/{id}/revoke"] = new(200, 404, 200, 404, 200),
        ["POST /admin/v1/keys/{id}/rotate"] = new(200, 404, 200, 404, 200),
        ["GET /admin/v1/teams"] = new(200, 200, 200, 200, 200),
        ["POST /admin/v1/teams"] = new(403, 403, 403, 403, 201),
        ["GET /admin/v1/teams/{name}"] = new(200, 404, 200, 404, 200),
        ["PATCH /admin/v1/teams/{name}"] = new(403, 403, 403, 403, 200),
        ["DELETE /admin/v1/teams/{name}"] = new(403, 403, 403, 403, 200),
        ["GET /admin/v1/quotas"] = new(403, 403, 403, 403, 200),
        ["POST /admin/v1/quotas"] = new(403, 403, 403, 403, 201),
        ["GET /admin/v1/quotas/{name}"] = new(403, 403, 403, 403, 200),
        ["PATCH /admin/v1/quotas/{name}"] = new(403, 403, 403, 403, 200),
        ["DELETE /admin/v1/quotas/{name}"] = new(403, 403, 403, 403, 200),
        ["GET /admin/v1/audit"] = new(403, 403, 403, 403, 200),
        ["GET /admin/v1/audit/verify"] = new(403, 403, 403, 403, 200),
        // Whose usage is told is in UsageOfOthersTests.
        ["GET /admin/v1/usage"] = new(200, 200, 200, 200, 200),
        ["GET /admin/v1/usage/requests"] = new(200, 200, 200, 200, 200),
        ["GET /admin/v1/usage/export"] = new(200, 200, 200, 200, 200),
        // What people wrote is told to admins alone.
        ["GET /admin/v1/usage/requests/{id}/capture"] = new(403, 403, 403, 403, 200),
        ["GET /admin/v1/openapi.json"] = new(200, 200, 200, 200, 200),
        // Everyone of this machine's, with whatever key or none.
        ["GET /metrics"] = new(200, 200, 200, 200, 200) { Nobody = 200 },
    };

    // What a lead may set of a key, and to what not. A new field must be put into one of them.
    private static readonly string[] LeadSets = [
        "name", "owner", "tags", "models", "networks", "localOnly", "disabled", "reasoning", "tools", "expires", "limits"
    ];

    private static readonly Dictionary<string, JsonNode> LeadMustNot = new() { ["role"] = "admin", ["team"] = "B", ["onBehalfOf"] = true };

    [Fact]
    public async Task EveryRoute_ServesWhomItsRowSays()
    {
        await using var rig = await AdminRig.StartAsync("backends: [ { name: x, provider: openai, url: 'http://127.0.0.1:1' } ]");
        await rig.AskAsync("POST", "/admin/v1/teams", rig.Admin.Secret, new JsonObject { ["name"] = "A" });
        await rig.AskAsync("POST", "/admin/v1/teams", rig.Admin.Secret, new JsonObject { ["name"] = "B" });
        var routes = Routes(rig).ToList();
        Assert.Equal(Rows.Keys.Order(), routes.Select(r => $"{r.Method} {r.Path}").Order());

        var wrong = new StringBuilder();
        foreach (var route in routes)
        {
            var row = Rows[$"{route.Method} {route.Path}"];
            foreach (var (caller, whose, status) in new (ShownKey?, string, int)[]
            {
                (null, "own", row.Nobody), (null, "wrong", row.Nobody), (rig.Member, "own", row.MemberOwn),
                (rig.Member, "foreign", row.MemberForeign),
                (rig.Lead, "own", row.LeadOwn), (rig.Lead, "foreign", row.LeadForeign), (rig.Admin, "foreign", row.Admin),
            })
            {
                var (path, body) = await RequestAsync(rig, route, whose, caller == rig.Admin);
                using var response = await rig.SendAsync(
                    route.Method, path, whose == "wrong" ? "sk-gw-00000000-wrong" : caller?.Secret, body);
                if ((int)response.StatusCode != status)
                {
                    wrong.AppendLine(
                        CultureInfo.InvariantCulture,
                        $"{route.Method} {path} of {caller?.Key.Role.ToString() ?? whose} ({whose}): {(int)response.StatusCode}, not "
                        + $"{status}. {await response.Content.ReadAsStringAsync()}");
                }

                // Five wrong keys in a minute are too many.
                rig.Time.Advance(TimeSpan.FromSeconds(30));
            }
        }

        Assert.Equal("", wrong.ToString());
    }

    [Fact]
    public async Task NoRoute_TakesAFieldThatItsCallerMayNotSet()
    {
        await using var rig = await AdminRig.StartAsync();
        var wrong = new StringBuilder();
        foreach (var route in Routes(rig).Where(r => r.Fields is not null))
        {
            var open = route.Fields!.ToHashSet();
            var things = new[]
            {
                route.Thing!, typeof(KeyRow), typeof(TeamRow), typeof(PolicyRow)
            };
            var closed =
                things.SelectMany(t => t.GetProperties()).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Append("admin")
                    .Append("permissions").Distinct().Except(open);
            foreach (var field in closed)
            {
                var (path, body) = await RequestAsync(rig, route, "own", isAdmin: true);
                body![field] = "x";
                using var response = await rig.SendAsync(route.Method, path, rig.Admin.Secret, body);
                if ((int)response.StatusCode != 400)
                {
                    wrong.AppendLine(
                        CultureInfo.InvariantCulture, $"{route.Method} {route.Path} takes '{field}': {(int)response.StatusCode}");
                }
            }
        }

        Assert.Equal("", wrong.ToString());
    }

    [Fact]
    public async Task Lead_SetsNothingOfAKeyThatReachesBeyondItself()
    {
        await using var rig = await AdminRig.StartAsync();
        Assert.Equal(KeyFields.Names.Order(), LeadSets.Concat(LeadMustNot.Keys).Order());
        foreach (var (field, value) in LeadMustNot)
        {
            var key = await rig.KeyAsync(KeyRole.Member, "A", "ann");
            await rig.RefusedAsync(
                403, "PATCH", $"/admin/v1/keys/{key.Key.Id}", rig.Lead.Secret, new JsonObject { [field] = value.DeepClone() });
            await rig.RefusedAsync(
                403, "POST", "/admin/v1/keys", rig.Lead.Secret, new JsonObject { ["name"] = rig.NewName(), [field] = value.DeepClone() });
            Assert.Equal(1, (long)(await rig.AskAsync("GET", $"/admin/v1/keys/{key.Key.Id}", rig.Admin.Secret))["version"]!);
        }
    }

    [Fact]
    public async Task Route_WithoutARule_IsRefusedToEveryone()
    {
        await using var gateway = TestGateway.Start(
            "", services: static s => s.AddSingleton<Microsoft.AspNetCore.Hosting.IStartupFilter>(new Forgotten()));
        using var client = new HttpClient { BaseAddress = gateway.AdminUrl };
        using var response = await client.GetAsync(new Uri("/admin/v1/forgotten", UriKind.Relative));
        Assert.Equal("not_allowed", (string?)(await response.ErrorAsync(403))["code"]);
    }

    private static IEnumerable<AdminRoute> Routes(AdminRig rig)
    {
        var endpoints = rig.Gateway.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(
                e => e.RoutePattern.RawText!.StartsWith("/admin", StringComparison.OrdinalIgnoreCase)
                    || e.RoutePattern.RawText == "/metrics").ToList();
        Assert.NotEmpty(endpoints);
        foreach (var endpoint in endpoints)
        {
            var rule = endpoint.Metadata.GetMetadata<AdminRoute>();
            Assert.True(rule is not null, $"{endpoint.RoutePattern.RawText} has no rule.");
            Assert.Equal(rule.Methods, endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods);
            yield return rule;
        }
    }

    // A request that would succeed, if only the caller may: on a fresh thing of the caller's own or of somebody else's.
    private static async Task<(string Path, JsonNode? Body)> RequestAsync(AdminRig rig, AdminRoute route, string whose, bool isAdmin)
    {
        var team = whose == "foreign" ? "B" : "A";
        var path = route.Path;
        if (path.EndsWith("/capture", StringComparison.Ordinal))
        {
            var capture = new CapturedRequest { Request = Guid.CreateVersion7(), CountedAt = 1, Key = "k", Route = "Kept", Body = [] };
            await rig.Gateway.Services.GetRequiredService<CaptureStore>().WriteAsync([capture], default);
            path = path.Replace("{id}", $"{capture.Request:N}", StringComparison.Ordinal);
        }

        if (path.Contains("{id}", StringComparison.Ordinal))
        {
            var key = await rig.KeyAsync(KeyRole.Member, team, whose == "foreign" ? "bob" : "ann");
            path = path.Replace("{id}", key.Key.Id, StringComparison.Ordinal);
        }

        var kind = path.Split('/').ElementAtOrDefault(3);
        if (path.Contains("{name}", StringComparison.Ordinal))
        {
            var name = kind == "backends" ? "x" : kind == "teams" && !isAdmin ? team : rig.NewName();
            if (kind is "teams" or "quotas" && name.StartsWith("new", StringComparison.Ordinal))
            {
                await rig.AskAsync("POST", $"/admin/v1/{kind}", rig.Admin.Secret, Body(kind!, name));
            }

            path = path.Replace("{name}", name, StringComparison.Ordinal);
        }

        var body = route switch
        {
            { Fields: null } => null,
            { Method: "PATCH" } => new JsonObject { ["limits"] = new JsonObject { ["concurrent"] = 3 } },
            _ when kind == "keys" => new JsonObject { ["name"] = rig.NewName(), ["team"] = team },
            _ => Body(kind!, rig.NewName()),
        };
        return (path, body);
    }

    private static JsonObject Body(string kind, string name) => kind == "quotas"
        ? new JsonObject { ["name"] = name, ["per"] = "team", ["limits"] = new JsonObject { ["requestsPerMinute"] = 60 } }
        : new JsonObject { ["name"] = name };

    private sealed record Row(int MemberOwn, int MemberForeign, int LeadOwn, int LeadForeign, int Admin)
    {
        public int Nobody { get; init; } = 401;
    }

    private sealed class Forgotten : Microsoft.AspNetCore.Hosting.IStartupFilter
    {
        public Action<Microsoft.AspNetCore.Builder.IApplicationBuilder> Configure(
            Action<Microsoft.AspNetCore.Builder.IApplicationBuilder> next) => app =>
        {
            next(app);
            if (app.Properties.TryGetValue("__EndpointRouteBuilder", out var routes))
            {
                Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(
                    (IEndpointRouteBuilder)routes!, "/admin/v1/forgotten", static () => "open");
            }
        };
    }
}
