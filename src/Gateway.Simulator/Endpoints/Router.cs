using Gateway.Simulator.Backends;
using Gateway.Simulator.Dialects.LlamaCpp;
using Gateway.Simulator.Errors;
using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Endpoints;

/// <summary>Finds the endpoint of a request.</summary>
internal sealed class Router(BackendState state)
{
    private const string AdminPrefix = "/_simulator";
    private readonly ChatEndpoint _chat = new(state);
    private readonly EmbeddingsEndpoint _embeddings = new(state);
    private readonly RerankEndpoint _rerank = new(state);
    private readonly ModelsEndpoint _models = new(state);
    private readonly OllamaEndpoint _ollama = new(state);
    private readonly LlamaCppEndpoint _llamaCpp = new(state);
    private readonly AdminEndpoint _admin = new(state);
    private readonly ListingGuard _guard = new(state);

    public async Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(AdminPrefix, StringComparison.Ordinal, out var rest))
        {
            await _admin.HandleAsync(http, rest);
            return;
        }
        var asked = http.Request.Path.Value + Uri.UnescapeDataString(http.Request.QueryString.Value ?? "");
        state.Asked.Count(asked);
        if (state.Dialect.IdHeader(http.Request.Headers, state.Time) is var (name, value))
        {
            http.Response.Headers[name] = value;
        }
        if ((http.Request.Method, PathOf(http)) is ("POST", "/v1/chat/completions"))
        {
            await _chat.HandleAsync(http);
        }
        else if (!IsNotReady && _embeddings.Answer(http, PathOf(http)) is { } embedded)
        {
            await embedded;
        }
        else if (!IsNotReady && _rerank.Answer(http, PathOf(http)) is { } ranked)
        {
            await ranked;
        }
        else if (http.Request.Method == "POST" && FormOf(http) is { } form)
        {
            await _chat.HandleAsync(http, form);
        }
        else if (!await _guard.AnswersAsync(http, asked))
        {
            await (state.Dialect.PagesNotReady(state) is { } notReady
                ? Replies.ErrorAsync(http, Refused(http, http.Request.Path.Value ?? "") ?? notReady)
                : ListAsync(http));
        }
    }

    private bool IsNotReady => state.Dialect.PagesNotReady(state) is not null;

    private RequestForm? FormOf(HttpContext http) =>
        PathOf(http) is { } path && path == state.Dialect.CompletionPath ? RequestForm.Completion
        : state.Dialect is LlamaCppDialect && http.Request.Path == "/infill" ? RequestForm.Infill
        : null;

    private Task ListAsync(HttpContext http) => (http.Request.Method, PathOf(http)) switch
    {
        ("GET", "/v1/models") => _models.ListAsync(http),
        _ when _ollama.Answer(http) is { } answer => answer,
        ("POST", { } path) when state.Dialect is LlamaCppDialect => _llamaCpp.AnswerAsync(http, path),
        ("GET", { } path) when state.Dialect.Page(path, http.Request.Query, state) is { } page =>
            Replies.ErrorAsync(http, Refused(http, path) ?? page),
        _ => Replies.ErrorAsync(http, state.Dialect.Error("wrongPath")),
    };

    private ErrorAnswer? Refused(HttpContext http, string path) => state.Dialect.IsPublic(path) ? null : Authorization.Refuse(http, state);

    private string? PathOf(HttpContext http)
    {
        var path = http.Request.Path.Value;
        if (state.Dialect.HasBeta && path == ChatEndpoint.Beta)
        {
            return "/v1/chat/completions";
        }
        return state.Dialect.HasPathsWithoutVersion && path is ("/chat/completions" or "/completions" or "/models" or "/embeddings")
            ? "/v1" + path
            : path;
    }
}
