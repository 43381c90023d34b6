using System.Net;
using System.Text.Json;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Models;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Endpoints;

/// <summary>Sets scripts, models and facts, and shows counts. Only clients on this machine may use it.</summary>
internal sealed class AdminEndpoint(BackendState state)
{
    private const string ModelsPrefix = "/models/";
    private const string FactsPrefix = "/facts/";

    public async Task HandleAsync(HttpContext http, PathString path)
    {
        // A script can hold requests and break connections, so clients that come through a proxy are refused.
        if (http.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
        {
            await RefuseAsync(http, 403, "Only clients on this machine may do this.");
            return;
        }
        switch (http.Request.Method, path.Value)
        {
            case ("GET", "/served"):
                await Replies.JsonAsync(http, 200, state.Counters.Snapshot());
                break;
            case ("GET", "/shares"):
                await Replies.JsonAsync(http, 200, state.Counters.Shares());
                break;
            case ("GET", "/asked"):
                await Replies.JsonAsync(http, 200, state.Asked.Snapshot());
                break;
            case ("PUT", "/listing"):
                await SetAsync(http, json => state.Listing.Set(ScriptJson.Read<ListingScript>(json)));
                break;
            case ("DELETE", "/listing"):
                state.Listing.Set(null);
                http.Response.StatusCode = 204;
                break;
            case ("PUT", "/models"):
                await SetAsync(http, json => state.Held.SetNames(Names(json)));
                break;
            default:
                await ForModelAsync(http, path);
                break;
        }
    }

    private async Task ForModelAsync(HttpContext http, PathString path)
    {
        switch (http.Request.Method, NameAfter(ModelsPrefix, path), NameAfter(FactsPrefix, path))
        {
            case ("PUT", { } model, _) when !state.Models.Contains(model):
                await RefuseAsync(http, 404, $"There is no model '{model}'. The models are: {string.Join(", ", state.Models)}.");
                break;
            case ("PUT", { } model, _):
                await SetAsync(http, json => state.Scripts.Set(model, ScriptJson.Read<ModelScript>(json)));
                break;
            case ("DELETE", { } model, _):
                state.Scripts.Clear(model);
                http.Response.StatusCode = 204;
                break;
            case ("PUT", _, { } model):
                await SetAsync(http, json => state.Held.Set(model, ScriptJson.Read<SimulatedModel>(json)));
                break;
            case ("DELETE", _, { } model):
                state.Held.Set(model, null);
                http.Response.StatusCode = 204;
                break;
            default:
                await RefuseAsync(http, 404, "There is nothing here. See docs/simulator.md.");
                break;
        }
    }

    private static async Task SetAsync(HttpContext http, Action<JsonElement> set)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            set(json.RootElement);
            http.Response.StatusCode = 204;
        }
        catch (JsonException e)
        {
            await RefuseAsync(http, 400, $"The body is not JSON: {e.Message}");
        }
        catch (ScriptException e)
        {
            await RefuseAsync(http, 400, e.Message);
        }
    }

    private static IEnumerable<string> Names(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? json.EnumerateArray().Select(name => name.GetString()!)
            : throw new ScriptException("The models must be a list of names.");

    // Kestrel keeps an escaped slash as it is, and many model names have one.
    private static string? NameAfter(string prefix, PathString path) =>
        path.Value is { } text && text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length
            ? text[prefix.Length..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
            : null;

    private static Task RefuseAsync(HttpContext http, int status, string message) =>
        Replies.JsonAsync(http, status, new { error = new { message } });
}
