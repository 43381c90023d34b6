using System.Buffers;

namespace Gateway.Requests;

/// <summary>
/// Recognizes by its headers which program sent a request. Anything else is <see cref="Other"/>: usage is summed by this name, so
/// it is never the client's own word.
/// </summary>
internal static class ClientName
{
    public const string Other = "other";

    // A title is a program's own name, a referer its site. Libraries come last: programs that use one often identify themselves too.
    private static readonly (string Sign, string Name)[] Signs =
    [
        ("chatbox", "chatbox"),
        ("cherry", "cherry-studio"),
        ("roo code", "roo-code"),
        ("roo-c", "roo-code"),
        ("roocode", "roo-code"),
        ("cline", "cline"),
        ("openwebui", "open-webui"),
        ("open webui", "open-webui"),
        ("open-webui", "open-webui"),
        ("page assist", "page-assist"),
        ("pageassist", "page-assist"),
        ("page-assist", "page-assist"),
        ("lobe", "lobechat"),
        ("continue", "continue"),
        ("opencode", "opencode"),
        ("codex", "codex"),
        ("claude-cli", "claude-code"),
        ("claude-code", "claude-code"),
        ("langchain", "langchain"),
        ("llamaindex", "llamaindex"),
        ("litellm", "litellm"),
        ("ai-sdk", "ai-sdk"),
        ("openai/python", "openai-python"),
        ("asyncopenai/python", "openai-python"),
        ("openai/js", "openai-node"),
        ("openai/", "openai-dotnet"),
        ("ollama", "ollama"),
        ("curl", "curl"),
        ("python", "python"),
        ("node", "node"),
        ("go-http-client", "go"),
        ("mozilla", "browser"),
    ];

    // A program that says nothing else about itself may still send a header of its own.
    private static readonly (string Header, string Name)[] OwnHeaders =
    [
        ("X-OpenWebUI-Chat-Id", "open-webui"),
        ("X-OpenWebUI-User-Id", "open-webui"),
        ("chatbox-platform", "chatbox"),
        ("X-Claude-Code-Session-Id", "claude-code"),
        ("x-session-affinity", "opencode"),
    ];

    private static readonly SearchValues<string> s_anySign =
        SearchValues.Create([.. Signs.Select(static s => s.Sign)], StringComparison.OrdinalIgnoreCase);

    public static string Of(IHeaderDictionary headers)
    {
        foreach (var (header, name) in OwnHeaders)
        {
            if (headers.ContainsKey(header))
            {
                return name;
            }
        }

        return Find(headers["X-Title"]) ?? Find(headers["HTTP-Referer"]) ?? Find(headers.UserAgent) ?? Other;
    }

    private static string? Find(string? text)
    {
        // One pass tells that a program is unknown.
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAny(s_anySign))
        {
            return null;
        }

        foreach (var (sign, name) in Signs)
        {
            if (text.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }
}
