using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>A rig with limits, and what the gateway says of them.</summary>
internal static class QuotaRig
{
    /// <summary>
    /// A price of the cloud's model that makes sums easy: one CNY for a million tokens, so a thousandth of a CNY for a thousand.
    /// </summary>
    public const string Price = """
        models:
          - { model: Qwen/Qwen3-Coder-30B-A3B-Instruct, price: { currency: CNY, input: 1, output: 1, asOf: 2026-11-24 } }
        """;

    public static async Task<Rig> StartAsync(
        string policy, string more = "", TimeProvider? time = null, string? place = null, TestDatabase? database = null,
        Action<IServiceCollection>? services = null)
    {
        var rig = await Rig.StartAsync(
            $"quotas:\n  policies: [ {policy} ]\n{Indent(more)}\n{Price}\n{database?.YamlWithKey}", time: time, place: place,
            services: services);
        rig.Client.DefaultRequestHeaders.Authorization = database is null ? null : new("Bearer", TestDatabase.Key);
        return rig;
    }

    /// <summary>A chat of one answer token by the simulator's count.</summary>
    public static async Task<(int Status, JsonNode Body, HttpResponseMessage Response)> AskAsync(
        this Rig rig, string model, int? maxTokens = null)
    {
        var response = await rig.ChatAsync(model, more: maxTokens is { } most ? new JsonObject { ["max_tokens"] = most } : null);
        return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!, response);
    }

    /// <summary>What <c>GET /v1/usage/limits</c> says of one limit.</summary>
    public static async Task<JsonNode> LimitAsync(this Rig rig, string limit)
    {
        var limits = await rig.Client.GetFromJsonAsync<JsonNode>("/v1/usage/limits");
        return limits!["data"]!.AsArray().Single(l => (string?)l!["limit"] == limit)!;
    }

    private static string Indent(string more) => more.Length == 0 ? "" : "  " + more.ReplaceLineEndings("\n  ");
}
