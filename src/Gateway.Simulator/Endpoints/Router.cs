using Gateway.Simulator.Dialects;

namespace Gateway.Simulator.Endpoints;

/// <summary>Finds the endpoint of a request.</summary>
internal sealed class Router(BackendState state)
{
    private const string AdminPrefix = "/_simulator";
    // A balancer asks it without a key.
    private const string HealthPath = "/health";
    private readonly ChatEndpoint _chat = new(state);
    private readonly ModelsEndpoint _models = new(state);
    private readonly AdminEndpoint _admin = new(state);

    public Task HandleAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(AdminPrefix, StringComparison.Ordinal, out var rest))
        {
            return _admin.HandleAsync(http, rest);
        }
        if (state.Dialect.IdHeader(http.Request.Headers, state.Time) is var (name, value))
        {
            http.Response.Headers[name] = value;
        }
        return (http.Request.Method, PathOf(http)) switch
        {
            ("POST", "/v1/chat/completions") => _chat.HandleAsync(http),
            ("GET", "/v1/models") => _models.ListAsync(http),
            ("GET", "/") when state.Dialect is OllamaDialect => Replies.TextAsync(http, "Ollama is running"),
            ("GET", "/api/version") when state.Dialect is OllamaDialect ollama => Replies.JsonAsync(http, 200, new { version = ollama.Version }),
            ("GET", "/api/tags") when state.Dialect is OllamaDialect ollama => _models.TagsAsync(http, ollama),
            ("GET", { } path) when state.Dialect.Page(path, state) is { } page =>
                Replies.ErrorAsync(http, path == HealthPath ? page : Authorization.Refuse(http, state) ?? page),
            _ => Replies.ErrorAsync(http, state.Dialect.Error("wrongPath")),
        };
    }

    private string? PathOf(HttpContext http)
    {
        var path = http.Request.Path.Value;
        return state.Dialect.HasPathsWithoutVersion && path is ("/chat/completions" or "/models") ? "/v1" + path : path;
    }
}
