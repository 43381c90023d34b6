using System.Net;
using System.Text.Json;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Endpoints;

/// <summary>Sets scripts and shows counts, for clients on this machine only.</summary>
internal sealed class AdminEndpoint(BackendState state)
{
    private const string ModelsPrefix = "/models/";

    public async Task HandleAsync(HttpContext http, PathString path)
    {
        // A script can hold requests and break connections, so it is not for whoever reaches the port through a proxy.
        if (http.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
        {
            await RefuseAsync(http, 403, "Only clients on this machine may do this.");
            return;
        }
        var model = ModelOf(path);
        switch (http.Request.Method)
        {
            case "GET" when path == "/served":
                await Replies.JsonAsync(http, 200, state.Counters.Snapshot());
                break;
            case "PUT" when model is not null:
                await SetAsync(http, model);
                break;
            case "DELETE" when model is not null:
                state.Scripts.Clear(model);
                http.Response.StatusCode = 204;
                break;
            default:
                await RefuseAsync(http, 404, "There is nothing here. See docs/simulator.md.");
                break;
        }
    }

    private async Task SetAsync(HttpContext http, string model)
    {
        if (!state.Models.Contains(model))
        {
            await RefuseAsync(http, 404, $"There is no model '{model}'. The models are: {string.Join(", ", state.Models)}.");
            return;
        }
        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            state.Scripts.Set(model, ScriptJson.Read(json.RootElement));
            http.Response.StatusCode = 204;
        }
        catch (JsonException e)
        {
            await RefuseAsync(http, 400, $"The script is not JSON: {e.Message}");
        }
        catch (ScriptException e)
        {
            await RefuseAsync(http, 400, e.Message);
        }
    }

    // Kestrel leaves an escaped slash as it is, and many model names have one.
    private static string? ModelOf(PathString path) =>
        path.Value is { } text && text.StartsWith(ModelsPrefix, StringComparison.Ordinal) && text.Length > ModelsPrefix.Length
            ? text[ModelsPrefix.Length..].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
            : null;

    private static Task RefuseAsync(HttpContext http, int status, string message) =>
        Replies.JsonAsync(http, status, new { error = new { message } });
}
