using Gateway.Simulator.Listings;

namespace Gateway.Simulator.Endpoints;

/// <summary>Finds the endpoint of a request.</summary>
internal sealed class Router(BackendState state)
{
    private const string AdminPrefix = "/_simulator";
    // A balancer asks it without a key.
    private const string HealthPath = "/health";
    private readonly ChatEndpoint _chat = new(state);
    private readonly ModelsEndpoint _models = new(state);
    private readonly OllamaEndpoint _ollama = new(state);
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
        else if (!await _guard.AnswersAsync(http, asked))
        {
            await ListAsync(http);
        }
    }

    private Task ListAsync(HttpContext http) => (http.Request.Method, PathOf(http)) switch
    {
        ("GET", "/v1/models") => _models.ListAsync(http),
        _ when _ollama.Answer(http) is { } answer => answer,
        ("GET", { } path) when state.Dialect.Page(path, http.Request.Query, state) is { } page =>
            Replies.ErrorAsync(http, path == HealthPath ? page : Authorization.Refuse(http, state) ?? page),
        _ => Replies.ErrorAsync(http, state.Dialect.Error("wrongPath")),
    };

    private string? PathOf(HttpContext http)
    {
        var path = http.Request.Path.Value;
        if (state.Dialect.HasBeta && path == ChatEndpoint.Beta)
        {
            return "/v1/chat/completions";
        }
        return state.Dialect.HasPathsWithoutVersion && path is ("/chat/completions" or "/models") ? "/v1" + path : path;
    }
}
