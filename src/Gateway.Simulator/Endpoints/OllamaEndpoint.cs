using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Dialects;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Endpoints;

/// <summary>Ollama's own paths, two of which others imitate.</summary>
internal sealed class OllamaEndpoint(BackendState state)
{
    private readonly OllamaDialect? _ollama = state.Dialect as OllamaDialect;

    /// <returns>Null when the backend has nothing at this address.</returns>
    public Task? Answer(HttpContext http) => (http.Request.Method, http.Request.Path.Value) switch
    {
        ("GET" or "HEAD", "/") when _ollama is not null => Replies.TextAsync(http, "Ollama is running"),
        ("GET" or "HEAD", "/api/version") when _ollama is not null => Replies.JsonAsync(http, 200, new { version = _ollama.Version }),
        ("GET" or "HEAD", "/api/tags") when IsKnown => ListAsync(http, state.Held.All.Select(m => OllamaTags.Tag(m, IsTalkative))),
        ("GET", "/api/ps") when _ollama is not null => ListAsync(http, Running()),
        ("POST", "/api/show") when IsKnown => ShowAsync(http),
        ("POST", "/api/generate") when _ollama is not null => PreloadAsync(http),
        _ => null,
    };

    private bool IsKnown => _ollama is not null || state.Options.AlsoAnswersApiTags;

    // Those who imitate it imitate its older version.
    private bool IsTalkative => _ollama is { TagsHaveCapabilities: true };

    private IEnumerable<JsonObject> Running() =>
        from warm in state.Loaded
        let model = state.Held.Find(warm.Name)
        where model is { RemoteHost: null }
        select OllamaTags.Running(model, warm.ExpiresAt, IsTalkative);

    private Task ListAsync(HttpContext http, IEnumerable<JsonObject> items) =>
        Authorization.Refuse(http, state) is { } refusal
            ? Replies.ErrorAsync(http, refusal)
            : Replies.ErrorAsync(http, new ErrorAnswer(200, new JsonObject { ["models"] = new JsonArray([.. items]) }.ToJsonString()));

    private async Task ShowAsync(HttpContext http)
    {
        var name = await NameAsync(http);
        var answer = (Authorization.Refuse(http, state), name, state.Held.Find(name)) switch
        {
            ({ } refusal, _, _) => refusal,
            (_, null, _) => new ErrorAnswer(400, ErrorBody.Text("model is required")),
            (_, _, null) => new ErrorAnswer(404, ErrorBody.Text($"model '{name}' not found")),
            (_, _, ModelFacts model) => new ErrorAnswer(200, OllamaShow.Of(model).ToJsonString()),
        };
        await Replies.ErrorAsync(http, answer);
    }

    // Without a prompt, which is all that is imitated of it: the model is loaded, in silence as for a chat.
    private async Task PreloadAsync(HttpContext http)
    {
        var name = await NameAsync(http);
        if (Authorization.Refuse(http, state) is { } refusal)
        {
            await Replies.ErrorAsync(http, refusal);
            return;
        }
        if (state.Held.Find(name) is not { } model)
        {
            await Replies.ErrorAsync(http, new ErrorAnswer(404, ErrorBody.Text($"model '{name}' not found")));
            return;
        }
        if (state.IsCold(model) && state.Scripts.For(model.Name, null).ColdLoadMs is > 0 and var load)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(load), state.Time, http.RequestAborted);
        }
        state.Use(model);
        await Replies.JsonAsync(http, 200, new
        {
            model = model.Name,
            created_at = state.Time.GetUtcNow(),
            response = "",
            done = true,
            done_reason = "load",
        });
    }

    // The older clients call it name.
    private static async Task<string?> NameAsync(HttpContext http)
    {
        try
        {
            var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
            var named = (body?["model"] ?? body?["name"]) as JsonValue;
            return named?.TryGetValue<string>(out var name) == true && name.Length > 0 ? name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
