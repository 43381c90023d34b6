using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.Ollama;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Json;
using Gateway.Simulator.Models;

namespace Gateway.Simulator.Endpoints;

/// <summary>Answers Ollama's own paths, two of which other servers imitate.</summary>
internal sealed class OllamaEndpoint(BackendState state)
{
    private const string OneModel = "/v1/models/";
    private readonly OllamaCallEndpoint _calls = new(state);
    private readonly OllamaDialect? _ollama = state.Dialect as OllamaDialect;

    /// <returns>Null when the backend has nothing at this address.</returns>
    public Task? Answer(HttpContext http) => (http.Request.Method, http.Request.Path.Value) switch
    {
        ("GET" or "HEAD", "/") when _ollama is not null => Replies.TextAsync(http, "Ollama is running"),
        ("GET" or "HEAD", "/api/version") when _ollama is not null =>
            Replies.JsonAsync(http, 200, new { version = state.Options.OllamaVersion ?? _ollama.Version }),
        ("GET" or "HEAD", "/api/tags") when IsKnown => ListAsync(http, state.Held.All.Select(m => OllamaTags.Tag(m, IsTalkative))),
        ("GET", "/api/ps") when _ollama is not null => ListAsync(http, Running()),
        ("POST", "/api/show") when IsKnown => ShowAsync(http),
        ("POST", "/api/generate") when _ollama is not null => _calls.AnswerAsync(http, isChat: false),
        ("POST", "/api/chat") when _ollama is not null => _calls.AnswerAsync(http, isChat: true),
        (not "POST", "/v1/chat/completions" or "/api/chat" or "/api/generate") when _ollama is not null => OnlyPostAsync(http),
        ("GET", { } path) when _ollama is not null && path.StartsWith(OneModel, StringComparison.Ordinal) =>
            OneAsync(http, path[OneModel.Length..]),
        ("POST", "/v1/audio/transcriptions") when _ollama is not null => Replies.ErrorAsync(http, _ollama.Error("noForm")),
        _ => null,
    };

    private bool IsKnown => _ollama is not null || state.Options.AlsoAnswersApiTags;

    // Imitators imitate its older version.
    private bool IsTalkative => _ollama is { TagsHaveCapabilities: true };

    private IEnumerable<JsonObject> Running() =>
        state.Loaded.Where(loaded => loaded.Model.RemoteHost is null).Select(OllamaTags.Running);

    private Task ListAsync(HttpContext http, IEnumerable<JsonObject> items) =>
        Authorization.Refuse(http, state) is { } refusal
            ? Replies.ErrorAsync(http, refusal)
            : Replies.ErrorAsync(http, new ErrorAnswer(200, new JsonObject { ["models"] = new JsonArray([.. items]) }.ToJsonString()));

    private async Task ShowAsync(HttpContext http)
    {
        var name = await NameAsync(http);
        var answer = (Authorization.Refuse(http, state), name, state.Find(name)) switch
        {
            ({ } refusal, _, _) => refusal,
            (_, null, _) => new ErrorAnswer(400, ErrorBody.Text("model is required")),
            (_, _, null) => new ErrorAnswer(404, ErrorBody.Text(NotFound(name))),
            (_, _, ModelFacts model) => new ErrorAnswer(200, OllamaShow.Of(model).ToJsonString()),
        };
        await Replies.ErrorAsync(http, answer);
    }

    private Task OneAsync(HttpContext http, string name) => Authorization.Refuse(http, state) is { } refusal
        ? Replies.ErrorAsync(http, refusal)
        : state.Find(name) is not { } model ? Replies.ErrorAsync(http, state.Dialect.Error("modelNotFound", name))
        : Replies.SendAsync(http, 200, "application/json", Encoding.UTF8.GetString(new JsonBuffer().Write(
            writer => state.Dialect.WriteModel(writer, model, state)).Span));

    private static Task OnlyPostAsync(HttpContext http)
    {
        http.Response.Headers.Allow = "POST";
        return Replies.ErrorAsync(http, new ErrorAnswer(405, "405 method not allowed") { ContentType = "text/plain" });
    }

    private static string NotFound(string? name) =>
        $"model '{name}{(name?.Contains(':', StringComparison.Ordinal) == true ? "" : ":latest")}' not found";

    // Older clients write "name".
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
