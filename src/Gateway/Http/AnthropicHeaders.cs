namespace Gateway.Http;

/// <summary>Recognizes Anthropic's own clients by a header that all of them send.</summary>
internal static class AnthropicHeaders
{
    public static bool IsFromAnthropics(HttpRequest request) => request.Headers.ContainsKey("anthropic-version");
}
