namespace Gateway.Http;

/// <summary>Tells Anthropic's own clients by the header that all of them send.</summary>
internal static class AnthropicHeaders
{
    public static bool IsFromAnthropics(HttpRequest request) => request.Headers.ContainsKey("anthropic-version");
}
