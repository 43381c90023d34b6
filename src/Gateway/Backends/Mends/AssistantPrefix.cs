namespace Gateway.Backends.Mends;

/// <summary>The way a provider is told to continue an assistant's text, which is always the last message.</summary>
internal sealed record AssistantPrefix
{
    /// <summary>The path of such a request, after the backend's root; null for the path of all chats.</summary>
    public string? Path { get; init; }

    /// <summary>The body member, in quotes, that holds the text instead of the message; empty when the message stays.</summary>
    public ReadOnlyMemory<byte> InPlace { get; init; }

    /// <summary>True when a model must not think for it, which it would do before its text.</summary>
    public bool WithoutThinking { get; init; }

    /// <summary>Members the message needs beside role and content, each with a leading comma.</summary>
    public ReadOnlyMemory<byte> OfMessage { get; init; }

    /// <summary>Members the body needs, each with a leading comma.</summary>
    public ReadOnlyMemory<byte> OfBody { get; init; }

    /// <summary>True when a provider continues without being told.</summary>
    public bool IsUnasked => InPlace.IsEmpty && OfMessage.IsEmpty && OfBody.IsEmpty;
}
